"""Working days, and the deadlines counted in them.

A `WorkingCalendar` knows only the holidays it is given: each LGO keeps its own list, begun from
`thai_government_holidays` and changed by Cabinet resolutions and local announcements.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import holidays

from kit import clock

SATURDAY, SUNDAY = 5, 6
_ONE_DAY = timedelta(days=1)

Hours = tuple[time, time]
OFFICE_HOURS: tuple[Hours, ...] = (
    (time(8, 30), time(12, 0)),
    (time(13, 0), time(16, 30)),
)
"""Government office hours, Monday to Friday, in Bangkok."""

_NOT_FOR_GOVERNMENT = ("วันเด็กแห่งชาติ", "วันแรงงานแห่งชาติ")


@dataclass(frozen=True)
class WorkingCalendar:
    """The days an office works. ValueError when it never does.

    `other_hours` names the weekdays (0 is Monday) whose hours are not `office_hours`.
    """

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    office_hours: tuple[Hours, ...] = OFFICE_HOURS
    other_hours: tuple[tuple[int, tuple[Hours, ...]], ...] = ()

    def __post_init__(self) -> None:
        if not any(self._hours_of(weekday) for weekday in set(range(7)) - self.weekend):
            raise ValueError("an office that never opens has no working days")

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """When the office is open on a day; nothing on a day off."""
        return self._hours_of(day.weekday()) if self.is_working_day(day) else ()

    def is_open(self, moment: datetime) -> bool:
        """Whether the office is open now; ValueError when `moment` is naive."""
        here = clock.bangkok(moment)
        return any(opens <= here.time() < closes for opens, closes in self.hours_on(here.date()))

    def _hours_of(self, weekday: int) -> tuple[Hours, ...]:
        return dict(self.other_hours).get(weekday, self.office_hours)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        """The day itself when it is a working day, else the next one."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The day `count` working days later; the day itself is not counted.

        ValueError when `count` is negative.
        """
        _not_negative(count)
        for _ in range(count):
            day = self.on_or_after(day + _ONE_DAY)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + _ONE_DAY * n for n in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def officer_deadline(self, start: date, days: int) -> date:
        """The last day for the office: calendar days from the day after, holidays included
        (Administrative Procedure Act 2539, s.64)."""
        return add_calendar_days(start, days)

    def citizen_deadline(self, start: date, days: int) -> date:
        """The last day for the citizen: as for the office, but when it falls on a holiday the
        next working day (Administrative Procedure Act 2539, s.64)."""
        return self.on_or_after(add_calendar_days(start, days))

    def legal_receipt(self, submitted_at: datetime) -> datetime:
        """When an electronic filing counts as received, on Bangkok's clock: at once within office
        hours, else when the office next opens (Electronic Performance Act 2565, s.10).

        Closing time itself is outside. ValueError when `submitted_at` is naive.
        """
        moment = clock.bangkok(submitted_at)
        openings = self._openings(moment.date())
        return next(max(moment, opens) for opens, closes in openings if moment < closes)

    def _openings(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        while True:
            day = self.on_or_after(day)
            for opens, closes in self._hours_of(day.weekday()):
                yield _at(day, opens), _at(day, closes)
            day += _ONE_DAY


def add_calendar_days(day: date, count: int) -> date:
    """The day `count` days later; ValueError when negative."""
    _not_negative(count)
    return day + timedelta(days=count)


def thai_government_holidays(year: int) -> dict[date, str]:
    """The days government offices close in a Christian year, with their Thai names.

    From the `holidays` package, without Children's Day and Labour Day, which are not for
    government, and with the Royal Ploughing Ceremony once its date is announced (it is not yet
    known for years ahead). Future years are a forecast: Cabinet decides each one.
    """
    named: dict[date, list[str]] = {}
    for category in ("public", "government"):
        listed = holidays.country_holidays("TH", years=year, language="th", categories=category)
        for day, names in listed.items():
            if kept := _for_government(names):
                named.setdefault(day, []).extend(kept)
    return {day: ", ".join(names) for day, names in sorted(named.items())}


def _for_government(names: str) -> list[str]:
    return [name for name in names.split("; ") if name.removeprefix("ชดเชย") not in _NOT_FOR_GOVERNMENT]


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, clock.BANGKOK)


def _not_negative(count: int) -> None:
    if count < 0:
        raise ValueError("days are counted forward")
