"""Lists as files for a spreadsheet, in which no cell may begin a formula."""

from collections.abc import Iterable, Sequence
from datetime import date

import tablib
from django.http import HttpResponse
from django.utils.http import content_disposition_header

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def safe(value: object) -> object:
    """The value, or a text with an apostrophe in front where a spreadsheet would compute it."""
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" \u200b\ufeff").startswith(_FORMULA) or value[:1] in _FORMULA else value
    return value


def spreadsheet(headers: Sequence[object], rows: Iterable[Sequence[object]], *, name: str, kind: str) -> HttpResponse:
    """A CSV that Excel opens in Thai, or an Excel file.

    Raises:
        KeyError: `kind` is neither csv nor xlsx.
    """
    content_type = _TYPES[kind]
    data = tablib.Dataset(headers=[str(header) for header in headers], title=name[:31])
    for row in rows:
        data.append([_plain(safe(value)) for value in row])
    body = data.export("csv").encode("utf-8-sig") if kind == "csv" else data.export("xlsx", freeze_panes=True)
    response = HttpResponse(body, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
