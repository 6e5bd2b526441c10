"""How much LGOs use the platform: counts only, written each night, nothing of people."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models import Tenant


class TenantFacts(models.Model):
    """An LGO as it was last counted. `services` are those with a case or a change in the last 30 days.

    `cases_week` and `active_officers` count the last seven days; `first_…` never change once they are known.
    """

    tenant = models.OneToOneField(Tenant, primary_key=True, on_delete=models.CASCADE, related_name="facts")
    counted_at = models.DateTimeField()
    officers = models.PositiveIntegerField(default=0)
    citizens = models.PositiveIntegerField(default=0)
    cases = models.PositiveIntegerField(default=0)
    cases_week = models.PositiveIntegerField(default=0)
    active_officers = models.PositiveIntegerField(default=0)
    services: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    first_officer_at = models.DateTimeField(null=True)
    first_case_at = models.DateTimeField(null=True)
    last_activity_at = models.DateTimeField(_("last activity"), null=True)

    class Meta:
        verbose_name = _("use by a local government")
        verbose_name_plural = _("use by local governments")
        indexes: ClassVar = [models.Index(fields=["last_activity_at"], name="provisioning_facts_activity")]

    def __str__(self) -> str:
        return str(self.tenant_id)

    @property
    def is_weekly(self) -> bool:
        """Whether officers worked with cases in the last seven days."""
        return self.cases_week > 0 and self.active_officers > 0


class MonthlyFacts(models.Model):
    """One month of an LGO; the running one is written anew each night."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="months")
    month = models.DateField()
    cases = models.PositiveIntegerField(default=0)
    services: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "month"], name="provisioning_month_once")]
        indexes: ClassVar = [models.Index(fields=["month"], name="provisioning_month")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.month:%Y-%m}"
