"""Rows to CSV and Excel, one after the other, so that a list of any length needs no more memory than a short one."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from kit import clock
from kit.dates import format_time
from shared_apps.ui.templatetags.thai import is_thai, thaidate

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
_BUDDHIST, _CHRISTIAN = "[$-107041E]d mmm yyyy", "d mmm yyyy"
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDEST = 60
_MOST_TEXT = 32_767
"""What one cell of Excel holds."""
_BOM = "\ufeff"
_EVERY = 500
_BOOK = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
Told = Callable[[int], None]


def write(
    form: str,
    target: IO[bytes],
    *,
    title: str,
    headers: Sequence[object],
    rows: Iterable[Sequence[Any]],
    told: Told | None = None,
) -> int:
    """Write a list; `form` is one of `CONTENT_TYPES`. Returns how many rows; `told` hears of them on the way.

    Raises:
        KeyError: there is no such form.
    """
    return _WRITERS[form](target, title, [str(header) for header in headers], _counted(rows, told))


def write_book(target: IO[bytes], sheets: Iterable[tuple[str, Sequence[object], Iterable[Sequence[Any]]]]) -> int:
    """Write an Excel workbook of (title, headers, rows), each on a sheet of its own. Returns how many rows."""
    with xlsxwriter.Workbook(target, _BOOK) as book:
        return sum(_write_sheet(book, title, [str(one) for one in headers], rows) for title, headers, rows in sheets)


def harmless(cell: Any) -> Any:
    """The cell, with an apostrophe before text that a spreadsheet would take for a formula."""
    if isinstance(cell, int | float):
        return cell
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _counted(rows: Iterable[Sequence[Any]], told: Told | None) -> Iterable[Sequence[Any]]:
    for number, row in enumerate(rows, start=1):
        yield row
        if told and number % _EVERY == 0:
            told(number)


def _write_csv(target: IO[bytes], _title: str, headers: list[str], rows: Iterable[Sequence[Any]]) -> int:
    """With a byte order mark, without which Excel takes a CSV for Thai Windows text."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    text.write(_BOM)
    writer = csv.writer(text)
    writer.writerow(headers)
    count = 0
    for row in rows:
        writer.writerow([harmless(_plain(cell)) for cell in row])
        count += 1
    text.detach()
    return count


def _plain(cell: Any) -> Any:
    """A cell of a CSV: dates in words, the rest as it is."""
    if isinstance(cell, datetime):
        return f"{thaidate(cell)} {format_time(clock.bangkok(cell))}" if is_thai() else _local(cell).isoformat(" ")
    if isinstance(cell, date):
        return thaidate(cell)
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    return cell


def _write_xlsx(target: IO[bytes], title: str, headers: list[str], rows: Iterable[Sequence[Any]]) -> int:
    return write_book(target, [(title, headers, rows)])


def _write_sheet(book: "xlsxwriter.Workbook", title: str, headers: list[str], rows: Iterable[Sequence[Any]]) -> int:
    sheet = book.add_worksheet(title.translate(_NOT_IN_SHEET_NAMES).strip()[:31] or "1")
    cells = _Cells(book, sheet)
    cells.write_header(headers)
    count = 0
    for row in rows:
        count += 1
        for column, cell in enumerate(row):
            cells.write(count, column, cell)
    sheet.autofilter(0, 0, count, max(len(headers) - 1, 0))
    cells.set_widths()
    return count


class _Cells:
    """Cells of a sheet by their type; no text is ever a formula or a link."""

    def __init__(self, book: "xlsxwriter.Workbook", sheet: Worksheet) -> None:
        self.sheet = sheet
        day = _BUDDHIST if is_thai() else _CHRISTIAN
        self.bold = book.add_format({"bold": True, "bg_color": "#E9ECEF", "valign": "top"})
        self.day = book.add_format({"num_format": day, "align": "left"})
        self.moment = book.add_format({"num_format": f"{day} hh:mm", "align": "left"})
        self.widths: dict[int, int] = {}

    def write_header(self, headers: list[str]) -> None:
        """The first row, which stays in sight."""
        for column, header in enumerate(headers):
            self.sheet.write_string(0, column, header, self.bold)
            self.widths[column] = len(header)
        self.sheet.freeze_panes(1, 0)

    def write(self, row: int, column: int, cell: Any) -> None:
        """One cell."""
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            cell = _("Yes") if cell else _("No")
        if isinstance(cell, datetime):
            self._put(column, 18, self.sheet.write_datetime(row, column, _local(cell), self.moment))
        elif isinstance(cell, date):
            self._put(column, 13, self.sheet.write_datetime(row, column, cell, self.day))
        elif isinstance(cell, int | float | Decimal):
            self._put(column, len(str(cell)), self.sheet.write_number(row, column, float(cell)))
        else:
            text = str(cell)[:_MOST_TEXT]
            self._put(column, len(text), self.sheet.write_string(row, column, text))

    def set_widths(self) -> None:
        """Wide enough to read, and no wider than a page."""
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, min(max(width, 6), _WIDEST) + 2)

    def _put(self, column: int, width: int, _written: object) -> None:
        self.widths[column] = max(self.widths.get(column, 0), width)


def _local(moment: datetime) -> datetime:
    """Bangkok's clock, as spreadsheets know no time zones."""
    return clock.bangkok(moment).replace(tzinfo=None, microsecond=0)


_WRITERS = {"csv": _write_csv, "xlsx": _write_xlsx}
