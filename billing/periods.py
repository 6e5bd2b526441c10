"""Months of a contract (rule R1): a month once begun is charged in full.

`B_k`, the start of month k, is k months after the start of the term, on the day of the month on which the contract
first began (`anchor_day`), or on the last day of a month that is too short. Days are those of Bangkok.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 12


@dataclass(frozen=True, order=True)
class Period:
    """A term of twelve months from `start`; `anchor_day` is the day of the month of the very first term."""

    start: date
    anchor_day: int

    def __post_init__(self) -> None:
        if _clamped(self.start.year, self.start.month, self.anchor_day) != self.start:
            raise ValueError(f"{self.start} is not day {self.anchor_day} of its month")

    @classmethod
    def first(cls, start: date) -> "Period":
        """The first term of a contract."""
        return cls(start, start.day)

    @property
    def end(self) -> date:
        """The day after the last one, on which the next term starts."""
        return self.boundary(MONTHS)

    @property
    def last_day(self) -> date:
        """The last day of the term."""
        return self.end - timedelta(days=1)

    @property
    def next(self) -> "Period":
        """The term that follows; a late renewal starts there too."""
        return Period(self.end, self.anchor_day)

    def boundary(self, month: int) -> date:
        """The day on which month `month` (from 0) starts."""
        years, place = divmod(self.start.month - 1 + month, 12)
        return _clamped(self.start.year + years, place + 1, self.anchor_day)

    def contains(self, day: date) -> bool:
        """Whether the day is in this term."""
        return self.start <= day < self.end

    def months_left(self, day: date) -> int:
        """Months to charge for what begins on `day`, that of the running month included.

        Raises:
            ValueError: the day is not in this term.
        """
        if not self.contains(day):
            raise ValueError(f"{day} is outside {self.start} to {self.last_day}")
        return MONTHS - max(month for month in range(MONTHS) if self.boundary(month) <= day)

    def next_boundary(self, day: date) -> date:
        """The start of the month after the running one, from which there is one month less to pay."""
        return self.boundary(MONTHS - self.months_left(day) + 1)


def _clamped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
