"""Thai digits to ASCII and back. Digits of any other script are refused, never guessed."""

from kit.errors import Invalid, gettext_noop

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
FROM_THAI = str.maketrans(THAI_DIGITS, "0123456789")
_TO_THAI = str.maketrans("0123456789", THAI_DIGITS)

FOREIGN_DIGIT = gettext_noop("“%(digit)s” is not a digit we can read. Use 0–9 or ๐–๙.")


def to_thai_digits(value: object) -> str:
    """The text of a value with 0–9 written ๐–๙."""
    return str(value).translate(_TO_THAI)


def to_ascii_digits(text: str) -> str:
    """The text with ๐–๙ written 0–9.

    Invalid (`foreign_digit`) when it holds a digit of another kind, such as `²` or `٣`: Python's
    own `isdigit` and `int` let those pass.
    """
    ascii_text = text.translate(FROM_THAI)
    for char in ascii_text:
        if char.isdigit() and not char.isascii():
            raise Invalid(FOREIGN_DIGIT, code="foreign_digit", params={"digit": char})
    return ascii_text
