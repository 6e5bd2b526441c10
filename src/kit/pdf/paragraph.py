"""Paragraphs of Thai: words found by dictionary, glyphs by HarfBuzz, text kept for copying and reading aloud."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from kit.pdf import breaking, fonts
from kit.pdf.fonts import BOLD, Shaped
from kit.pdf.styles import STYLES, Style

_DROPPED = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]")
_ASCENT = 0.78
"""Of the line's height above its base line: Thai vowels and tones stand two storeys high."""


_OPAQUE = len("#rrggbb")


class Bold(str):
    """A part of a paragraph in bold."""

    __slots__ = ()


Text = str | Sequence[str]


@dataclass(frozen=True)
class Word:
    """What a line never breaks. A new line stands as its own word."""

    text: str
    font: str
    shaped: Shaped

    @property
    def is_space(self) -> bool:
        return self.text.isspace()

    @property
    def is_break(self) -> bool:
        return self.text == "\n"


class Paragraph(Flowable):
    """Plain text, or parts of it in `Bold`; a line feed begins a new line. Nothing in it is markup."""

    def __init__(self, text: Text, style: Style = STYLES["body"]) -> None:
        super().__init__()
        self.style = style
        self.words = list(_words([text] if isinstance(text, str) else text, style))
        self.is_first = True
        self.lines: list[list[Word]] = []

    @property
    def text(self) -> str:
        """What is written in it."""
        return "".join(word.text for word in self.words)

    # --- what ReportLab asks ---

    def getSpaceBefore(self) -> float:
        return self.style.before

    def getSpaceAfter(self) -> float:
        return self.style.after

    def minWidth(self) -> float:
        return max((self._width([word]) for word in self.words), default=0) + self.style.indent

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Break into lines; ReportLab calls this before it draws."""
        self.width = available_width
        self.lines = list(self._broken(available_width - self.style.indent))
        self.height = len(self.lines) * self.style.leading
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The lines that still fit, and the rest; one line is never left alone."""
        self.wrap(available_width, available_height)
        fit, all_of_them = int(available_height // self.style.leading), len(self.lines)
        if fit >= all_of_them:
            return [self]
        if all_of_them - fit == 1:
            fit -= 1
        if fit < min(2, all_of_them):
            return []
        return [self._part(self.lines[:fit], is_first=self.is_first), self._part(self.lines[fit:], is_first=False)]

    def draw(self) -> None:
        """Draw the lines from the top."""
        y = self.height - self.style.leading * _ASCENT
        self.canv.setFillColor(HexColor(self.style.colour))
        for number, line in enumerate(self.lines):
            line = _trimmed(line)
            indent = self.style.indent + self._first_indent(number)
            x = indent + _offset(self.width - indent - self._width(line), self.style)
            draw_words(self.canv, x, y, line, self.style.size)
            y -= self.style.leading

    # --- lines ---

    def _part(self, lines: list[list[Word]], *, is_first: bool) -> "Paragraph":
        part = Paragraph("", self.style)
        part.words = [word for line in lines for word in line]
        part.is_first = is_first
        return part

    def _first_indent(self, line: int) -> float:
        return self.style.first_indent if line == 0 and self.is_first else 0

    def _width(self, words: Iterable[Word]) -> float:
        return sum(word.shaped.width for word in words) * self.style.size / 1000

    def _broken(self, width: float) -> Iterator[list[Word]]:
        """The lines; every word is in one of them, so that nothing is lost when a paragraph is split."""
        line: list[Word] = []
        used, number = 0.0, 0
        for word in self._fitting(width):
            room = width - self._first_indent(number)
            wide = self._width([word])
            if line and (line[-1].is_break or (not word.is_space and used + wide > room)):
                yield line
                line, used, number = [], 0.0, number + 1
            line.append(word)
            used += wide
        if line:
            yield line

    def _fitting(self, width: float) -> Iterator[Word]:
        """The words, those that are wider than a line cut between letters."""
        for word in self.words:
            if self._width([word]) <= width - self.style.first_indent:
                yield word
            else:
                yield from self._cut(word, width - self.style.first_indent)

    def _cut(self, word: Word, width: float) -> Iterator[Word]:
        start, used = 0, 0.0
        font = fonts.font(word.font)
        for at, letter in _letters(word.text):
            wide = font.shape(letter).width * self.style.size / 1000
            if at > start and used + wide > width:
                yield _word(word.text[start:at], word.font)
                start, used = at, 0.0
            used += wide
        yield _word(word.text[start:], word.font)


def draw_text(canvas: Any, x: float, y: float, text: str, style: Style) -> float:
    """Draw one line at a place of a page, aligned to `x` as the style says; returns its width in points."""
    words = list(_words([text], style))
    width = sum(word.shaped.width for word in words) * style.size / 1000
    canvas.setFillColor(HexColor(style.colour, hasAlpha=len(style.colour) > _OPAQUE))
    draw_words(canvas, x + _offset(-width, style), y, words, style.size)
    return width


def draw_words(canvas: Any, x: float, y: float, words: list[Word], size: float) -> None:
    """Draw words on a line, one run a font, each with the text it stands for."""
    for name, group in groupby(words, key=lambda word: word.font):
        run = list(group)
        text = "".join(word.text for word in run)
        drawn = canvas.beginText(x, y)
        drawn.setFont(name, size)
        drawn.textOut(fonts.joined([word.shaped for word in run]))
        hexed = text.encode("utf-16-be").hex().upper()
        canvas.addLiteral(f"/Span <</ActualText <FEFF{hexed}>>> BDC")
        canvas.drawText(drawn)
        canvas.addLiteral("EMC")
        x += sum(word.shaped.width for word in run) * size / 1000


def _words(parts: Iterable[str], style: Style) -> Iterator[Word]:
    """The words of a text; a word that is bold in part breaks where its look changes only if words end there."""
    for part in parts:
        name = BOLD if isinstance(part, Bold) else style.font
        for piece in breaking.pieces(cleaned(part)):
            yield from (_word(text, name) for text in _lines_apart(piece))


def cleaned(text: str) -> str:
    """`text` without what has no glyph and no meaning on paper: control and zero-width characters."""
    return _DROPPED.sub("", text.replace("\r\n", "\n").replace("\t", " ").replace("\xa0", " "))


def _lines_apart(piece: str) -> list[str]:
    return [part for part in re.split("(\n)", piece) if part] if "\n" in piece else [piece]


def _word(text: str, name: str) -> Word:
    return Word(text, name, Shaped("", (), 0) if text == "\n" else fonts.font(name).shape(text))


def _trimmed(line: list[Word]) -> list[Word]:
    """A line without the white space at its end."""
    end = len(line)
    while end and line[end - 1].is_space:
        end -= 1
    return line[:end]


def _offset(room: float, style: Style) -> float:
    return {"left": 0.0, "center": room / 2, "right": room}[style.align]


def _letters(text: str) -> Iterator[tuple[int, str]]:
    """Letters with the marks that stand on them, and where each begins."""
    for found in re.finditer("[เแโใไ]?.[ะาำๅัิีึืฺุู็่้๊๋์ํ๎]*", text):
        yield found.start(), found.group()
