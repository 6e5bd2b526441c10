"""The rules an LGO sets for its complaints, the time limits with their history, and the ladder of warnings."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.numbering import WIDTH, WIDTHS
from tenant_apps.complaints.models.cases import Category, Complaint


def _between(least: int, most: int) -> list[Any]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class Policy(models.Model):
    """How complaints are handled here: one row, with id 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    reopen_days = models.PositiveSmallIntegerField(
        _("days to say that it is not solved"), default=7, validators=_between(1, 90)
    )
    extension_times = models.PositiveSmallIntegerField(
        _("times that a case may be extended"), default=2, validators=_between(0, 10)
    )
    extension_days = models.PositiveSmallIntegerField(
        _("working days of one extension at most"), default=15, validators=_between(1, 180)
    )
    late_reason_days = models.PositiveSmallIntegerField(
        _("days between reasons while late"), default=7, validators=_between(0, 60)
    )
    remind_days = models.PositiveSmallIntegerField(
        _("working days until a citizen is reminded"), default=5, validators=_between(0, 60)
    )
    remind_times = models.PositiveSmallIntegerField(_("times to remind"), default=2, validators=_between(0, 10))
    number_prefix = models.CharField(
        _("letters before the number"),
        max_length=8,
        default="RQ",
        validators=[RegexValidator(r"\A[A-Z]{1,8}\Z", _("Use 1 to 8 capital letters from A to Z."))],
    )
    number_digits = models.PositiveSmallIntegerField(
        _("digits of the number"), default=WIDTH, validators=_between(WIDTHS[0], WIDTHS[-1])
    )

    class Meta:
        verbose_name = _("rules for complaints")
        verbose_name_plural = _("rules for complaints")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="complaints_policy_one_row")]

    def __str__(self) -> str:
        return "rules for complaints"


class DayUnit(models.TextChoices):
    """How the days of a time limit are counted."""

    WORKING = "working", _("working days")
    CALENDAR = "calendar", _("calendar days")


class TimeLimit(models.Model):
    """A category's time limit from a moment on. A case keeps the one that was in force when it was filed."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="time_limits")
    days = models.PositiveSmallIntegerField(_("days to answer"))
    unit = models.CharField(_("counted as"), max_length=8, choices=DayUnit, default=DayUnit.WORKING)
    since = models.DateTimeField(_("for cases filed from"))

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["category", "since"], name="complaints_limit_since")]

    def __str__(self) -> str:
        return f"{self.category_id}: {self.days} {self.unit}"


class EscalationStep(models.Model):
    """When officers are warned of a case, and who."""

    class Moment(models.TextChoices):
        SHARE = "share", _("when this share of the time is used (%)")
        LATE = "late", _("working days after the due day")

    moment = models.CharField(_("when"), max_length=5, choices=Moment)
    value = models.PositiveSmallIntegerField(pgettext_lazy("case", "number"), validators=[MaxValueValidator(365)])
    to_assignee = models.BooleanField(_("responsible officer"), default=True)
    to_heads = models.BooleanField(_("heads of the division"), default=False)
    to_executives = models.BooleanField(_("permanent secretary and administrators"), default=False)

    class Meta:
        ordering: ClassVar = ["-moment", "value"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["moment", "value"], name="complaints_escalation_moment"),
            models.CheckConstraint(
                condition=~Q(moment="share") | Q(value__gte=1, value__lte=100), name="complaints_escalation_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.value}"


class CaseWarning(models.Model):
    """That a case has been through a step of the ladder. `due_at` is part of it: an extended case is warned anew."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="warnings")
    step = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "step", "due_at"], name="complaints_warning_once")
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.step}"


class Extension(models.Model):
    """More time for a case, with the reason that the citizen reads."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="extensions")
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["complaint", "at"], name="complaints_extension_case")]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.new_due_at:%Y-%m-%d}"
