"""Thai telephone numbers: read as people write them, kept as E.164, shown as `081 234 5678`."""

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from kit.errors import Invalid, gettext_noop
from kit.thai import normalise_text, to_ascii_digits


class PhoneProblem(StrEnum):
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NOT_THAI = "not_thai"
    NOT_MOBILE = "not_mobile"


_MESSAGES = {
    PhoneProblem.EMPTY: gettext_noop("Write the telephone number."),
    PhoneProblem.UNREADABLE: gettext_noop(
        "Check the telephone number: mobile numbers have 10 digits, such as 081 234 5678, "
        "and others 9, such as 02 123 4567."
    ),
    PhoneProblem.NOT_THAI: gettext_noop("Write a telephone number in Thailand."),
    PhoneProblem.NOT_MOBILE: gettext_noop("Write a mobile number, which can receive an SMS, such as 081 234 5678."),
}


class InvalidPhone(Invalid):
    """`code` is a `PhoneProblem`."""

    def __init__(self, problem: PhoneProblem) -> None:
        super().__init__(_MESSAGES[problem], code=problem)


@dataclass(frozen=True)
class Phone:
    """A number: `e164` to keep and dial, `national` to show, `extension` digits or none."""

    e164: str
    national: str
    extension: str = ""
    mobile: bool = False

    @property
    def masked(self) -> str:
        """`xxx xxx 5678`."""
        return re.sub(r"\d", "x", self.national[:-4]) + self.national[-4:]


_EXTENSION = re.compile(r"(?:ต่อ|ext\.?|#)\s*(\d{1,6})$", re.IGNORECASE)
_ALLOWED = re.compile(r"\+?[\d\s().\-/\u2010-\u2015\u2212]+")


def parse_phone(text: str, *, mobile: bool = False) -> Phone:
    """The number meant by `081-234-5678`, `๐-๓๖๗๗-๖๕๔๓`, `+66 2 241 9000 ต่อ 2322`.

    `mobile` asks for one that can receive an SMS. InvalidPhone otherwise.
    """
    text = to_ascii_digits(normalise_text(text))
    if not text:
        raise InvalidPhone(PhoneProblem.EMPTY)
    extension = _EXTENSION.search(text)
    dialled = text[: extension.start()].strip(" ,") if extension else text
    number = _readable(dialled)
    is_mobile = phonenumbers.number_type(number) == PhoneNumberType.MOBILE
    if mobile and not is_mobile:
        raise InvalidPhone(PhoneProblem.NOT_MOBILE)
    return Phone(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        national=phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL),
        extension=extension[1] if extension else "",
        mobile=is_mobile,
    )


def format_phone(e164: str) -> str:
    """`081 234 5678` of a number kept as `+66812345678`."""
    return phonenumbers.format_number(phonenumbers.parse(e164), PhoneNumberFormat.NATIONAL)


def _readable(dialled: str) -> phonenumbers.PhoneNumber:
    # The library reads letters as keys of a telephone, so they are refused before it.
    if not _ALLOWED.fullmatch(dialled):
        raise InvalidPhone(PhoneProblem.UNREADABLE)
    try:
        number = phonenumbers.parse(dialled, "TH")
    except phonenumbers.NumberParseException:
        raise InvalidPhone(PhoneProblem.UNREADABLE) from None
    if number.country_code != 66:
        raise InvalidPhone(PhoneProblem.NOT_THAI)
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone(PhoneProblem.UNREADABLE)
    return number
