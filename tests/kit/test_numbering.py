from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import Invalid
from kit.numbering import CaseNumber, case_number, parse_case_number


def test_the_year_is_bangkoks() -> None:
    assert str(case_number("RQ", 4812, date(2026, 11, 20))) == "RQ-2569-004812"
    assert str(case_number("RQ", 1, datetime(2026, 12, 31, 17, 0, tzinfo=UTC))) == "RQ-2570-000001"


def test_a_long_sequence_is_never_cut() -> None:
    assert str(case_number("RQ", 12345678, date(2026, 11, 20))) == "RQ-2569-12345678"


@pytest.mark.parametrize(
    "typed", ["RQ-2569-004812", "rq 2569 4812", "RQ๒๕๖๙๐๐๔๘๑๒", " rq-2569/004812\u200b", "RQ2569-4812"]
)
def test_as_people_type_it(typed: str) -> None:
    assert parse_case_number(typed) == CaseNumber("RQ", 2569, 4812)


@pytest.mark.parametrize("typed", ["", "RQ", "2569-004812", "RQ-2026-000001", "RQ-2569-000000", "คร-2569-1", "RQ-2569"])
def test_numbers_that_are_not(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_case_number(typed)
    assert refused.value.code == "unreadable"
    assert "RQ-2569-004812" in str(refused.value)


@given(st.from_regex(r"[A-Z]{1,8}", fullmatch=True), st.integers(2400, 2999), st.integers(1, 10**12 - 1))
def test_round_trip(prefix: str, year: int, sequence: int) -> None:
    number = CaseNumber(prefix, year, sequence)
    assert parse_case_number(str(number)) == number


@pytest.mark.parametrize(("prefix", "year", "sequence"), [("rq", 2569, 1), ("RQ", 2026, 1), ("RQ", 2569, 0)])
def test_parts_that_cannot_be(prefix: str, year: int, sequence: int) -> None:
    with pytest.raises(ValueError, match=r"prefix|number"):
        CaseNumber(prefix, year, sequence)
