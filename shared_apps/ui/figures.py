"""Numbers shown as a chart with its table beneath: `{% include "ui/figure.html" %}`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared_apps.ui.templatetags.thai import thainumber


@dataclass(frozen=True)
class Cell:
    """A number and how it is written; None is shown as a dash."""

    value: float | None
    decimals: int = 0
    unit: str = ""

    @property
    def text(self) -> str:
        """As people read it."""
        if self.value is None:
            return "–"
        return f"{thainumber(round(self.value, self.decimals), self.decimals or None)}{self.unit}"


@dataclass(frozen=True)
class Row:
    """One line of a figure."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A table whose first `charted` columns of numbers are drawn above it."""

    code: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Row]
    kind: str = "bar"
    charted: int = 1
    note: str = ""

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, Cell]]]]:
        """For the table: the label of each row, and its numbers with their headings."""
        return [(row.label, list(zip(self.headings[1:], row.cells, strict=True))) for row in self.rows]

    @property
    def as_rows(self) -> list[list[Any]]:
        """For Excel: labels and plain numbers."""
        return [
            [row.label, *(None if cell.value is None else round(cell.value, cell.decimals) for cell in row.cells)]
            for row in self.rows
        ]
