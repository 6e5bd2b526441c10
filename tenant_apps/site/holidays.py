"""The government's holidays, what an import would add, and the substitution days that are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kit.calendar import SATURDAY, thai_government_holidays
from tenant_apps.site.models import Holiday

SUBSTITUTION = "ชดเชย"
_SPECIAL = "วันหยุดพิเศษ"
_LONGEST = 150
_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Suggestion:
    """A working day on which the office may be closed in place of a holiday that fell on a weekend."""

    holiday: Holiday
    day: date

    @property
    def name(self) -> str:
        """What the day would be called."""
        return f"{SUBSTITUTION}{_first_name(self.holiday.name)}"[:_LONGEST]


@dataclass(frozen=True)
class Incoming:
    """A government holiday as an import finds it: `new`, `known`, or `cancelled` here."""

    day: date
    name: str
    state: str


def government_holidays(year: int) -> dict[date, str]:
    """The government's holidays of a Christian year, with names that fit."""
    return {day: name[:_LONGEST] for day, name in thai_government_holidays(year).items()}


def kind_of_name(name: str) -> str:
    """What kind of holiday one of the government's is."""
    if name.startswith(SUBSTITUTION):
        return Holiday.Kind.SUBSTITUTION
    return Holiday.Kind.SPECIAL if name.startswith(_SPECIAL) else Holiday.Kind.GOVERNMENT


def incoming(year: int, rows: Iterable[Holiday]) -> list[Incoming]:
    """What an import of a Christian year would do, day by day."""
    known = {row.day: row for row in rows}
    return [Incoming(day, name, _state(known.get(day))) for day, name in government_holidays(year).items()]


def suggestions(rows: Iterable[Holiday]) -> list[Suggestion]:
    """The substitution days that holidays on weekends lack, each the next working day that is free."""
    open_rows = [row for row in rows if not row.is_cancelled]
    taken = {row.day for row in open_rows}
    found = []
    for row in open_rows:
        if row.day.weekday() >= SATURDAY and row.kind != Holiday.Kind.SUBSTITUTION and not _has_one(row, open_rows):
            day = _next_free(row.day, taken)
            taken.add(day)
            found.append(Suggestion(row, day))
    return found


def _state(row: Holiday | None) -> str:
    if row is None:
        return "new"
    return "cancelled" if row.is_cancelled else "known"


def _has_one(row: Holiday, rows: Iterable[Holiday]) -> bool:
    wanted = f"{SUBSTITUTION}{_first_name(row.name)}"
    return any(row.day < one.day <= row.day + _WITHIN and one.name.startswith(wanted) for one in rows)


def _first_name(names: str) -> str:
    return names.split(",", maxsplit=1)[0].strip()


def _next_free(day: date, taken: set[date]) -> date:
    day += timedelta(days=1)
    while day.weekday() >= SATURDAY or day in taken:
        day += timedelta(days=1)
    return day
