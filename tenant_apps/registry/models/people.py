"""Who works for the LGO, and in which division."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.models import Invitation
from tenant_apps.registry.models.positions import Position
from tenant_apps.registry.models.roles import Role


class Division(models.Model):
    """A division (กอง) of the LGO. LGOs rename, add and close them; `code` tells the seeded ones apart."""

    code = models.CharField(max_length=20, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="registry_division_name"),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="registry_division_code"),
        ]

    def __str__(self) -> str:
        return self.name


class OfficerQuerySet(models.QuerySet["Officer"]):
    """Verbs on officers."""

    def active(self) -> "OfficerQuerySet":
        """Those who may sign in; invited ones too."""
        return self.filter(user__is_active=True)


class Officer(models.Model):
    """What a user is at this LGO. Whether the officer is active is the user's `is_active`, and nothing else.

    `position` is as people wrote it; `post` is the listed position of that name, if there is one.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="officer"
    )
    division = models.ForeignKey(
        Division, verbose_name=_("division"), null=True, blank=True, on_delete=models.PROTECT, related_name="officers"
    )
    position = models.CharField(_("position"), max_length=100, blank=True)
    post = models.ForeignKey(
        Position,
        verbose_name=_("listed position"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="officers",
    )
    roles = models.ManyToManyField(Role, verbose_name=_("roles"), related_name="officers", blank=True)

    objects: ClassVar["models.Manager[Officer]"] = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        indexes: ClassVar = [models.Index(fields=["division", "user"], name="registry_officer_division")]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_active(self) -> bool:
        """Whether the person may sign in."""
        return self.user.is_active


class Posting(models.Model):
    """Where someone who was invited is going to work; `services.take_up` makes an officer of it."""

    invitation = models.OneToOneField(
        Invitation, verbose_name=_("invitation"), on_delete=models.CASCADE, related_name="posting"
    )
    division = models.ForeignKey(
        Division, verbose_name=_("division"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.CharField(_("position"), max_length=100, blank=True)
    roles = models.ManyToManyField(Role, verbose_name=_("roles"), related_name="postings", blank=True)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")

    def __str__(self) -> str:
        return f"{self.invitation}: {self.position}"
