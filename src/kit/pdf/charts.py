"""A plain chart: one bar a row, with its label and value."""

from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from kit.pdf.paragraph import Paragraph, draw_text
from kit.pdf.styles import Style

Bar = tuple[str, float, str]
"""Label, value and the value as it is written."""

_LABEL = Style(size=10, leading=14, after=0)
_ROW_GAP = 5
_LABEL_SHARE = 0.34
_VALUE_WIDTH = 62


class _BarChart(Flowable):
    def __init__(self, bars: Sequence[Bar], colour: str) -> None:
        super().__init__()
        self.rows = [(Paragraph(label, _LABEL), value, text) for label, value, text in bars]
        self.colour = HexColor(colour)
        self.spaceAfter = 10

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        self.width = available_width
        self.heights = [label.wrap(available_width * _LABEL_SHARE - 6, 0)[1] for label, _, _ in self.rows]
        self.height = sum(self.heights) + _ROW_GAP * len(self.rows)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        self.wrap(available_width, available_height)
        used, fit = 0.0, 0
        for height in self.heights:
            used += height + _ROW_GAP
            if used > available_height:
                break
            fit += 1
        return [self._part(slice(0, fit)), self._part(slice(fit, None))] if fit else []

    def _part(self, rows: slice) -> "_BarChart":
        part = _BarChart([], "#000000")
        part.rows, part.colour, part.most = self.rows[rows], self.colour, self.greatest
        return part

    most: float | None = None

    @property
    def greatest(self) -> float:
        """The value of the longest bar, of the whole chart also on its second page."""
        return self.most if self.most is not None else max((value for _, value, _ in self.rows), default=0)

    def draw(self) -> None:
        left, y = self.width * _LABEL_SHARE, self.height
        room = self.width - left - _VALUE_WIDTH
        for (label, value, text), height in zip(self.rows, self.heights, strict=True):
            y -= height + _ROW_GAP
            label.drawOn(self.canv, 0, y)
            length = room * value / self.greatest if self.greatest else 0
            middle = y + height - _LABEL.leading
            self.canv.setFillColor(self.colour)
            self.canv.rect(left, middle + 1, length, _LABEL.leading - 3, stroke=0, fill=1)
            draw_text(self.canv, left + length + 5, middle + 3.5, text, _LABEL)


def bar_chart(bars: Sequence[Bar], *, colour: str = "#1b5e9b") -> Flowable:
    """Horizontal bars, each `(label, value, value as written)`; the greatest value is as long as the page allows."""
    return _BarChart(bars, colour)
