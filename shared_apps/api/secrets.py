"""How a token looks: a prefix that leak scanners know, 36 random letters and digits, and a checksum.

The checksum tells a mistyped or invented token from a real one without a query.
"""

import hashlib
import re
import secrets
import string
import zlib

from tenants.scope import current_key

PREFIX = "thongthin_"
_ALPHABET = string.digits + string.ascii_letters
_RANDOM, _CHECK, _SHOWN = 36, 6, 4
_TOKEN = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_RANDOM + _CHECK}}}", re.ASCII)


def new_token() -> str:
    """A token of 214 random bits."""
    body = "".join(secrets.choice(_ALPHABET) for _place in range(_RANDOM))
    return f"{PREFIX}{body}{_checksum(body)}"


def is_token(text: str) -> bool:
    """Whether the text can be one of ours."""
    if not _TOKEN.fullmatch(text):
        return False
    body = text.removeprefix(PREFIX)
    return _checksum(body[:_RANDOM]) == body[_RANDOM:]


def shown_as(token: str) -> str:
    """Its beginning, which gives nothing away."""
    return token[: len(PREFIX) + _SHOWN]


def digest_of(token: str) -> str:
    """What is kept of it, bound to this tenant: copied to another LGO the row opens nothing."""
    return hashlib.sha256(f"{current_key()}:{token}".encode()).hexdigest()


def _checksum(body: str) -> str:
    number, letters = zlib.crc32(body.encode()), ""
    for _place in range(_CHECK):
        number, rest = divmod(number, len(_ALPHABET))
        letters = _ALPHABET[rest] + letters
    return letters
