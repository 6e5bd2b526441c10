"""Where a line of Thai may end: between words, which are written without spaces."""

import re
from functools import lru_cache

from pythainlp.tokenize import word_tokenize

_THAI = re.compile("[\u0e00-\u0e7f]+")
_SPANS = re.compile("([\u0e00-\u0e7f]+)")
_SPACES = re.compile("([ \n]+)")
_NEVER_FIRST = frozenset("ะาำๆฯๅัิีึืฺุู็่้๊๋์ํ๎”’)]}%.,:;!?»-/–")
_NEVER_LAST = frozenset("เแโใไ“‘([{«.")  # a full stop stands in abbreviations: พ.ศ.


def preload() -> None:
    """Read the dictionary now: it takes about a second, once in a process."""
    pieces("คำ")


def pieces(text: str) -> list[str]:
    """`text` cut wherever a line may end. Joined they are the text again; white space stands alone."""
    return [piece for chunk in _SPACES.split(text) if chunk for piece in _words(chunk)]


@lru_cache(20_000)
def _words(chunk: str) -> tuple[str, ...]:
    if not _THAI.search(chunk):
        return (chunk,)
    words: list[str] = []
    for span in filter(None, _SPANS.split(chunk)):
        for word in word_tokenize(span, engine="newmm") if _THAI.match(span) else [span]:
            if words and (word[0] in _NEVER_FIRST or words[-1][-1] in _NEVER_LAST):
                words[-1] += word
            else:
                words.append(word)
    return tuple(words)


def is_thai(text: str) -> bool:
    """Whether there is a Thai letter in `text`."""
    return _THAI.search(text) is not None
