"""The privacy notice: the text an LGO begins with, and how its plain text becomes headings, lists and paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Block:
    """A part of a text: `heading`, `list` or `text`, with its lines."""

    kind: str
    lines: tuple[str, ...]


def default_text(language: str, *, name: str) -> str:
    """The text that an LGO begins with; `name` is the LGO's."""
    return (_TEXTS / f"privacy_{language}.txt").read_text().format(name=name).strip()


def blocks_of(text: str) -> list[Block]:
    """The text as headings (`## `), lists (`- `) and paragraphs; nothing else in it means anything."""
    return list(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    for kind, lines in groupby((line.strip() for line in text.splitlines()), key=_kind):
        if kind == "heading":
            yield from (Block(kind, (line.removeprefix("##").strip(),)) for line in lines)
        elif kind == "list":
            yield Block(kind, tuple(line.removeprefix("-").strip() for line in lines))
        elif kind == "text":
            yield Block(kind, tuple(lines))


def _kind(line: str) -> str:
    if not line:
        return "space"
    if line.startswith("## "):
        return "heading"
    return "list" if line.startswith("- ") else "text"
