from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import dates
from kit.date_input import DateProblem, Era, InvalidDate, make_date, parse_date
from kit.errors import DomainError

DATES = st.dates(min_value=date(1860, 1, 1), max_value=date(2150, 1, 1))


def problem(text: str) -> InvalidDate:
    with pytest.raises(InvalidDate) as refused:
        parse_date(text)
    return refused.value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17 ก.พ. 69", date(2026, 2, 17)),
        ("๑๑ มกราคม พ.ศ. ๒๕๖๖", date(2023, 1, 11)),
        ("23/05/2566", date(2023, 5, 23)),
        ("วันศุกร์ที่ ๒๐ พฤศจิกายน ๒๕๖๙", date(2026, 11, 20)),
        ("วันที่ 20 เดือนพฤศจิกายน พ.ศ.2569", date(2026, 11, 20)),
        ("ที่ 20 พย. 2569", date(2026, 11, 20)),
        ("20พ.ย.69", date(2026, 11, 20)),
        ("1 มกราคม ค.ศ. 2026", date(2026, 1, 1)),
        ("1-2-2569", date(2026, 2, 1)),
        ("1.2.2569", date(2026, 2, 1)),
        ("2026-11-20", date(2026, 11, 20)),
        ("2569-11-20", date(2026, 11, 20)),
        ("  20 \u200bพฤศจิกายน\u00a02569 ", date(2026, 11, 20)),
    ],
)
def test_forms_that_are_read(text: str, day: date) -> None:
    assert parse_date(text) == day


@given(DATES)
def test_what_we_write_we_can_read(day: date) -> None:
    assert parse_date(dates.format_long(day)) == day
    assert parse_date(dates.format_medium(day)) == day
    assert parse_date(dates.format_short(day, full_year=True, thai_digits=True)) == day


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("", DateProblem.UNREADABLE, None),
        ("1 " * 500, DateProblem.UNREADABLE, None),
        ("เมื่อวาน", DateProblem.UNREADABLE, None),
        ("20 โนเวมเบอร์ 2569", DateProblem.UNREADABLE, None),
        ("20/13/2569", DateProblem.NO_SUCH_MONTH, "month"),
        ("29/2/2568", DateProblem.NO_SUCH_DAY, "day"),
        ("0/2/2568", DateProblem.NO_SUCH_DAY, "day"),
        ("1 ก.พ. 2483", DateProblem.NO_SUCH_DAY, "day"),
        ("23/05/66", DateProblem.YEAR_TOO_SHORT, "year"),
        ("23/05/2250", DateProblem.YEAR_OUT_OF_RANGE, "year"),
        ("23/05/2750", DateProblem.YEAR_OUT_OF_RANGE, "year"),
        ("1 ม.ค. ค.ศ. 69", DateProblem.YEAR_TOO_SHORT, "year"),
        ("1 ม.ค. พ.ศ. 2026", DateProblem.YEAR_OUT_OF_RANGE, "year"),
    ],
)
def test_forms_that_are_not(text: str, code: DateProblem, field: str | None) -> None:
    error = problem(text)
    assert (error.code, error.field, error.candidate) == (code, field, None)


def test_a_christian_year_is_asked_about() -> None:
    error = problem("20/11/2026")
    assert error.code == DateProblem.CONFIRM_YEAR
    assert error.candidate == date(2026, 11, 20)
    assert str(error) == "Did you mean 20/11/2569?"
    assert parse_date("20/11/2026", era=Era.CHRISTIAN) == date(2026, 11, 20)


def test_three_fields() -> None:
    assert make_date(29, 2, 2571) == date(2028, 2, 29)
    assert make_date(20, 11, 2026, era=Era.CHRISTIAN) == date(2026, 11, 20)


@given(st.text() | st.from_regex(r"[0-9๐-๙]{1,5}[/. -][0-9]{1,3}[/. -][0-9]{1,6}"))
def test_any_text_is_a_date_or_a_clear_refusal(text: str) -> None:
    with suppress(DomainError):
        parse_date(text)
