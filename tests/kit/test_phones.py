from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import DomainError, Invalid
from kit.phones import InvalidPhone, Phone, PhoneProblem, format_phone, parse_phone


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("0812345678", Phone("+66812345678", "081 234 5678", mobile=True)),
        ("๐๘๑-๒๓๔-๕๖๗๘", Phone("+66812345678", "081 234 5678", mobile=True)),
        ("+66 81 234 5678", Phone("+66812345678", "081 234 5678", mobile=True)),
        ("(061) 234.5678", Phone("+66612345678", "061 234 5678", mobile=True)),
        ("๐-๓๖๗๗-๖๕๔๓", Phone("+6636776543", "036 776 543")),
        ("02-241-9000 ต่อ 2322", Phone("+6622419000", "02 241 9000", "2322")),
        ("0 2241 9000, ext. 5", Phone("+6622419000", "02 241 9000", "5")),
    ],
)
def test_numbers_that_are_read(typed: str, phone: Phone) -> None:
    assert parse_phone(typed) == phone
    assert format_phone(phone.e164) == phone.national


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", PhoneProblem.EMPTY),
        ("081-CALL-ME9", PhoneProblem.UNREADABLE),
        ("081234567", PhoneProblem.UNREADABLE),
        ("1567", PhoneProblem.UNREADABLE),
        ("-", PhoneProblem.UNREADABLE),
        ("+1 415 555 2671", PhoneProblem.NOT_THAI),
    ],
)
def test_numbers_that_are_not(typed: str, problem: PhoneProblem) -> None:
    with pytest.raises(InvalidPhone) as refused:
        parse_phone(typed)
    assert refused.value.code == problem


def test_a_fixed_line_receives_no_sms() -> None:
    with pytest.raises(InvalidPhone) as refused:
        parse_phone("02-241-9000", mobile=True)
    assert refused.value.code == PhoneProblem.NOT_MOBILE
    assert parse_phone("0812345678", mobile=True).mobile


def test_digits_of_other_scripts_are_refused() -> None:
    with pytest.raises(Invalid, match="٠"):
        parse_phone("٠812345678")


def test_masked() -> None:
    assert parse_phone("0812345678").masked == "xxx xxx 5678"


@given(st.text() | st.from_regex(r"[0-9๐-๙+ ().-]{3,20}"))
def test_any_text_is_a_number_or_a_clear_refusal(text: str) -> None:
    with suppress(DomainError):
        parse_phone(text)
