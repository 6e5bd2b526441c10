"""Lists of complaints as CSV and Excel. Who the reporters are is not in them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import tablib
from django.utils.translation import gettext as _

from kit import clock
from kit.dates import format_short
from tenant_apps.complaints.models import Complaint

MAX_ROWS = 20_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def list_of(complaints: Iterable[Complaint]) -> tablib.Dataset:
    """One row a case, dates in พ.ศ., no cell that a spreadsheet would run."""
    data = tablib.Dataset(title=_("Complaints")[:31])
    data.headers = [
        _("Number"),
        _("Type"),
        _("Category"),
        _("Subject"),
        _("Place of the matter"),
        _("Latitude"),
        _("Longitude"),
        _("Division"),
        _("Responsible"),
        _("Status"),
        _("Filed"),
        _("Due"),
        _("Answered"),
        _("Score"),
    ]
    for complaint in complaints:
        data.append([_cell(value) for value in _row(complaint)])
    return data


def as_csv(data: tablib.Dataset) -> bytes:
    """With a byte order mark, without which Excel misreads Thai."""
    return b"\xef\xbb\xbf" + str(data.export("csv")).encode()


def as_xlsx(data: tablib.Dataset) -> bytes:
    """An Excel workbook."""
    content: bytes = data.export("xlsx", escape=True)
    return content


def _row(complaint: Complaint) -> tuple[Any, ...]:
    rating = getattr(complaint, "rating", None)
    return (
        complaint.number,
        complaint.get_kind_display(),
        complaint.category.name,
        complaint.title,
        complaint.place,
        complaint.latitude,
        complaint.longitude,
        complaint.division.name if complaint.division else "",
        str(complaint.assignee) if complaint.assignee else "",
        complaint.state_shown.label,
        _day(complaint.submitted_at),
        _day(complaint.due_at),
        _day(complaint.resolved_at),
        rating.score if rating else "",
    )


def _day(moment: datetime | None) -> str:
    return format_short(clock.bangkok_day(moment), full_year=True) if moment else ""


def _cell(value: Any) -> Any:
    """Text that begins like a formula gets an apostrophe, which a spreadsheet hides."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.startswith(_FORMULA) else value
