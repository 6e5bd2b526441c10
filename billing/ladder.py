"""What becomes of an LGO whose term or trial has ended: day by day, in numbers that are data. Pure.

`ends_on` is the first day that is not paid for. From then on days are counted, those of Bangkok: for `grace` of them
everything works, then the site can be read until day `read_only`, then it is closed but for its export, its bills and
what the law wants to be public, until day `export_only`. After that the contract may be ended, which a person does and
the LGO accepts in writing; nothing is ever destroyed by the passing of days.

A registered purchase order stops the counting while its invoice is open, for `order` days at the most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where an LGO stands, from the best to the worst."""

    TRIAL = "trial", _("Free trial")
    RUNNING = "running", _("Paid for")
    GRACE = "grace", _("In the days of grace")
    READ_ONLY = "read_only", _("Read only for lack of payment")
    EXPORT_ONLY = "export_only", _("Closed but for export and payment")
    ENDED = "ended", _("To be ended with the acceptance of the local government")


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """Days since the end at which a stage is over; `order` is for how long an unpaid purchase order stops the clock."""

    grace: int = 30
    read_only: int = 90
    export_only: int = 180
    order: int = 180

    def __post_init__(self) -> None:
        if not 0 <= self.grace <= self.read_only <= self.export_only or self.order < 0:
            raise ValueError(f"the days of {self} do not rise")

    def stage_after(self, days: int, *, has_grace: bool = True) -> tuple[Stage, int | None]:
        """The stage `days` after the end, and how many days are left of it (None: it lasts)."""
        bounds = (
            (Stage.GRACE, self.grace if has_grace else 0),
            (Stage.READ_ONLY, self.read_only),
            (Stage.EXPORT_ONLY, self.export_only),
        )
        for stage, bound in bounds:
            if days < bound:
                return stage, bound - days
        return Stage.ENDED, None


@dataclass(frozen=True, order=True)
class Pause:
    """Days on which the clock stands still: from `since` until the day before `until` (None: it still does)."""

    since: date
    until: date | None = None

    def last(self, ladder: Ladder) -> date:
        """The day on which the clock goes on."""
        latest = self.since + timedelta(days=ladder.order)
        return min(self.until, latest) if self.until else latest


@dataclass(frozen=True, kw_only=True)
class End:
    """What the counting starts from. `respite_until` is a day to which the operator lets everything work."""

    ends_on: date | None
    is_trial: bool = False
    is_renewed: bool = True
    pauses: Sequence[Pause] = ()
    respite_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an LGO stands on a day.

    `days_left` until the end of what is paid for, `days_over` counted after it; `changes_on` is the day of the next
    stage when nothing happens. `is_paused`: an order stops the clock. `ends_on` None: it has no end.
    """

    stage: Stage
    day: date
    ends_on: date | None
    days_left: int | None
    days_over: int
    changes_on: date | None
    is_trial: bool
    is_paused: bool
    respite_until: date | None

    @property
    def is_paid(self) -> bool:
        """Whether the day is covered by a term or the trial."""
        return self.stage in {Stage.TRIAL, Stage.RUNNING}

    @property
    def may_write(self) -> bool:
        """Whether everything works."""
        return self.is_paid or self.stage == Stage.GRACE


def standing_on(day: date, end: End, ladder: Ladder) -> Standing:
    """Where an LGO stands on a day."""
    ends_on = end.ends_on
    if ends_on is None or day < ends_on:
        stage, over, changes_on, paused = (Stage.TRIAL if end.is_trial else Stage.RUNNING), 0, ends_on, 0
    else:
        over = (day - ends_on).days - _days_paused(end.pauses, ladder, ends_on, day)
        stage, left = ladder.stage_after(over, has_grace=end.is_renewed)
        paused = _days_to_stand(end.pauses, ladder, day)
        changes_on = None if left is None else day + timedelta(days=left + paused)
        if end.respite_until is not None and day <= end.respite_until and stage != Stage.GRACE:
            stage, changes_on = Stage.GRACE, end.respite_until + timedelta(days=1)
    return Standing(
        stage=stage,
        day=day,
        ends_on=ends_on,
        days_left=max((ends_on - day).days, 0) if ends_on else None,
        days_over=over,
        changes_on=changes_on,
        is_trial=end.is_trial,
        is_paused=paused > 0,
        respite_until=end.respite_until,
    )


def _days_paused(pauses: Sequence[Pause], ladder: Ladder, start: date, day: date) -> int:
    """Days from `start` until `day` on which the clock stood still; pauses that overlap count once."""
    stood, upto = 0, start
    for pause in sorted(pauses, key=lambda one: one.since):
        first, last = max(pause.since, upto), min(pause.last(ladder), day)
        if first < last:
            stood += (last - first).days
            upto = last
    return stood


def _days_to_stand(pauses: Sequence[Pause], ladder: Ladder, day: date) -> int:
    """For how many days from `day` on the clock will stand still, if nothing happens."""
    lasting = [pause.last(ladder) for pause in pauses if pause.since <= day]
    return max([(last - day).days for last in lasting if last > day], default=0)
