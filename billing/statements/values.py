"""Amounts and days as banks write them."""

import re
from datetime import date, timedelta
from decimal import Decimal

from kit.date_input import InvalidDate, parse_date
from kit.errors import Invalid, gettext_noop
from kit.money import SATANG
from kit.thai import normalise_text, to_ascii_digits

BAD_AMOUNT = gettext_noop("“%(text)s” is no amount. Write it as 1,234.50.")
BAD_DAY = gettext_noop("“%(text)s” is no date. Write it as 20/11/2569.")
TOO_FINE = gettext_noop("“%(text)s” has more than two decimals.")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?")
_CURRENCY = re.compile(r"(?i)฿|บาท|THB|\s")
_SIDE = re.compile(r"(?i)(?P<amount>.*?)(?P<side>CR|DR|C|D)?$")
_MINUS = str.maketrans({"−": "-", "–": "-", "－": "-"})
_MOST = Decimal(10) ** 10
_TIME = re.compile(r"[ T]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?: ?(?:น\.?|Z|[+-]\d{2}:?\d{2}))?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ](\d{2}|\d{4})")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BUDDHIST = 543
_FIRST_BUDDHIST = 2400
_AHEAD = timedelta(days=31)


def parse_amount(text: str) -> Decimal | None:
    """An amount in baht, negative when it is written with a minus, in brackets or with DR; None for an empty cell.

    Raises:
        Invalid: it is no amount, or finer than a satang.
    """
    plain = _CURRENCY.sub("", _ascii(text, BAD_AMOUNT).translate(_MINUS))
    if plain in {"", "-"}:
        return None
    found = _SIDE.fullmatch(plain)
    body, side = (found["amount"], found["side"] or "") if found else (plain, "")
    body, is_negative = _unsigned(body)
    if not body or body == "." or not _NUMBER.fullmatch(body):
        raise _invalid(BAD_AMOUNT, text)
    amount = Decimal(body.replace(",", ""))
    if amount >= _MOST:
        raise _invalid(BAD_AMOUNT, text)
    if amount != amount.quantize(SATANG):
        raise _invalid(TOO_FINE, text)
    is_debit = side.upper().startswith("D")
    return (-amount if is_negative or is_debit else amount).quantize(SATANG)


def parse_day(text: str, *, today: date) -> date:
    """A day in any era and form. A year of two digits is of the era that comes nearest to `today`.

    Raises:
        Invalid: it is no day, or lies in the future.
    """
    plain = _TIME.sub("", _ascii(text, BAD_DAY).strip())
    found = _compact(plain) or _short(plain, today) or _worded(plain)
    if found is None or found > today + _AHEAD:
        raise _invalid(BAD_DAY, text)
    return found


def _unsigned(body: str) -> tuple[str, bool]:
    if body.startswith("(") and body.endswith(")"):
        return body[1:-1], True
    if body.startswith("-"):
        return body[1:], True
    if body.endswith("-"):
        return body[:-1], True
    return body.removeprefix("+"), False


def _compact(text: str) -> date | None:
    found = _COMPACT.fullmatch(text)
    return _make(*(int(part) for part in found.groups())) if found else None


def _short(text: str, today: date) -> date | None:
    found = _SHORT.fullmatch(text)
    if found is None:
        return None
    month = _month(found[2])
    if month is None:
        return None
    day, year = int(found[1]), int(found[3])
    if len(found[3]) == 4:
        return _make(year, month, day)
    century = [made for base in (2000, 2500) if (made := _make(base + year, month, day))]
    return min(century, key=lambda made: abs(made - today), default=None)


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    short = text[:3].lower()
    return _ENGLISH.index(short) + 1 if short in _ENGLISH else None


def _worded(text: str) -> date | None:
    try:
        return parse_date(text)
    except InvalidDate as error:
        return error.candidate


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year - _BUDDHIST if year >= _FIRST_BUDDHIST else year, month, day)
    except ValueError:
        return None


def _ascii(text: str, message: str) -> str:
    try:
        return to_ascii_digits(normalise_text(text))
    except Invalid as error:
        raise _invalid(message, text) from error


def _invalid(message: str, text: str) -> Invalid:
    return Invalid(message, code="value", params={"text": normalise_text(text)[:40]})
