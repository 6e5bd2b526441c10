"""Reading the dates people type, without guessing the era.

A year from 2400 on is Buddhist. A year from 1900 to 2100 is probably Christian, but the person is
asked: the error carries the date meant, and the form shows it in พ.ศ. to be confirmed. A year of
two digits is Buddhist (25xx) beside the name of a month, as in `17 ก.พ. 69`; between slashes it
could be either and the whole year is asked for.
"""

import re
from datetime import date
from enum import StrEnum

from kit.dates import (
    THAI_MONTHS,
    THAI_MONTHS_SHORT,
    buddhist_year,
    from_buddhist,
)
from kit.errors import Invalid, gettext_noop
from kit.thai import normalise_text, to_ascii_digits

FIRST_BUDDHIST_YEAR, LAST_BUDDHIST_YEAR = 2400, 2700
FIRST_CHRISTIAN_YEAR, LAST_CHRISTIAN_YEAR = 1900, 2100


class Era(StrEnum):
    BUDDHIST = "be"
    CHRISTIAN = "ce"


class DateProblem(StrEnum):
    UNREADABLE = "unreadable"
    NO_SUCH_MONTH = "no_such_month"
    NO_SUCH_DAY = "no_such_day"
    YEAR_OUT_OF_RANGE = "year_out_of_range"
    YEAR_TOO_SHORT = "year_too_short"
    CONFIRM_YEAR = "confirm_year"


_MESSAGES = {
    DateProblem.UNREADABLE: gettext_noop("We cannot read this date. Write it as day/month/year, such as 20/11/2569."),
    DateProblem.NO_SUCH_MONTH: gettext_noop("The month must be from 1 to 12."),
    DateProblem.NO_SUCH_DAY: gettext_noop("There is no such day in that month."),
    DateProblem.YEAR_OUT_OF_RANGE: gettext_noop("Check the year: it must be a Buddhist year such as 2569."),
    DateProblem.YEAR_TOO_SHORT: gettext_noop("Write the whole year, such as 2569."),
    DateProblem.CONFIRM_YEAR: gettext_noop("Did you mean %(date)s?"),
}
_FIELDS = {
    DateProblem.NO_SUCH_MONTH: "month",
    DateProblem.NO_SUCH_DAY: "day",
    DateProblem.YEAR_OUT_OF_RANGE: "year",
    DateProblem.YEAR_TOO_SHORT: "year",
    DateProblem.CONFIRM_YEAR: "year",
}


class InvalidDate(Invalid):
    """`code` is a `DateProblem`; `candidate` is the date to confirm when it is `CONFIRM_YEAR`."""

    def __init__(self, problem: DateProblem, candidate: date | None = None) -> None:
        params = {"date": f"{candidate.day}/{candidate.month}/{buddhist_year(candidate)}"} if candidate else {}
        message, field = _MESSAGES[problem], _FIELDS.get(problem)
        super().__init__(message, code=problem, field=field, params=params)
        self.candidate = candidate


_ERAS = {"พศ": Era.BUDDHIST, "คศ": Era.CHRISTIAN, "be": Era.BUDDHIST, "ce": Era.CHRISTIAN}
_LONGEST = 60
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{1,4})")
_WORDED = re.compile(
    r"(?:วัน\S*? ?)?(?:ที่ ?)?(\d{1,2}) ?(?:เดือน ?)?([ก-๎.]+?) ?"
    r"((?:พ\.?ศ\.?|ค\.?ศ\.?|be|ce) ?)?(\d{1,4})",
    re.IGNORECASE,
)


def parse_date(text: str, *, era: Era | None = None) -> date:
    """The date a text means, in any of the forms Thai papers use, Thai digits or not.

    `era` settles a year that would be asked about. InvalidDate otherwise.
    """
    text = to_ascii_digits(normalise_text(text))
    if len(text) > _LONGEST:
        raise InvalidDate(DateProblem.UNREADABLE)
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
        christian = year < FIRST_BUDDHIST_YEAR
        return make_date(day, month, year, era=Era.CHRISTIAN if christian else era)
    if match := _NUMERIC.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        return make_date(day, month, year, era=era)
    if match := _WORDED.fullmatch(text):
        return _worded(match, era)
    raise InvalidDate(DateProblem.UNREADABLE)


def make_date(day: int, month: int, year: int, *, era: Era | None = None) -> date:
    """The date of three fields.

    InvalidDate says which field is at fault; with `CONFIRM_YEAR`, call again with the era chosen.
    """
    if not 1 <= month <= 12:
        raise InvalidDate(DateProblem.NO_SUCH_MONTH)
    if year < 100:
        raise InvalidDate(DateProblem.YEAR_TOO_SHORT)
    confirmed = era or (Era.BUDDHIST if year >= FIRST_BUDDHIST_YEAR else Era.CHRISTIAN)
    _check_range(year, confirmed)
    try:
        found = _resolve(day, month, year, confirmed)
    except ValueError:
        raise InvalidDate(DateProblem.NO_SUCH_DAY) from None
    if era is None and confirmed is Era.CHRISTIAN:
        raise InvalidDate(DateProblem.CONFIRM_YEAR, found)
    return found


def _check_range(year: int, era: Era) -> None:
    if era is Era.BUDDHIST:
        in_range = FIRST_BUDDHIST_YEAR <= year <= LAST_BUDDHIST_YEAR
    else:
        in_range = FIRST_CHRISTIAN_YEAR <= year <= LAST_CHRISTIAN_YEAR
    if not in_range:
        raise InvalidDate(DateProblem.YEAR_OUT_OF_RANGE)


def _resolve(day: int, month: int, year: int, era: Era) -> date:
    return from_buddhist(year, month, day) if era is Era.BUDDHIST else date(year, month, day)


def _worded(match: re.Match[str], era: Era | None) -> date:
    day, name, marker, digits = match.groups()
    month = _MONTH_NUMBERS.get(_letters(name))
    if month is None:
        raise InvalidDate(DateProblem.UNREADABLE)
    year = int(digits)
    era = _ERAS[_letters(marker)] if marker else era
    if len(digits) == 2 and era is not Era.CHRISTIAN:
        year += 2500
    return make_date(int(day), month, year, era=era)


def _letters(text: str) -> str:
    return text.replace(".", "").strip().lower()


_MONTH_NUMBERS = {
    _letters(name): number for names in (THAI_MONTHS, THAI_MONTHS_SHORT) for number, name in enumerate(names, start=1)
}
