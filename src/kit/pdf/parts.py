"""Tables, pictures and QR codes of a document."""

from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from typing import TypeAlias

import segno
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Image, KeepTogether, PageBreak, Spacer, Table

from kit.pdf.paragraph import Paragraph
from kit.pdf.styles import STYLES, Align

Cell: TypeAlias = str | Flowable | list[Flowable]
LINE = HexColor("#c5ccd3")
GROUND = HexColor("#eef1f4")
_QUIET_ZONE = 4
_ALL = ((0, 0), (-1, -1))
_PADDING = (("VALIGN", *_ALL, "TOP"), ("TOPPADDING", *_ALL, 2), ("BOTTOMPADDING", *_ALL, 4))


def table(
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    *,
    header: int = 0,
    align: Sequence[Align] = (),
    lines: bool = True,
) -> Flowable:
    """Rows whose texts wrap; the first `header` rows are repeated on each page.

    `widths` are in points; `align` is one word a column, left where it is not given. A row that is taller than a page
    goes on on the next.
    """
    shown = [
        [_cell(cell, _aligned(align, column), is_header=number < header) for column, cell in enumerate(row)]
        for number, row in enumerate(rows)
    ]
    made = Table(shown, colWidths=list(widths), repeatRows=header, splitInRow=1, hAlign="LEFT")
    made.setStyle([*_PADDING, *(_drawn(header) if lines else [("LEFTPADDING", (0, 0), (0, -1), 0)])])
    made.spaceAfter = 8
    return made


def _drawn(header: int) -> list[tuple[object, ...]]:
    ground = [("BACKGROUND", (0, 0), (-1, header - 1), GROUND)] if header else []
    return [*ground, ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("LINEABOVE", (0, 0), (-1, 0), 0.5, LINE)]


def _aligned(align: Sequence[Align], column: int) -> Align:
    return align[column] if column < len(align) else "left"


def _cell(cell: Cell, align: Align, *, is_header: bool) -> Flowable | list[Flowable]:
    if not isinstance(cell, str):
        return cell
    style = "cell-bold" if is_header else "cell"
    return Paragraph(cell, STYLES[f"{style}-right" if align == "right" else style])


def gap(height: float) -> Flowable:
    """Empty space, in points."""
    return Spacer(1, height)


def page_break() -> Flowable:
    """What follows begins on a new page."""
    return PageBreak()


def together(parts: Sequence[Flowable]) -> Flowable:
    """Parts that stand on one page, if one has room for them."""
    return KeepTogether(list(parts))


def image(data: bytes, *, width: float, height: float, align: Align = "left") -> Flowable:
    """A picture (PNG or JPEG) as large as fits into `width` × `height` points, in its own proportions.

    Raises:
        OSError: the bytes are no picture.
    """
    made = Image(BytesIO(data))
    scale = min(width / made.imageWidth, height / made.imageHeight)
    made.drawWidth, made.drawHeight = made.imageWidth * scale, made.imageHeight * scale
    made.hAlign = align.upper()
    return made


class _Qr(Flowable):
    def __init__(self, content: str, size: float) -> None:
        super().__init__()
        self.rows = [bytes(row) for row in segno.make(content, error="m", micro=False).matrix]
        self.size = size

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        self.width = self.height = self.size
        return self.size, self.size

    def draw(self) -> None:
        """Draw each run of dark modules as one rectangle. A module is the unit: whole numbers are short and quick."""
        unit, top = self.size / (len(self.rows) + 2 * _QUIET_ZONE), len(self.rows) + _QUIET_ZONE - 1
        self.canv.saveState()
        self.canv.scale(unit, unit)
        path = self.canv.beginPath()
        for number, row in enumerate(self.rows):
            x = _QUIET_ZONE
            for is_dark, run in groupby(row):
                length = len(list(run))
                if is_dark:
                    path.rect(x, top - number, length, 1)
                x += length
        self.canv.setFillColor(HexColor("#000000"))
        self.canv.drawPath(path, stroke=0, fill=1)
        self.canv.restoreState()


def qr(content: str, *, size: float) -> Flowable:
    """A QR code of `content` in vectors, `size` points wide with its quiet zone."""
    return _Qr(content, size)
