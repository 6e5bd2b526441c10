"""How many parts an SMS costs (3GPP TS 23.038, 23.040): 160 or 153 letters of GSM-7, 70 or 67 of anything else."""

from dataclasses import dataclass

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True)
class Size:
    """`units` used of the `room` that `parts` parts have. `is_unicode`: Thai, or another letter that GSM-7 lacks."""

    units: int
    parts: int
    room: int
    is_unicode: bool


def measure(text: str) -> Size:
    """The size of a text as an SMS; an empty one takes one part."""
    is_unicode = any(letter not in _GSM and letter not in _GSM_TWICE for letter in text)
    if is_unicode:
        units = len(text.encode("utf-16-be")) // 2
        single, each = 70, 67
    else:
        units = sum(2 if letter in _GSM_TWICE else 1 for letter in text)
        single, each = 160, 153
    parts = 1 if units <= single else -(-units // each)
    return Size(units, parts, single if parts == 1 else parts * each, is_unicode)
