"""Numbers of the Thai state: people, companies, local governments, houses, post.

Each `parse_*` takes what a person typed (Thai digits, spaces, any hyphen) and returns the bare
number as text, never an integer: a leading zero is part of it. InvalidIdentifier says why not.
A right check digit does not mean that the number was ever issued.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum.exceptions import InvalidComponent, ValidationError
from stdnum.th import moa, pin

from kit.errors import Invalid, gettext_noop
from kit.thai import normalise_text, to_ascii_digits


class IdentifierProblem(StrEnum):
    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    LOST_LEADING_ZERO = "lost_leading_zero"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    NOT_A_PERSON = "not_a_person"
    NOT_AN_ORGANISATION = "not_an_organisation"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_PROVINCE = "unknown_province"
    NO_SUCH_POSTCODE = "no_such_postcode"


_MESSAGES = {
    IdentifierProblem.EMPTY: gettext_noop("Write the number."),
    IdentifierProblem.NOT_DIGITS: gettext_noop("Use digits only."),
    IdentifierProblem.WRONG_LENGTH: gettext_noop("The number must have %(length)s digits; this one has %(given)s."),
    IdentifierProblem.LOST_LEADING_ZERO: gettext_noop(
        "The zero at the beginning seems to be missing. Did you mean %(suggestion)s?"
    ),
    IdentifierProblem.WRONG_CHECK_DIGIT: gettext_noop("Check the number again: one of its digits is wrong."),
    IdentifierProblem.NOT_A_PERSON: gettext_noop(
        "This is not a person's number. Use the 13 digits on the identity card."
    ),
    IdentifierProblem.NOT_AN_ORGANISATION: gettext_noop("This is not an organisation's number. It must begin with 0."),
    IdentifierProblem.UNKNOWN_TYPE: gettext_noop(
        "The first two digits must be from 01 to 09, the type of local government."
    ),
    IdentifierProblem.UNKNOWN_PROVINCE: gettext_noop("There is no province with code %(province)s."),
    IdentifierProblem.NO_SUCH_POSTCODE: gettext_noop("There is no such postcode."),
}


class InvalidIdentifier(Invalid):
    """`code` is an `IdentifierProblem`; `suggestion` is what was probably meant, if known."""

    def __init__(self, problem: IdentifierProblem, *, suggestion: str = "", **params: object):
        params |= {"suggestion": suggestion} if suggestion else {}
        super().__init__(_MESSAGES[problem], code=problem, params=params)
        self.suggestion = suggestion


_UNUSED = {28, 29, 59, 68, 69, 78, 79, 87, 88, 89}
PROVINCE_CODES = frozenset(str(code) for code in range(10, 97) if code not in _UNUSED)
"""The 77 provinces by TIS 1099."""

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]")
_FIRST_POSTCODE, _LAST_POSTCODE = "10000", "96999"


def parse_national_id(text: str) -> str:
    """The 13 digits of a person's number (เลขประจำตัวประชาชน).

    Numbers that begin with 0 belong to organisations, except those of people without a status in
    the civil registry (00…, and 89 in places 6–7), who have the same right to services.
    """
    number = _digits(text, 13)
    if _is_unregistered_person(number):
        if number[-1] != pin.calc_check_digit(number):
            raise InvalidIdentifier(IdentifierProblem.WRONG_CHECK_DIGIT)
        return number
    try:
        return pin.validate(number)
    except ValidationError as error:
        raise _translated(error, IdentifierProblem.NOT_A_PERSON) from None


def parse_juristic_id(text: str) -> str:
    """The 13 digits of a company, or of a state body (0994…)."""
    try:
        return moa.validate(_digits(text, 13))
    except ValidationError as error:
        raise _translated(error, IdentifierProblem.NOT_AN_ORGANISATION) from None


def parse_tax_id(text: str) -> str:
    """The 13 digits of a taxpayer: a person's number or an organisation's."""
    number = _digits(text, 13)
    return parse_juristic_id(number) if number[0] == "0" else parse_national_id(number)


def format_national_id(number: str) -> str:
    """`1-1019-99000-01-1`."""
    return pin.format(number)


def format_juristic_id(number: str) -> str:
    """`0-10-5-561-00000-3`."""
    return moa.format(number)


def mask_national_id(number: str) -> str:
    """`x-xxxx-xxxxx-01-1`: enough to recognise one's own, too little to use."""
    return f"x-xxxx-xxxxx-{number[10:12]}-{number[12]}"


@dataclass(frozen=True)
class DlaCode:
    """The Department of Local Administration's code of an LGO, in its parts.

    `type_digits` (06 is an อบต.) are mapped to a type by `shared_apps.geography`.
    """

    type_digits: str
    province: str
    district: str
    running: str

    def __str__(self) -> str:
        return self.type_digits + self.province + self.district + self.running


def parse_dla_code(text: str) -> DlaCode:
    """An LGO's 8-digit code: type, province, district, running number, two digits each.

    Seven digits that make a code with a zero in front are told as such: spreadsheets lose it.
    """
    number = _digits(text, 8, lost_zero=True)
    code = DlaCode(number[:2], number[2:4], number[4:6], number[6:])
    if not "01" <= code.type_digits <= "09":
        raise InvalidIdentifier(IdentifierProblem.UNKNOWN_TYPE)
    _check_province(code.province)
    return code


def parse_house_code(text: str) -> str:
    """The 11 digits of a house (เลขรหัสประจำบ้าน); the first two are its province."""
    number = _digits(text, 11)
    _check_province(number[:2])
    return number


def format_house_code(number: str) -> str:
    """`1001-123456-7`."""
    return f"{number[:4]}-{number[4:10]}-{number[10]}"


def parse_postcode(text: str) -> str:
    """The 5 digits of a postcode. It does not determine a subdistrict, nor the other way round."""
    number = _digits(text, 5)
    if not _FIRST_POSTCODE <= number <= _LAST_POSTCODE:
        raise InvalidIdentifier(IdentifierProblem.NO_SUCH_POSTCODE)
    return number


def _digits(text: str, length: int, *, lost_zero: bool = False) -> str:
    number = _SEPARATORS.sub("", to_ascii_digits(normalise_text(text)))
    if not number:
        raise InvalidIdentifier(IdentifierProblem.EMPTY)
    if not number.isdecimal():
        raise InvalidIdentifier(IdentifierProblem.NOT_DIGITS)
    if lost_zero and len(number) == length - 1 and number[0] != "0":
        raise InvalidIdentifier(IdentifierProblem.LOST_LEADING_ZERO, suggestion=f"0{number}")
    if len(number) != length:
        raise InvalidIdentifier(IdentifierProblem.WRONG_LENGTH, length=length, given=len(number))
    return number


def _is_unregistered_person(number: str) -> bool:
    return number.startswith("00") or (number[0] == "0" and number[5:7] == "89")


def _translated(error: ValidationError, wrong_kind: IdentifierProblem) -> InvalidIdentifier:
    if isinstance(error, InvalidComponent):
        return InvalidIdentifier(wrong_kind)
    return InvalidIdentifier(IdentifierProblem.WRONG_CHECK_DIGIT)


def _check_province(code: str) -> None:
    if code not in PROVINCE_CODES:
        raise InvalidIdentifier(IdentifierProblem.UNKNOWN_PROVINCE, province=code)
