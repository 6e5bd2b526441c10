"""How the parts of a document look. Sizes are in points; Sarabun at 11.5 stands as tall as TH Sarabun at 16."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kit.pdf.fonts import BOLD, REGULAR

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, kw_only=True)
class Style:
    """The look of a paragraph."""

    size: float = 11.5
    leading: float = 19
    bold: bool = False
    align: Align = "left"
    colour: str = "#000000"
    before: float = 0
    after: float = 4
    indent: float = 0
    first_indent: float = 0

    @property
    def font(self) -> str:
        """The name of its font."""
        return BOLD if self.bold else REGULAR


_MUTED = "#4a5560"
STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "body": Style(),
        "indented": Style(first_indent=71),
        "title": Style(size=17, leading=26, bold=True, after=2),
        "centered": Style(align="center"),
        "centered-title": Style(size=15, leading=24, bold=True, align="center"),
        "heading": Style(size=13, leading=21, bold=True, before=8, after=2),
        "label": Style(size=10, leading=16, colour=_MUTED, after=0),
        "small": Style(size=9.5, leading=15, colour=_MUTED, after=2),
        "cell": Style(size=10.5, leading=16.5, after=0),
        "cell-bold": Style(size=10.5, leading=16.5, bold=True, after=0),
        "cell-right": Style(size=10.5, leading=16.5, align="right", after=0),
        "cell-bold-right": Style(size=10.5, leading=16.5, bold=True, align="right", after=0),
    }
)
