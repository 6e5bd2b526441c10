"""Addresses of the web in texts: found, also when they are disguised, and cut.

A state agency may send citizens none by SMS or e-mail (Cabinet, 18 Nov 2568).
"""

import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext

_ENDINGS = (
    "th|com|net|org|info|biz|io|me|app|dev|page|site|online|shop|store|xyz|top|club|link|ly|gl|gg|co|to|asia|ee|id|cc|tv"
    "|vip|live|icu|cn|ru|us|uk|jp|in|tk|ml|ไทย|คอม"
)
_LABEL = r"[a-z0-9\u0e01-\u0e4e-]+"
_LINK = re.compile(
    r"(?:https?|ftp|hxxps?|line)://\S+|www\.\S+"
    rf"|(?<![@A-Za-z0-9_.-])(?:{_LABEL}\.)+(?:{_ENDINGS})(?![A-Za-z0-9\u0e01-\u0e4e-])(?:[/:?]\S*)?",
    re.IGNORECASE,
)
# “north dot go dot th”, “north(.)com”, “north . com”, “bit จุด ly”: a Latin word, a disguised dot, an ending of domains.
_WORDS_FOR_DOT = "dot|ดอท|ดอต|จุด"
_DOT = (
    rf"\s*(?:[\(\[\{{<]\s*(?:\.|{_WORDS_FOR_DOT})\s*[\)\]\}}>]"
    rf"|(?<=\s)(?:{_WORDS_FOR_DOT})(?=\s)|ดอท|ดอต|(?<=\s)\.(?=\s?\w))\s*"
)
_DISGUISED_ENDINGS = "th|com|net|org|info|co|ly|ee|gg|io|me|xyz|top|vip|cc|คอม"
_DISGUISED = re.compile(
    rf"(?<![@A-Za-z0-9_.-])[a-z0-9-]{{2,}}(?:(?:{_DOT}|\.)[a-z0-9-]+)*{_DOT}(?:{_DISGUISED_ENDINGS})"
    r"(?![A-Za-z0-9\u0e01-\u0e4e-])",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AFTER = ".,;:!?)]}…"


def links_in(text: str) -> list[str]:
    """Addresses of the web in a text: with a scheme, with www, bare, or disguised."""
    plain = _plain(text)
    return [found.group() for pattern in (_LINK, _DISGUISED) for found in pattern.finditer(plain)]


def without_links(text: str) -> str:
    """The text with addresses of the web replaced by words; e-mail addresses stay."""
    if not links_in(text):
        return text
    removed = gettext("(link removed)")
    return _DISGUISED.sub(removed, _LINK.sub(removed, _plain(text)))


def open_outside(text: str) -> str:
    """The text with its links marked so that LINE opens them in the phone's browser, where people are signed in."""
    return _URL.sub(_marked, text)


def _marked(found: re.Match[str]) -> str:
    url = found.group()
    tail = url[len(url.rstrip(_AFTER)) :]
    parts = urlsplit(url[: len(url) - len(tail)])
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != _OUTSIDE]
    return urlunsplit(parts._replace(query=urlencode([*query, (_OUTSIDE, "1")]))) + tail


_OUTSIDE = "openExternalBrowser"


def _plain(text: str) -> str:
    """Without letters of other widths and invisible ones, which hide a link from the eye of a program."""
    folded = "".join(unicodedata.normalize("NFKC", letter) if letter in _WIDE else letter for letter in text)
    return "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")


_WIDE = frozenset(chr(code) for code in range(0xFF01, 0xFF5F)) | {"。", "․", "｡"}
