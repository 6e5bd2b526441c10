"""Positions: what officers are called, and where each stands in the signing chain."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenant_apps.registry.models.roles import Role


class Level(models.IntegerChoices):
    """Steps of the signing chain (facts A): officer, section head, director, permanent secretary, chief executive."""

    OFFICER = 10, _("Officer")
    SECTION_HEAD = 20, _("Section head")
    DIRECTOR = 30, _("Director of a division")
    DEPUTY_SECRETARY = 40, _("Deputy permanent secretary")
    SECRETARY = 50, _("Permanent secretary")
    DEPUTY_EXECUTIVE = 60, _("Deputy chief executive")
    EXECUTIVE = 70, _("Chief executive")


class Position(models.Model):
    """A position of this LGO. `role` is what its holders usually get, and what acting in it gives when vacant."""

    name = models.CharField(_("position"), max_length=100)
    level = models.PositiveSmallIntegerField(_("level in the signing chain"), choices=Level, default=Level.OFFICER)
    role = models.ForeignKey(
        Role, verbose_name=_("usual role"), null=True, blank=True, on_delete=models.SET_NULL, related_name="positions"
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering: ClassVar = ["-level", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["name"], name="registry_position_name")]

    def __str__(self) -> str:
        return self.name
