from contextlib import suppress
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import tracking
from kit.tracking import InvalidTracking, TrackingProblem, new_pin, new_tracking_code, parse_pin, parse_tracking_code

PLACES = [0, 1, 2, 3, 5, 6, 7, 8]


def test_new_codes_are_read_back() -> None:
    codes = {new_tracking_code() for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert parse_tracking_code(code) == code
        assert len(code) == 9


@pytest.mark.parametrize("typed", ["7k3m-9qx1", "7K3M9QXI", " 7K3M 9QXl ", "๗K๓M–๙QX๑", "7k3m.9qx1\u200b"])
def test_as_people_type_it(typed: str) -> None:
    assert parse_tracking_code(typed) == "7K3M-9QX1"


def test_o_is_zero() -> None:
    code = next(code for code in iter(new_tracking_code, "") if "0" in code)
    assert parse_tracking_code(code.replace("0", "o")) == code


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", TrackingProblem.WRONG_LENGTH),
        ("7K3M-9QX", TrackingProblem.WRONG_LENGTH),
        ("7K3M-9QU1", TrackingProblem.BAD_CHARACTER),
        ("7K3M-9ก21", TrackingProblem.BAD_CHARACTER),
        ("7K3N-9QX1", TrackingProblem.MISTYPED),
    ],
)
def test_codes_that_cannot_be(typed: str, problem: TrackingProblem) -> None:
    with pytest.raises(InvalidTracking) as refused:
        parse_tracking_code(typed)
    assert refused.value.code == problem
    assert "%" not in str(refused.value)


@given(st.sampled_from(PLACES), st.integers(1, 31))
def test_one_wrong_character_is_caught(place: int, off: int) -> None:
    code = new_tracking_code()
    wrong = tracking.ALPHABET[(tracking.ALPHABET.index(code[place]) + off) % 32]
    with pytest.raises(InvalidTracking):
        parse_tracking_code(code[:place] + wrong + code[place + 1 :])


def test_pins() -> None:
    for _ in range(300):
        pin = new_pin()
        assert parse_pin(f" {pin[:3]} {pin[3:]} ") == pin
    assert parse_pin("๑๒o-๔๕๖") == "120456"


def test_trivial_pins_are_not_given_out() -> None:
    with mock.patch("kit.tracking.secrets.randbelow", side_effect=[0, 123456, 987654, 890123, 4711]):
        assert new_pin() == "004711"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", TrackingProblem.WRONG_LENGTH),
        ("12345", TrackingProblem.WRONG_LENGTH),
        ("12345x", TrackingProblem.BAD_CHARACTER),
        ("12345²", TrackingProblem.BAD_CHARACTER),
        ("12345٣", TrackingProblem.BAD_CHARACTER),
    ],
)
def test_pins_that_cannot_be(typed: str, problem: TrackingProblem) -> None:
    with pytest.raises(InvalidTracking) as refused:
        parse_pin(typed)
    assert refused.value.code == problem


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_tracking_code, parse_pin):
        with suppress(InvalidTracking):
            parse(text)
