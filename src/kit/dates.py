"""Dates as Thai officials write them.

Inside, every date is a Gregorian `date`; Buddhist years (พ.ศ.) exist at the edge only. Since
1 January 2484 BE = CE + 543. Before that the year began on 1 April, so January to March belonged
to the year before, and 2483 had no such months at all.

Functions that take a `date` also take an aware `datetime`, and then mean its day in Bangkok.
"""

from datetime import date, datetime, time, timedelta

from kit import clock
from kit.thai.digits import to_thai_digits

THAI_MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
THAI_MONTHS_SHORT = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
THAI_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")

BE_OFFSET = 543
FIRST_YEAR_FROM_JANUARY = 2484
_FISCAL_START = 10  # October


def buddhist_year(day: date) -> int:
    """The year พ.ศ. in which the day falls."""
    day = clock.bangkok_day(day)
    year = day.year + BE_OFFSET
    return year - 1 if year < FIRST_YEAR_FROM_JANUARY and day.month < 4 else year


def from_buddhist(year: int, month: int, day: int) -> date:
    """The date of a Buddhist year; ValueError when there was or will be none."""
    if year >= FIRST_YEAR_FROM_JANUARY or month >= 4:
        return date(year - BE_OFFSET, month, day)
    if year == FIRST_YEAR_FROM_JANUARY - 1:
        raise ValueError("the year 2483 had no January, February or March")
    return date(year - BE_OFFSET + 1, month, day)


def fiscal_year(day: date) -> int:
    """The fiscal year พ.ศ. (ปีงบประมาณ), which begins on 1 October of the year before."""
    day = clock.bangkok_day(day)
    return day.year + BE_OFFSET + (day.month >= _FISCAL_START)


def fiscal_quarter(day: date) -> int:
    """The quarter of the fiscal year, 1 (October to December) to 4."""
    return (clock.bangkok_day(day).month - _FISCAL_START) % 12 // 3 + 1


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year พ.ศ."""
    ends = year - BE_OFFSET
    return date(ends - 1, _FISCAL_START, 1), date(ends, 9, 30)


def letter_year(day: date) -> int:
    """The year พ.ศ. of letter, order and register numbers: they restart on 1 January
    (Saraban Regulation 2526), not with the fiscal year."""
    return buddhist_year(day)


def format_long(day: date, *, thai_digits: bool = True) -> str:
    """`วันศุกร์ที่ ๒๐ พฤศจิกายน ๒๕๖๙`, as in letters."""
    day = clock.bangkok_day(day)
    return _digits(f"วัน{THAI_WEEKDAYS[day.weekday()]}ที่ {format_medium(day)}", thai_digits)


def format_medium(day: date, *, thai_digits: bool = False) -> str:
    """`20 พฤศจิกายน 2569`."""
    day = clock.bangkok_day(day)
    return _digits(f"{day.day} {THAI_MONTHS[day.month - 1]} {buddhist_year(day)}", thai_digits)


def format_short(day: date, *, full_year: bool = False, thai_digits: bool = False) -> str:
    """`20 พ.ย. 69`, or `20 พ.ย. 2569` with the full year."""
    day = clock.bangkok_day(day)
    year = str(buddhist_year(day))
    return _digits(
        f"{day.day} {THAI_MONTHS_SHORT[day.month - 1]} {year if full_year else year[-2:]}",
        thai_digits,
    )


def format_time(moment: time | datetime, *, thai_digits: bool = False) -> str:
    """`09.30 น.`; an aware datetime is read on a clock in Bangkok, a bare time as it is."""
    clock_time = clock.bangkok(moment) if isinstance(moment, datetime) else moment
    return _digits(f"{clock_time:%H.%M} น.", thai_digits)


def format_moment(moment: datetime, *, thai_digits: bool = False) -> str:
    """`20 พฤศจิกายน 2569 เวลา 09.30 น.`."""
    return _digits(f"{format_medium(moment)} เวลา {format_time(moment)}", thai_digits)


def format_moment_short(moment: datetime, *, thai_digits: bool = False) -> str:
    """`20 พ.ย. 69 09.30 น.`, for tables."""
    return _digits(f"{format_short(moment)} {format_time(moment)}", thai_digits)


def relative(moment: datetime, *, now: datetime) -> str:
    """How far a moment is from now: `เมื่อสักครู่`, `5 นาทีที่แล้ว`, `2 วันที่แล้ว`, `อีก 3 วัน`.

    From one day on, calendar days in Bangkok are counted, so that it agrees with the dates shown.
    """
    distance = now - clock.aware(moment)
    if abs(distance) < timedelta(minutes=1):
        return "เมื่อสักครู่" if distance >= timedelta() else "อีกสักครู่"
    days = abs((clock.bangkok_day(now) - clock.bangkok_day(moment)).days)
    amount = _amount(abs(distance), days)
    return f"{amount}ที่แล้ว" if distance > timedelta() else f"อีก {amount}"


def _amount(distance: timedelta, days: int) -> str:
    if distance < timedelta(hours=1):
        return f"{distance // timedelta(minutes=1)} นาที"
    if distance < timedelta(days=1):
        return f"{distance // timedelta(hours=1)} ชั่วโมง"
    if days < 30:
        return f"{days} วัน"
    return f"{days // 30} เดือน" if days < 365 else f"{days // 365} ปี"


def _digits(text: str, thai_digits: bool) -> str:
    return to_thai_digits(text) if thai_digits else text
