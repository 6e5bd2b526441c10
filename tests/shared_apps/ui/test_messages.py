"""Packages that lack Thai get it from our catalogue."""

import re
from pathlib import Path

import django
import django_filters
import django_tables2
import pytest
from babel.messages.pofile import read_po
from django.utils import translation

# What only a developer sees, or nobody: names of languages, of database types and of pages with DEBUG on.
_TECHNICAL = re.compile(
    r"DEBUG|docs\.djangoproject|Referer|CSRF cookie|disable cookies|Django|Tutorial|Topics|contribut|install worked|"
    r"release notes|primary key|relationship|Raw (binary|passwords)|big integer|String \(|JSON object|Universally|"
    r"\(unlimited\)|Whether the user will|Enable password-based|groups this user|^\{\}"
)
_LANGUAGES = {str(name) for _code, name in django.conf.global_settings.LANGUAGES}
_ADMIN_WORDS = {
    "algorithm",
    "iterations",
    "salt",
    "hash",
    "work factor",
    "checksum",
    "variety",
    "version",
    "memory cost",
    "time cost",
    "parallelism",
    "block size",
    "IPv4",
    "IPv6",
    "…",
}


def _shown(folder: Path) -> list[str]:
    files = [*(folder / "locale/en/LC_MESSAGES").glob("django.po"), *sorted((folder / "locale").glob("*/*/django.po"))]
    with files[0].open("rb") as source:
        ids = [entry.id if isinstance(entry.id, str) else entry.id[0] for entry in read_po(source) if entry.id]
    return [text for text in ids if not _TECHNICAL.search(text) and text not in _LANGUAGES | _ADMIN_WORDS]


@pytest.mark.parametrize(
    "folder",
    [
        Path(django.__file__).parent / "contrib/auth",
        Path(django_filters.__file__).parent,
        Path(django_tables2.__file__).parent,
    ],
    ids=lambda path: path.name,
)
def test_what_a_package_says_is_said_in_thai(folder: Path) -> None:
    with translation.override("th"):
        assert [text for text in _shown(folder) if translation.gettext(text) == text and "%(" not in text] == []


def test_every_message_of_a_validator_is_in_thai() -> None:
    texts = [
        text for text in _shown(Path(django.__file__).parent / "conf") if re.match("Ensure|Enter|Select|Upload", text)
    ]
    assert len(texts) > 25
    with translation.override("th"):
        assert [text for text in texts if not re.search("[ก-๙]", translation.gettext(text) + _plural(text))] == []


def _plural(text: str) -> str:
    return translation.ngettext(text, text, 2)
