"""Writing of the days of the ladder: one person writes, another approves. Public scope.

New days are for whatever ends on their day or after it; they begin tomorrow at the earliest, so that nobody whose time
is over is counted otherwise than before.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.models import LadderRules
from billing.services import versions
from kit import clock
from kit.errors import Invalid
from shared_apps.audit.services import record

TOO_EARLY = _("The days hold from tomorrow on at the earliest. Choose a later day.")
NOT_RISING = _("Each stage ends after the one before it: the days have to rise from grace to export only.")
NO_REMINDER = _("Write at least one day: nobody is closed without having been told.")
NO_REASON = _("Write the reason. It is kept in the log.")
LONGEST = 1095
"""Days: three years."""
_NAME = "billing.ladder_rules"
_REMINDERS = ("renewal_days", "trial_days", "warning_days", "overdue_days")


@dataclass(frozen=True, kw_only=True)
class LadderValues:
    """All that a version says, in days; see `models.LadderRules`."""

    effective_from: date
    grace: int
    read_only: int
    export_only: int
    order: int
    renewal_days: Sequence[int]
    trial_days: Sequence[int]
    warning_days: Sequence[int]
    overdue_days: Sequence[int]
    reason: str


@transaction.atomic
def draft_rules(*, values: LadderValues, actor: Any, at: datetime) -> LadderRules:
    """Begin a new version.

    Raises:
        Invalid: the day is not to come, the days do not rise, a reminder or the reason is missing.
    """
    checked = _checked(values, at)
    version = versions.next_version(LadderRules)
    rules = LadderRules.objects.create(version=version, written_by=actor, written_at=at, **checked)
    record(f"{_NAME}_drafted", actor=actor, target=rules, data=_summary(checked), at=at)
    return rules


@transaction.atomic
def change_rules(*, rules: LadderRules, values: LadderValues, actor: Any, at: datetime) -> LadderRules:
    """Change a draft; whoever changes it has written it.

    Raises:
        Refused: it is no draft.
        Invalid: as for `draft_rules`.
    """
    checked = _checked(values, at)
    locked = versions.lock_draft(rules)
    LadderRules.objects.filter(pk=locked.pk).update(written_by=actor, written_at=at, **checked)
    record(f"{_NAME}_changed", actor=actor, target=locked, data=_summary(checked), at=at)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def submit_rules(*, rules: LadderRules, actor: Any, at: datetime) -> None:
    """Ask for approval.

    Raises:
        Refused: it is no draft.
        Invalid: its day has come while it was a draft.
    """
    locked = versions.lock_draft(rules)
    _earliest(at).check(locked.effective_from)
    versions.submit(locked, name=_NAME, actor=actor, at=at)


def approve_rules(*, rules: LadderRules, actor: Any, at: datetime) -> None:
    """Let the days hold for whatever ends from their day on; raises what `versions.approve` does."""
    versions.approve(rules, name=_NAME, earliest=_earliest(at), actor=actor, at=at)


def withdraw_rules(*, rules: LadderRules, actor: Any, reason: str, at: datetime) -> None:
    """Give up a version that was not approved; raises what `versions.withdraw` does."""
    versions.withdraw(rules, name=_NAME, actor=actor, reason=reason, at=at)


def _earliest(at: datetime) -> versions.Earliest:
    return versions.Earliest(clock.bangkok_day(at) + timedelta(days=1), TOO_EARLY)


def _checked(values: LadderValues, at: datetime) -> dict[str, Any]:
    _earliest(at).check(values.effective_from)
    for before, after in (("grace", "read_only"), ("read_only", "export_only")):
        if not 0 <= getattr(values, before) <= getattr(values, after) <= LONGEST:
            raise Invalid(NOT_RISING, code="not_rising", field=after)
    for name in _REMINDERS:
        if not getattr(values, name):
            raise Invalid(NO_REMINDER, code="no_reminder", field=name)
    if not values.reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    downwards = {name: sorted(set(getattr(values, name)), reverse=name != "overdue_days") for name in _REMINDERS}
    return {**asdict(values), **downwards, "reason": values.reason.strip()[:500]}


def _summary(values: dict[str, Any]) -> dict[str, object]:
    return {**values, "effective_from": values["effective_from"].isoformat()}
