"""Pages: A4 with the margins of official letters, page numbers, and what a reader asks of a file."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from kit.pdf.paragraph import draw_text
from kit.pdf.stamp import Stamp, draw_stamp
from kit.pdf.styles import Style

LEFT, RIGHT, TOP, BOTTOM = 25 * mm, 20 * mm, 20 * mm, 22 * mm
WIDTH: float = A4[0] - LEFT - RIGHT
"""The width of the text in points."""

_FOOTER = Style(size=9, leading=14, colour="#4a5560")
_PAGE = {"th": ("หน้า", "จาก"), "en": ("Page", "of")}
_TOTAL = "number-of-pages"
_TOTAL_WIDTH = 16
_FOOTER_AT = 12 * mm


class _PageCountingCanvas(Canvas):
    """Writes how many pages there are at the end, into a form that each page shows."""

    def save(self) -> None:
        self.beginForm(_TOTAL, 0, -4, 40, 12)
        draw_text(self, 0, 0, str(self.getPageNumber() - 1), _FOOTER)
        self.endForm()
        super().save()


class _Document(BaseDocTemplate):
    def __init__(
        self,
        target: BytesIO,
        *,
        footer: str,
        language: str,
        at: datetime | None,
        stamp: Stamp | None,
        **values: str,
    ) -> None:
        super().__init__(target, pagesize=A4, invariant=1, lang=language, **values)
        self.words, self.footer, self.at, self.stamp = _PAGE[language], footer, at, stamp
        frame = Frame(LEFT, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._begin_page, onPageEnd=self._end_page))

    def _begin_page(self, canvas: Any, _document: Any) -> None:
        if self.at:
            made = f"D:{self.at:%Y%m%d%H%M%S}{_offset(self.at)}"
            canvas.setDateFormatter(lambda *_parts: made)
        page, of = self.words
        right = A4[0] - RIGHT - _TOTAL_WIDTH
        draw_text(canvas, LEFT, _FOOTER_AT, self.footer, _FOOTER)
        number = Style(size=_FOOTER.size, colour=_FOOTER.colour, align="right")
        draw_text(canvas, right, _FOOTER_AT, f"{page} {canvas.getPageNumber()} {of} ", number)
        canvas.saveState()
        canvas.translate(right, _FOOTER_AT)
        canvas.doForm(_TOTAL)
        canvas.restoreState()

    def _end_page(self, canvas: Any, _document: Any) -> None:
        if self.stamp is not None:
            draw_stamp(canvas, self.stamp)


def _offset(at: datetime) -> str:
    """As PDF writes it: +07'00'."""
    shift = f"{at:%z}"
    return f"{shift[:3]}'{shift[3:5]}'" if shift else ""


def render(
    story: Sequence[Flowable],
    *,
    title: str,
    author: str,
    language: str = "th",
    footer: str = "",
    at: datetime | None = None,
    stamp: Stamp | None = None,
) -> bytes:
    """The document as a PDF file: the same bytes for the same story.

    `at` is when it was made, as the file tells; without it the file names a fixed day. `language` is "th" or "en".
    `stamp` stands across every page.

    Raises:
        kit.fonts.FontsMissing: `kit.fonts.use_fonts` was not called, or the folder is empty.
        reportlab.platypus.doctemplate.LayoutError: a picture is larger than a page.
    """
    target = BytesIO()
    values = {"title": title, "author": author, "creator": "Thongthin"}
    document = _Document(target, footer=footer, language=language, at=at, stamp=stamp, **values)
    document.build(list(story), canvasmaker=_PageCountingCanvas)
    return target.getvalue()
