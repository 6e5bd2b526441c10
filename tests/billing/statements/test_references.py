"""References as they come back from banks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.services.orders import payment_reference
from billing.statements.references import canonical, is_near, nearest, numbers_in, references_in

FIRST, SECOND = "25700000018", "25700000026"


@pytest.mark.parametrize(
    "text",
    [
        "IV25700000018",
        "iv 2570 000001 8",
        "IV-2570-000001",
        "IV 2570/1",
        "IV-2570-1",
        "0000IV25700000018",
        "00000000025700000018",
        "๒๕๗๐๐๐๐๐๐๑๘",
        "ค่าบริการตามใบแจ้งหนี้ IV-2570-000001 อบต.เหนือ",
        "IV.2570.000001",
    ],
)
def test_ways_to_write_one(text: str) -> None:
    assert references_in(text) == [FIRST]


@pytest.mark.parametrize(
    "text", ["", "IV", "IV25700000017", "2570000001", "0812345678", "20/11/2569", "IV-2570-000000", "โอนเงิน 65,000.00"]
)
def test_what_is_none(text: str) -> None:
    assert references_in(text) == []


def test_two_in_one_text() -> None:
    assert references_in("IV-2570-000001 และ IV-2570-000002") == [FIRST, SECOND]
    assert references_in("IV25700000018", "IV25700000026") == [FIRST, SECOND]


@given(st.integers(1, 999_999), st.sampled_from(["", "-", " ", ". "]), st.text("กข ", max_size=5))
def test_our_own_references_are_always_found(number: int, gap: str, before: str) -> None:
    ours = payment_reference(f"IV-2570-{number:06}")
    spaced = f"{before}IV{gap}{ours[2:6]}{gap}{ours[6:12]}{gap}{ours[12:]}"
    assert canonical(ours) in references_in(spaced)


def test_mistakes_of_a_digit_or_two() -> None:
    known = [FIRST, SECOND, "25700012345"]
    assert FIRST in nearest("25700000081", known)
    assert "25700012345" not in nearest("25700000081", known)
    assert nearest("2570000018", known)[0] == FIRST
    assert numbers_in("IV2570-0000081") == ["25700000081"]
    assert is_near(FIRST, "25700000019")
    assert not is_near(FIRST, "25711111118")
