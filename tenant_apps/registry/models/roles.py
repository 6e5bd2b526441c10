"""Roles: named sets of rights."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """What its holders may do. LGOs rename, change and delete roles; `code` (a `Duty`) tells the seeded ones apart.

    `rights` holds `service.action`; `known_services` are the services that were considered when it was last seeded, so
    that a service which comes later is granted once, and never again after someone has taken it away.
    """

    code = models.CharField(max_length=20, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("what it is for"), max_length=300, blank=True)
    rights: "models.JSONField[list[str], list[str]]" = models.JSONField(_("rights"), default=list)
    known_services: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, editable=False)
    is_default = models.BooleanField(_("given to new officers"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="registry_role_name"),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="registry_role_code"),
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="registry_role_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name
