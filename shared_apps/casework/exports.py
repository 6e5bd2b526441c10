"""Lists for Excel. Nothing in a cell is ever run as a formula."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from tablib import Dataset

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")


def export_response(*, name: str, form: str, headers: Sequence[object], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A file `name.form` to download; `form` is one of `CONTENT_TYPES`.

    Raises:
        KeyError: there is no such form.
    """
    content_type = CONTENT_TYPES[form]
    data = Dataset(*([harmless(cell) for cell in row] for row in rows), headers=[str(header) for header in headers])
    content = data.export(form)
    if isinstance(content, str):
        content = "\ufeff" + content  # Excel takes a CSV for Thai Windows text otherwise
    response = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def harmless(cell: Any) -> Any:
    """The cell, with an apostrophe before text that a spreadsheet would take for a formula."""
    if isinstance(cell, int | float):
        return cell
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
