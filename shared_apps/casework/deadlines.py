"""Deadlines of cases by an LGO's own calendar.

`holidays` are its days off, as `tenant_apps.site.selectors.holidays()` gives them.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from kit import clock
from kit.calendar import WorkingCalendar


def legal_receipt(submitted_at: datetime, *, holidays: Iterable[date]) -> datetime:
    """When an electronic filing counts as received: at once in office hours, else when the office next opens."""
    return WorkingCalendar(frozenset(holidays)).legal_receipt(submitted_at)


def working_day_deadline(received_at: datetime, *, days: int, holidays: Iterable[date]) -> datetime:
    """The end, in Bangkok, of the working day `days` after that of `received_at`, which is not counted itself."""
    calendar = WorkingCalendar(frozenset(holidays))
    day = calendar.add_working_days(clock.bangkok_day(received_at), days)
    return datetime.combine(day, time.max, clock.BANGKOK)
