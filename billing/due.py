"""What of the ladder is due for an LGO on a day. Pure; whatever was done before is left out, also when a night is late.

Of several reminders that a late night would owe, only the last is due: nobody wants to be told of ninety days when
thirty are left.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from billing.ladder import Stage, Standing


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """On which days before something there are reminders (see `models.LadderRules`)."""

    renewal_days: Sequence[int]
    trial_days: Sequence[int]
    warning_days: Sequence[int]


@dataclass(frozen=True)
class Due:
    """A step that is due: its kind, the key that it is done once under, and the days that it is before something."""

    kind: str
    key: str
    days: int = 0


def due_steps(standing: Standing, schedule: Schedule, *, is_renewed: bool, done: Collection[str]) -> list[Due]:
    """The reminders and notices that are due and not done; moves of the site's state are not among them."""
    found = [_before_the_end(standing, schedule, is_renewed), _stage(standing), _before_the_next(standing, schedule)]
    return [step for step in found if step is not None and step.key not in done]


def _before_the_end(standing: Standing, schedule: Schedule, is_renewed: bool) -> Due | None:
    if not standing.is_paid or standing.days_left is None:
        return None
    kind, days = "renewal", schedule.renewal_days
    if standing.stage == Stage.TRIAL:
        kind, days = "trial", schedule.trial_days
    elif not is_renewed:
        kind, days = "warning", schedule.trial_days
    return _reminder(kind, kind, standing.ends_on, standing.days_left, days)


def _stage(standing: Standing) -> Due | None:
    if standing.stage not in {Stage.GRACE, Stage.ENDED} or standing.respite_until:
        return None
    return Due(str(standing.stage), f"{standing.stage}:{standing.ends_on}")


def _before_the_next(standing: Standing, schedule: Schedule) -> Due | None:
    if standing.is_paid or standing.is_paused or standing.changes_on is None:
        return None
    left = (standing.changes_on - standing.day).days
    return _reminder("warning", f"warning:{standing.stage}", standing.changes_on, left, schedule.warning_days)


def _reminder(kind: str, name: str, day: date | None, left: int, days: Sequence[int]) -> Due | None:
    reached = [each for each in days if left <= each]
    return Due(kind, f"{name}:{day}:{min(reached)}", min(reached)) if reached else None


def overdue_step(*, number: str, days_over: int, overdue_days: Sequence[int], done: Collection[str]) -> Due | None:
    """The reminder of an open invoice that is due and not done."""
    reached = [each for each in overdue_days if days_over >= each]
    if not reached:
        return None
    step = Due("overdue", f"overdue:{number}:{max(reached)}", max(reached))
    return None if step.key in done else step
