"""Which English messages an app holds, and which of them its Thai catalogue lacks."""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.pofile import read_po
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, plural_re

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "_": None,
}


def app_folders() -> list[Path]:
    """Folders of apps, and `tenants`, that may hold messages."""
    apps = [path.parent for folder in ("shared_apps", "tenant_apps") for path in (ROOT / folder).glob("*/apps.py")]
    others = ("tenants", "provisioning", "billing", "src/config", "src/kit")
    return sorted([*apps, *(ROOT / name for name in others)])


def messages_of(folder: Path) -> set[tuple[str | None, str]]:
    """Every (context, English message) in the Python and templates of an app."""
    found: set[tuple[str | None, str]] = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and not {"migrations", "locale", "static"} & set(path.parts):
            found.update(_messages_in(path))
    return found


def _messages_in(path: Path) -> Iterator[tuple[str | None, str]]:
    if path.suffix != ".py":
        yield from _template_messages(path.read_text())
        return
    with path.open("rb") as source:
        for _line, message, _comments, context in extract(extract_python, source, keywords=KEYWORDS):
            text = message[0] if isinstance(message, tuple) else message
            if text:
                yield context, text


def _template_messages(source: str) -> Iterator[tuple[str | None, str]]:
    """The messages of `translate`, `blocktranslate` (its singular) and `_()` in a template."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        block = block_re.match(token.contents) if token.token_type is TokenType.BLOCK else None
        if block is not None:
            yield _context(block.group(1)), _block_text(tokens, trimmed="trimmed" in token.contents.split())
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            inline = inline_re.match(token.contents) if token.token_type is TokenType.BLOCK else None
            if inline is not None:
                yield _context(inline.group(3)), inline.group(1).strip("\"'").replace("%%", "%")
            yield from ((None, text.strip("\"'")) for text in constant_re.findall(token.contents))


def _context(quoted: str | None) -> str | None:
    return quoted.strip("\"'") if quoted else None


def _block_text(tokens: Iterator[Token], *, trimmed: bool) -> str:
    parts: list[str] = []
    in_plural = False
    for token in tokens:
        if token.token_type is TokenType.BLOCK:
            if endblock_re.match(token.contents):
                break
            in_plural = in_plural or bool(plural_re.match(token.contents))
        elif not in_plural:
            parts.append(f"%({token.contents})s" if token.token_type is TokenType.VAR else token.contents)
    return trim_whitespace("".join(parts)) if trimmed else "".join(parts)


def lacking(folder: Path) -> list[str]:
    """The messages of an app without a Thai text, the empty and fuzzy ones included."""
    catalogue = folder / "locale" / "th" / "LC_MESSAGES" / "django.po"
    known: set[tuple[str | None, str]] = set()
    if catalogue.exists():
        with catalogue.open("rb") as source:
            for entry in read_po(source, locale="th"):
                identifier = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                text = entry.string[0] if isinstance(entry.string, tuple) else entry.string
                if text and not entry.fuzzy:
                    known.add((entry.context, identifier))
    return sorted(text for context, text in messages_of(folder) - known if not _is_shared(context, text))


def _is_shared(context: str | None, text: str) -> bool:
    """Whether Django itself, or the project's common catalogue, has the Thai text."""
    from django.utils import translation

    with translation.override("th"):
        translated = translation.pgettext(context, text) if context else translation.gettext(text)
    return translated != text


def latin_literals(folder: Path) -> list[str]:
    """Forms and models whose labels are English literals outside gettext."""
    wrong = []
    for path in sorted(folder.rglob("forms*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg in {"label", "help_text", "empty_label"}:
                value = node.value
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.strip():
                    wrong.append(f"{path.relative_to(ROOT)}:{value.lineno} {value.value}")
    return wrong


def two_texts() -> dict[str, dict[str, list[str]]]:
    """English messages with different Thai in two apps: only that of the app installed first is ever shown."""
    found: dict[tuple[str | None, str], dict[str, list[str]]] = {}
    for folder in app_folders():
        catalogue = folder / "locale" / "th" / "LC_MESSAGES" / "django.po"
        if catalogue.exists():
            with catalogue.open("rb") as source:
                for entry in read_po(source, locale="th"):
                    identifier = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                    text = entry.string[0] if isinstance(entry.string, tuple) else entry.string
                    if identifier and text:
                        found.setdefault((entry.context, identifier), {}).setdefault(text, []).append(folder.name)
    return {message: texts for (_context, message), texts in found.items() if len(texts) > 1}
