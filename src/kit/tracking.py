"""Codes by which a guest follows a case: a random code to write down and a PIN to prove it is hers.

A code has seven random characters of Crockford's base 32 (35 bits; no I, L, O or U) and a check
character, shown in two groups: `7K3M-9QX1`. It is not a secret by itself: ask for the PIN, too,
and limit the tries.
"""

import re
import secrets
from enum import StrEnum
from itertools import pairwise

from stdnum import luhn

from kit.errors import Invalid, gettext_noop
from kit.thai import normalise_text
from kit.thai.digits import FROM_THAI

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
PIN_LENGTH = 6


class TrackingProblem(StrEnum):
    BAD_CHARACTER = "bad_character"
    WRONG_LENGTH = "wrong_length"
    MISTYPED = "mistyped"


_MESSAGES = {
    TrackingProblem.BAD_CHARACTER: gettext_noop("Use only the letters and digits you were given."),
    TrackingProblem.WRONG_LENGTH: gettext_noop("Check that nothing is missing: %(length)s characters are needed."),
    TrackingProblem.MISTYPED: gettext_noop("One of the characters is wrong. Compare it with the code you were given."),
}
_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2212_.]")
_READ_AS = str.maketrans("OIL", "011")


class InvalidTracking(Invalid):
    """`code` is a `TrackingProblem`."""

    def __init__(self, problem: TrackingProblem, length: int) -> None:
        super().__init__(_MESSAGES[problem], code=problem, params={"length": length})


def new_tracking_code() -> str:
    """A new random code, in the form it is shown and kept."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    return _grouped(body + luhn.calc_check_digit(body, ALPHABET))


def parse_tracking_code(text: str) -> str:
    """The code a person typed, in the form it is kept; InvalidTracking when it cannot be one.

    Case, spaces and hyphens do not matter; O is read as 0, I and L as 1, Thai digits as digits.
    """
    code = _typed(text).translate(_READ_AS)
    if not set(code) <= set(ALPHABET):
        raise InvalidTracking(TrackingProblem.BAD_CHARACTER, CODE_LENGTH)
    if len(code) != CODE_LENGTH:
        raise InvalidTracking(TrackingProblem.WRONG_LENGTH, CODE_LENGTH)
    if luhn.checksum(code, ALPHABET):
        raise InvalidTracking(TrackingProblem.MISTYPED, CODE_LENGTH)
    return _grouped(code)


def new_pin() -> str:
    """Six random digits, not all alike and not simply counting. Keep only its hash."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}}"
        if not _is_trivial(pin):
            return pin


def parse_pin(text: str) -> str:
    """The PIN a person typed; InvalidTracking when it cannot be one."""
    pin = _typed(text).translate(_READ_AS)
    if not (pin.isascii() and (pin.isdecimal() or not pin)):
        raise InvalidTracking(TrackingProblem.BAD_CHARACTER, PIN_LENGTH)
    if len(pin) != PIN_LENGTH:
        raise InvalidTracking(TrackingProblem.WRONG_LENGTH, PIN_LENGTH)
    return pin


def _typed(text: str) -> str:
    return _IGNORED.sub("", normalise_text(text).translate(FROM_THAI)).upper()


def _grouped(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def _is_trivial(pin: str) -> bool:
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1
