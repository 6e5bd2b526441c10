"""What an LGO says about itself."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared_apps.files.models import StoredFile

PICTURE_PURPOSE = "site_picture"
"""Files that the LGO publishes: everyone may see them."""


class SiteSettings(models.Model):
    """Contact, place and pictures of the LGO: one row, with id 1.

    Until the LGO says where its office is, the place is the seat of its province: good to centre a map on, not to show.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    address = models.TextField(_("address"), max_length=500, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    office_hours = models.CharField(_("office hours"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    is_place_known = models.BooleanField(default=False, editable=False)
    history = models.TextField(_("history"), max_length=10_000, blank=True)
    seal = models.ForeignKey(
        StoredFile, verbose_name=_("seal"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    banner = models.ForeignKey(
        StoredFile, verbose_name=_("banner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    services_off: "models.JSONField[list[str], list[str]]" = models.JSONField(
        _("services switched off"), default=list, blank=True
    )
    updated_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="site_settings_one_row")]

    def __str__(self) -> str:
        return "site settings"

    @property
    def has_place(self) -> bool:
        """Whether a map can show the office."""
        return self.is_place_known and self.latitude is not None and self.longitude is not None


class Holiday(models.Model):
    """A day on which the office is closed; deadlines in working days pass it over."""

    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=150)
    is_local = models.BooleanField(_("announced by this LGO"), default=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["day"], name="site_holiday_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
