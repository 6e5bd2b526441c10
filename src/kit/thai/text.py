"""One spelling for what looks the same.

PDF, OCR and some keyboards write `น้ำ` as `นํ้า` (NIKHAHIT, tone, SARA AA) and `แ` as two `เ`, and
slip in characters of no width. Neither NFC nor NFKC makes those equal.
"""

import re
import unicodedata

from kit.thai.digits import FROM_THAI

_TONE = "[\u0e48-\u0e4b]"
_SPLIT_SARA_AM = re.compile(f"({_TONE}*)\u0e4d({_TONE}*)\u0e32")
_TONE_AFTER_SARA_AM = re.compile(f"\u0e33[\u0e33\u0e48-\u0e4b]*{_TONE}")
_DOUBLE_SARA_E = re.compile("\u0e40\u0e40")
_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls that are not white space
    "\u00ad\u061c\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb"
    "\ud800-\udfff"  # lone surrogates, which no database takes
    "]"
)
_PAIYANNOI = "\u0e2f"


def normalise_text(text: str) -> str:
    """The text on one line, in one spelling: NFC, whole SARA AM, no invisible characters,
    single spaces, none at the ends."""
    return " ".join(_normalise(text).split())


def normalise_paragraphs(text: str) -> str:
    """As `normalise_text`, but lines stay lines and at most one empty line parts them."""
    lines = [" ".join(line.split()) for line in _normalise(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def search_fold(text: str) -> str:
    """The text as a search column holds it, and as a query is asked.

    Normalised, without case, width or punctuation (`ฯ` too), Thai digits as ASCII. `ทต. บ้านใหม่ ๒`
    becomes `ทต บ้านใหม่ 2`.
    """
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    folded = unicodedata.normalize("NFKC", folded).translate(FROM_THAI)
    return normalise_text("".join(char for char in folded if not _is_noise(char)))


def _normalise(text: str) -> str:
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _SPLIT_SARA_AM.sub("\\1\\2\u0e33", text)
    text = _TONE_AFTER_SARA_AM.sub(_tones_first, text)
    text = _DOUBLE_SARA_E.sub("\u0e41", text)
    return unicodedata.normalize("NFC", text)


def _tones_first(run: re.Match[str]) -> str:
    return "".join(sorted(run[0], key="\u0e33".__eq__))


def _is_noise(char: str) -> bool:
    return char == _PAIYANNOI or unicodedata.category(char)[0] in "PS"
