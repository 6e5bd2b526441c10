"""Finding payment references in what banks pass on: with spaces, hyphens, padding, or a digit wrong."""

import re
from collections.abc import Iterable

from stdnum import luhn

from kit.errors import Invalid
from kit.thai import normalise_text, to_ascii_digits

_GAP = r"[\s\-–./_]*"
_DIGITS = rf"2{_GAP}5{_GAP}\d{_GAP}\d(?:{_GAP}\d){{1,7}}"
_NAMED = re.compile(rf"I{_GAP}V{_GAP}0*?({_DIGITS})(?!\d)", re.IGNORECASE)
_BARE = re.compile(rf"(?<!\d)0*?({_DIGITS})(?!\d)")
_YEAR, _NUMBER = 4, 6
_NEAR = 2
"""How many digits may be wrong for a reference to be near."""


def canonical(reference: str) -> str:
    """Its digits: year, number of six digits, check digit."""
    return re.sub(r"\D", "", reference)


def references_in(*texts: str) -> list[str]:
    """The digits of every reference that stands in the texts, in their order: year, number and check digit.

    Tolerated are hyphens, spaces and dots anywhere, zeros before it, zeros of the number left out, and a missing check
    digit. Without the letters IV the check digit has to be right.
    """
    found: dict[str, None] = {}
    for text in texts:
        plain = _plain(text)
        for match in _NAMED.finditer(plain):
            found.update(dict.fromkeys(_complete(canonical(match[1]), is_named=True)))
        for match in _BARE.finditer(plain):
            found.update(dict.fromkeys(_complete(canonical(match[1]), is_named=False)))
    return list(found)


def numbers_in(*texts: str) -> list[str]:
    """Runs of digits that may be a reference with a mistake in it."""
    plain = [re.sub(r"(?<=\d)[\s\-–./_]+(?=\d)", "", _plain(text)) for text in texts]
    return [one for text in plain for one in re.findall(r"\d{8,14}", text)]


def nearest(number: str, references: Iterable[str]) -> list[str]:
    """Those of the references that differ in at most two digits, or in one that is missing."""
    return [one for one in references if one != number and is_near(number, one)]


def is_near(one: str, other: str) -> bool:
    """Whether somebody who meant `other` may have typed `one`."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= _NEAR
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def _complete(digits: str, *, is_named: bool) -> list[str]:
    """With the zeros and the check digit that were left out; several when it can be read in several ways."""
    year, rest = digits[:_YEAR], digits[_YEAR:]
    if not rest.strip("0"):
        return []
    readings = []
    if len(rest) == _NUMBER + 1:
        readings.append(digits if luhn.is_valid(digits) else "")
    else:
        with_check = f"{year}{rest[:-1]:0>{_NUMBER}}{rest[-1]}"
        readings.append(with_check if luhn.is_valid(with_check) and rest[:-1].strip("0") else "")
        if is_named:
            number = f"{year}{rest:0>{_NUMBER}}"
            readings.append(number + luhn.calc_check_digit(number))
    return [one for one in readings if one]


def _plain(text: str) -> str:
    try:
        return to_ascii_digits(normalise_text(text))
    except Invalid:
        return normalise_text(text)
