"""The ladder of what is not paid: its numbers by the day from which they hold, and what was done to whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from billing.ladder import Ladder
from billing.models.invoices import Invoice
from billing.models.ledger import AppendOnly
from billing.models.quotes import Quote
from billing.models.versions import AgreedVersion, agreed_by_two
from tenants.models import Tenant


class LadderRules(AgreedVersion):
    """The days of the ladder for whatever ends on or after `effective_from` (`billing.ladder`), agreed by two people.

    `renewal_days` before the end a renewal is offered, `trial_days` before it the LGO of a trial is reminded,
    `warning_days` before a stage it is warned; `overdue_days` after its day an open invoice is asked for.
    """

    grace = models.PositiveSmallIntegerField(_("days of grace"), default=30)
    read_only = models.PositiveSmallIntegerField(_("read only until day"), default=90)
    export_only = models.PositiveSmallIntegerField(_("export only until day"), default=180)
    order = models.PositiveSmallIntegerField(_("days for which an order stops the clock"), default=180)
    renewal_days: "models.JSONField[list[int], list[int]]" = models.JSONField(_("renewal offered before (days)"))
    trial_days: "models.JSONField[list[int], list[int]]" = models.JSONField(_("trial reminded of before (days)"))
    warning_days: "models.JSONField[list[int], list[int]]" = models.JSONField(_("warned before (days)"))
    overdue_days: "models.JSONField[list[int], list[int]]" = models.JSONField(_("overdue invoice after (days)"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("days of the ladder")
        verbose_name_plural = _("days of the ladder")
        ordering: ClassVar = ["-effective_from"]
        constraints: ClassVar = [
            *agreed_by_two("billing_ladder"),
            models.CheckConstraint(
                condition=Q(grace__lte=F("read_only"), read_only__lte=F("export_only")), name="billing_ladder_rises"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grace}/{self.read_only}/{self.export_only} ({self.effective_from})"

    @property
    def ladder(self) -> Ladder:
        """The numbers."""
        return Ladder(grace=self.grace, read_only=self.read_only, export_only=self.export_only, order=self.order)


class StepKind(models.TextChoices):
    """What the ladder does."""

    RENEWAL = "renewal", _("Renewal offered")
    TRIAL = "trial", _("Reminded of the end of the trial")
    WARNING = "warning", _("Warned of the next stage")
    OVERDUE = "overdue", _("Reminded of an overdue invoice")
    GRACE = "grace", _("Days of grace began")
    READ_ONLY = "read_only", _("Made read only")
    EXPORT_ONLY = "export_only", _("Closed but for export and payment")
    ENDED = "ended", _("All days of the ladder are over")
    REOPENED = "reopened", _("Opened again")
    RESPITE = "respite", _("Respite given")


class LadderStep(AppendOnly):
    """Something that the ladder did to an LGO, once. `key` names what it must not do twice.

    `days` are those before (renewal, trial, warning) or after (overdue); `reason` is for people, in the log's words.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="ladder_steps")
    key = models.CharField(max_length=100)
    kind = models.CharField(_("step"), max_length=12, choices=StepKind)
    days = models.PositiveSmallIntegerField(default=0)
    ends_on = models.DateField(_("end of what was paid for"), null=True)
    day = models.DateField(pgettext_lazy("billing", "day"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    quote = models.ForeignKey(Quote, null=True, on_delete=models.PROTECT, related_name="ladder_steps")
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="ladder_steps")

    class Meta:
        verbose_name = _("step of the ladder")
        verbose_name_plural = _("steps of the ladder")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "key"], name="billing_ladder_step_once")]
        indexes: ClassVar = [models.Index(fields=["kind", "-at"], name="billing_ladder_step_kind")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.key}"


class Respite(models.Model):
    """A day until which the operator lets everything work although it is not paid for, and why."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="respites")
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=500)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("respite")
        verbose_name_plural = _("respites")
        indexes: ClassVar = [models.Index(fields=["tenant", "-until"], name="billing_respite_tenant")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.until}"
