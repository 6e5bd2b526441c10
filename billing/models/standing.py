"""Where each LGO stands, kept beside it, so that lists of thousands can be sorted and filtered by it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.ladder import Stage
from tenants.models import Tenant


class StoredStanding(models.Model):
    """What `billing.selectors.positions` said of an LGO on `day`; `billing.services.standings` keeps it true.

    `days` are those left until the end of what is paid for, or less than nothing since; `package` is the code of what
    runs, `owed` what is open on its invoices and `overdue` the part of that beyond its day, in baht.
    """

    FIGURES: ClassVar = ("stage", "ends_on", "days", "changes_on", "is_paused", "package", "owed", "overdue")

    tenant = models.OneToOneField(Tenant, primary_key=True, on_delete=models.CASCADE, related_name="standing")
    day = models.DateField(pgettext_lazy("billing", "day"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.TRIAL)
    ends_on = models.DateField(_("first day that is not paid for"), null=True)
    days = models.IntegerField(_("days left"), null=True)
    changes_on = models.DateField(_("next stage"), null=True)
    is_paused = models.BooleanField(_("a purchase order stops the clock"), default=False)
    package = models.CharField(pgettext_lazy("yearly plan", "package"), max_length=20, blank=True)
    owed = models.DecimalField(_("owed"), max_digits=14, decimal_places=2, default=0)
    overdue = models.DecimalField(_("overdue"), max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        indexes: ClassVar = [
            models.Index(fields=["stage", "days"], name="billing_standing_stage"),
            models.Index(fields=["ends_on"], name="billing_standing_end"),
            models.Index(fields=["package"], name="billing_standing_package"),
            models.Index(fields=["overdue"], name="billing_standing_overdue"),
            models.Index(fields=["day"], name="billing_standing_day"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.stage}"

    @property
    def figures(self) -> dict[str, Any]:
        """All but whose and of which day it is."""
        return {name: getattr(self, name) for name in self.FIGURES}
