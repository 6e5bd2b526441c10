from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.th.pin import calc_check_digit

from kit import identifiers as ids
from kit.errors import DomainError, Invalid
from kit.identifiers import IdentifierProblem as Problem
from kit.identifiers import InvalidIdentifier

PARSERS: list[Callable[[str], object]] = [
    ids.parse_national_id,
    ids.parse_juristic_id,
    ids.parse_tax_id,
    ids.parse_dla_code,
    ids.parse_house_code,
    ids.parse_postcode,
]


def refusal(parse: Callable[[str], object], text: str) -> InvalidIdentifier:
    with pytest.raises(InvalidIdentifier) as refused:
        parse(text)
    return refused.value


class TestNationalId:
    @pytest.mark.parametrize(
        "number",
        [
            "1101999000011",
            "3509900000013",
            "8000000000014",
            "1101999000291",
            "1101999000100",
            "1234567890121",
            "1111111111119",
        ],
    )
    def test_valid(self, number: str) -> None:
        assert ids.parse_national_id(number) == number

    @pytest.mark.parametrize(
        "typed",
        ["1-1019-99000-01-1", "๑ ๑๐๑๙ ๙๙๐๐๐ ๐๑ ๑", "1–1019–99000–01–1", " 1101999000011\u200b"],
    )
    def test_as_people_type_it(self, typed: str) -> None:
        assert ids.parse_national_id(typed) == "1101999000011"

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [
            ("", Problem.EMPTY),
            (" - ", Problem.EMPTY),
            ("110199900001", Problem.WRONG_LENGTH),
            ("1234567890123", Problem.WRONG_CHECK_DIGIT),
            ("11019990OOO11", Problem.NOT_DIGITS),
            ("0105561000003", Problem.NOT_A_PERSON),
            ("9101999000011", Problem.NOT_A_PERSON),
            ("0012345678901", Problem.WRONG_CHECK_DIGIT),
        ],
    )
    def test_refused(self, typed: str, problem: Problem) -> None:
        assert refusal(ids.parse_national_id, typed).code == problem

    @pytest.mark.parametrize("stem", ["001234567890", "050018912345"])
    def test_people_without_civil_status(self, stem: str) -> None:
        number = stem + calc_check_digit(stem)
        assert ids.parse_national_id(number) == number

    def test_superscripts_are_not_digits(self) -> None:
        with pytest.raises(Invalid, match="²"):
            ids.parse_national_id("110199900001²")

    def test_length_is_told(self) -> None:
        error = refusal(ids.parse_national_id, "110199900001")
        assert str(error) == "The number must have 13 digits; this one has 12."

    def test_shown(self) -> None:
        assert ids.format_national_id("1101999000011") == "1-1019-99000-01-1"
        assert ids.mask_national_id("1101999000011") == "x-xxxx-xxxxx-01-1"

    @given(st.from_regex(r"[1-8][0-9]{11}", fullmatch=True), st.integers(1, 9))
    def test_a_wrong_check_digit_is_caught(self, stem: str, off: int) -> None:
        right = calc_check_digit(stem)
        assert ids.parse_national_id(stem + right) == stem + right
        wrong = stem + str((int(right) + off) % 10)
        assert refusal(ids.parse_national_id, wrong).code == Problem.WRONG_CHECK_DIGIT


class TestOrganisations:
    @pytest.mark.parametrize("number", ["0105561000003", "0994000999992"])
    def test_valid(self, number: str) -> None:
        assert ids.parse_juristic_id(number) == number
        assert ids.parse_tax_id(number) == number

    def test_refused(self) -> None:
        person = refusal(ids.parse_juristic_id, "1101999000011")
        assert person.code == Problem.NOT_AN_ORGANISATION
        assert refusal(ids.parse_tax_id, "0105561000004").code == Problem.WRONG_CHECK_DIGIT

    def test_a_person_is_a_taxpayer(self) -> None:
        assert ids.parse_tax_id("1-1019-99000-01-1") == "1101999000011"

    def test_shown(self) -> None:
        assert ids.format_juristic_id("0105561000003") == "0-10-5-561-00000-3"


class TestDlaCode:
    def test_parts(self) -> None:
        code = ids.parse_dla_code("๐๖๔๘๐๑๑๕")
        assert (code.type_digits, code.province, code.district, code.running) == (
            "06",
            "48",
            "01",
            "15",
        )
        assert str(code) == "06480115"

    def test_a_lost_zero_is_told(self) -> None:
        error = refusal(ids.parse_dla_code, "6480115")
        assert (error.code, error.suggestion) == (Problem.LOST_LEADING_ZERO, "06480115")
        assert "06480115" in str(error)

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [
            ("0648011", Problem.WRONG_LENGTH),
            ("064801150", Problem.WRONG_LENGTH),
            ("00480115", Problem.UNKNOWN_TYPE),
            ("16480115", Problem.UNKNOWN_TYPE),
            ("06590115", Problem.UNKNOWN_PROVINCE),
            ("อบต 0648", Problem.NOT_DIGITS),
        ],
    )
    def test_refused(self, typed: str, problem: Problem) -> None:
        assert refusal(ids.parse_dla_code, typed).code == problem


class TestHouseAndPost:
    def test_house(self) -> None:
        assert ids.parse_house_code("1001-123456-7") == "10011234567"
        assert ids.format_house_code("10011234567") == "1001-123456-7"
        assert refusal(ids.parse_house_code, "28011234567").code == Problem.UNKNOWN_PROVINCE

    def test_postcode(self) -> None:
        assert ids.parse_postcode("๕๖๐๐๐") == "56000"
        assert refusal(ids.parse_postcode, "97000").code == Problem.NO_SUCH_POSTCODE
        assert refusal(ids.parse_postcode, "00000").code == Problem.NO_SUCH_POSTCODE


@pytest.mark.parametrize("parse", PARSERS)
@given(text=st.text() | st.from_regex(r"[0-9๐-๙ -]{4,16}"))
def test_any_text_is_a_number_or_a_clear_refusal(parse: Callable[[str], object], text: str) -> None:
    with suppress(DomainError):
        parse(text)


def test_there_are_77_provinces() -> None:
    assert len(ids.PROVINCE_CODES) == 77
