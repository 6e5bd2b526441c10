"""When the office has to answer: pure counting on an LGO's own calendar, from what happened to a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from kit import clock
from kit.calendar import WorkingCalendar


@dataclass(frozen=True)
class Limit:
    """So many days to answer, working days or calendar days."""

    days: int
    is_working: bool = True

    def after(self, day: date, calendar: WorkingCalendar) -> date:
        """The last day for the office; the first day is not counted.

        A period in calendar days that ends on a holiday is not extended for the office (Administrative Procedure Act
        2539, s. 64).
        """
        if self.is_working:
            return calendar.add_working_days(day, self.days)
        return calendar.officer_deadline(day, self.days)


class Effect(StrEnum):
    """What an event does to the clock."""

    STOP = "stop"
    GO_ON = "go_on"
    RESTART = "restart"
    SET = "set"


@dataclass(frozen=True)
class Fact:
    """An event in the life of a case that its clock knows; `due` is the time that was set, if any."""

    effect: Effect
    at: datetime
    due: datetime | None = None


def end_of(day: date) -> datetime:
    """The end of a day in Bangkok."""
    return datetime.combine(day, time.max, clock.BANGKOK)


def due_after(received_at: datetime, limit: Limit, calendar: WorkingCalendar) -> datetime:
    """When the office has to have answered."""
    return end_of(limit.after(clock.bangkok_day(received_at), calendar))


def later(due_at: datetime, paused_at: datetime, at: datetime, calendar: WorkingCalendar) -> datetime:
    """The due time moved by the working days for which the clock stood."""
    stood = calendar.working_days_between(clock.bangkok_day(paused_at), clock.bangkok_day(at))
    return end_of(calendar.add_working_days(clock.bangkok_day(due_at), max(stood, 0)))


def recounted(received_at: datetime, limit: Limit, facts: Iterable[Fact], calendar: WorkingCalendar) -> datetime:
    """The due time by this calendar, counted anew from the receipt through all that happened.

    An extension stays the day that was promised.
    """
    due, paused_at = due_after(received_at, limit, calendar), None
    for fact in facts:
        if fact.effect == Effect.STOP:
            paused_at = paused_at or fact.at
        elif fact.effect == Effect.GO_ON and paused_at:
            due, paused_at = later(due, paused_at, fact.at, calendar), None
        elif fact.effect == Effect.RESTART:
            due, paused_at = due_after(fact.at, limit, calendar), None
        elif fact.effect == Effect.SET and fact.due:
            due = fact.due
    return due


def share_used(received_at: datetime, due_at: datetime, at: datetime, calendar: WorkingCalendar) -> int:
    """How much of the time is used, in percent of its working days; 100 from the due day on."""
    start, due, today = (clock.bangkok_day(moment) for moment in (received_at, due_at, at))
    whole = calendar.working_days_between(start, due)
    if today >= due or whole <= 0:
        return 100
    return max(calendar.working_days_between(start, today), 0) * 100 // whole
