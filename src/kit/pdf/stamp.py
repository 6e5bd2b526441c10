"""A stamp across a page: a word that nobody overlooks, and why; what stands under it can still be read."""

from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from kit.pdf.paragraph import Paragraph, draw_text
from kit.pdf.styles import Style

_RED, _FAINT = "#b3261e", "#b3261e55"
_WORD = Style(size=110, leading=140, bold=True, align="center", colour=_FAINT)
_LINES = Style(size=8.5, leading=12.5, bold=True, colour=_RED, after=0)
_WIDTH, _HEIGHT, _ANGLE = 430.0, 150.0, 30
_BAND = A4[0] - 45 * mm
_LEFT, _TOP, _PADDING = 25 * mm, A4[1] - 4 * mm, 4.0
_MOST = 150
"""Letters of a line; a longer one is cut, so that the band stays in the margin."""


@dataclass(frozen=True)
class Stamp:
    """A word in large letters across the page, and lines in its upper margin."""

    word: str
    lines: tuple[str, ...] = ()


def draw_stamp(canvas: Any, stamp: Stamp) -> None:
    """Put it on the page."""
    canvas.saveState()
    if stamp.lines:
        _draw_lines(canvas, stamp.lines)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(_ANGLE)
    canvas.setStrokeColor(HexColor(_FAINT, hasAlpha=True))
    canvas.setLineWidth(5)
    canvas.roundRect(-_WIDTH / 2, -_HEIGHT / 2, _WIDTH, _HEIGHT, 14, stroke=1, fill=0)
    draw_text(canvas, 0, -_HEIGHT * 0.22, stamp.word, _WORD)
    canvas.restoreState()


def _draw_lines(canvas: Any, lines: tuple[str, ...]) -> None:
    text = Paragraph("\n".join(_cut(line) for line in lines), _LINES)
    _width, height = text.wrap(_BAND - 2 * _PADDING, A4[1])
    bottom = _TOP - height - _PADDING
    canvas.setStrokeColor(HexColor(_RED))
    canvas.roundRect(_LEFT, bottom, _BAND, height + _PADDING, 4, stroke=1, fill=0)
    text.drawOn(canvas, _LEFT + _PADDING, bottom + _PADDING / 2)


def _cut(line: str) -> str:
    return line if len(line) <= _MOST else f"{line[: _MOST - 1]}…"
