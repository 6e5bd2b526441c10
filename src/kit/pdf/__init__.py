"""Thai documents as PDF: shaped text that reads, copies and searches as it was written.

    kit.fonts.use_fonts(folder)                      # once, at start-up
    data = render([Paragraph("เรื่อง", STYLES["title"]), table(rows, widths)], title=…, author=…)

ReportLab alone puts Thai marks on top of each other, breaks lines at spaces only, and loses letters when a shaped text
is copied. Here HarfBuzz places the glyphs, newmm finds the words, and each line carries its text as /ActualText.
"""

from kit.pdf.charts import bar_chart
from kit.pdf.document import WIDTH, render
from kit.pdf.paragraph import Bold, Paragraph
from kit.pdf.parts import gap, image, page_break, qr, table, together
from kit.pdf.stamp import Stamp
from kit.pdf.styles import STYLES, Style

__all__ = [
    "STYLES",
    "WIDTH",
    "Bold",
    "Paragraph",
    "Stamp",
    "Style",
    "bar_chart",
    "gap",
    "image",
    "page_break",
    "qr",
    "render",
    "table",
    "together",
]
