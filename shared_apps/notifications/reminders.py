"""What apps do once each working day at 08:30, when the office opens. Registered in their `AppConfig.ready`:

    reminders.register(services.remind_of_deadlines)     # called with today= and at=, inside the LGO

A reminder may be called again for the same day, and must do its work once.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from kit.calendar import WorkingCalendar


class Reminder(Protocol):
    """Something done once a working day."""

    def __call__(self, *, today: date, at: datetime) -> object:
        """Do it; on a second call for the same day, nothing."""


_reminders: list[Reminder] = []
_calendars: list[Callable[[], WorkingCalendar]] = []


def register(reminder: Reminder) -> None:
    """Have it called each working day."""
    if reminder not in _reminders:
        _reminders.append(reminder)


def all_reminders() -> list[Reminder]:
    """What is called, in the order of registration."""
    return list(_reminders)


def register_calendar(calendar: Callable[[], WorkingCalendar]) -> None:
    """Say which days the LGO works."""
    _calendars[:] = [calendar]


def is_working_day(day: date) -> bool:
    """Whether this LGO works on that day."""
    calendar = _calendars[0]() if _calendars else WorkingCalendar()
    return calendar.is_working_day(day)
