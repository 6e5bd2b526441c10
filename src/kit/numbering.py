"""Case numbers as people quote them: `RQ-2569-004812`.

The sequence itself comes from the database, in the transaction that files the case.
"""

import re
from dataclasses import dataclass
from datetime import date

from kit.dates import buddhist_year
from kit.errors import Invalid, gettext_noop
from kit.thai import normalise_text
from kit.thai.digits import FROM_THAI

WIDTH = 6
"""Digits of the sequence, unless an LGO wants more or fewer."""
WIDTHS = range(4, 9)
UNREADABLE = gettext_noop("This is not a case number. It looks like %(example)s.")

_PREFIX = re.compile(r"[A-Z]{1,8}")
_NUMBER = re.compile(r"([A-Z]{1,8})[\s-]*(\d{4})(?:[\s/-]+0*|0*)(\d{1,12})")


@dataclass(frozen=True, order=True)
class CaseNumber:
    """A number in its parts; `year` is Buddhist. ValueError when a part cannot be."""

    prefix: str
    year: int
    sequence: int

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise ValueError(f"prefix {self.prefix!r}")
        if not 2400 <= self.year <= 2999 or self.sequence < 1:
            raise ValueError(f"number {self.year}-{self.sequence}")

    def __str__(self) -> str:
        return self.written(WIDTH)

    def written(self, digits: int) -> str:
        """The number with its sequence filled up to so many digits."""
        return f"{self.prefix}-{self.year}-{self.sequence:0{digits}}"

    @property
    def spellings(self) -> tuple[str, ...]:
        """The number in every width, since an LGO may have changed it."""
        return tuple(dict.fromkeys(self.written(digits) for digits in WIDTHS))


def case_number(prefix: str, sequence: int, filed_on: date) -> CaseNumber:
    """The number of a case filed on a day, or at an aware moment and then on Bangkok's day."""
    return CaseNumber(prefix, buddhist_year(filed_on), sequence)


def parse_case_number(text: str) -> CaseNumber:
    """The number a person typed, whatever its case, digits or hyphens: `rq ๒๕๖๙ 4812`.

    Invalid (`unreadable`) when it is none.
    """
    typed = normalise_text(text).translate(FROM_THAI).upper()
    match = _NUMBER.fullmatch(typed)
    unreadable = Invalid(UNREADABLE, code="unreadable", params={"example": "RQ-2569-004812"})
    if match is None:
        raise unreadable
    try:
        return CaseNumber(match[1], int(match[2]), int(match[3]))
    except ValueError:  # shaped like a number, with a year or a sequence that cannot be
        raise unreadable from None
