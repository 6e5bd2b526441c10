"""What an LGO uses of its package, as figures."""

from datetime import date
from itertools import accumulate

from django.utils.translation import gettext as _

from provisioning.selectors.console import month_label, months_before
from shared_apps.files.selectors import use_by_month, use_by_purpose
from shared_apps.ui.figures import Cell, Figure, Row
from tenants.models import TenantUsage

_MEGABYTE = 1024**2
MONTHS = 12


def storage_by_use(usage: TenantUsage) -> Figure:
    """What the storage is used for, the largest first; the tables of the database are one of them."""
    shares = use_by_purpose()
    rows = [Row(one.label, (_megabytes(one.bytes), Cell(one.files))) for one in shares]
    if usage.database:
        rows.append(Row(_("Data of cases and people"), (_megabytes(usage.database), Cell(None))))
    return Figure(
        code="storage",
        title=_("What the storage is used for"),
        headings=[_("Use"), _("MB"), _("Files")],
        rows=rows,
    )


def storage_by_month(today: date) -> Figure:
    """Files kept at the end of each of the last twelve months."""
    firsts = [months_before(today.replace(day=1), count) for count in range(MONTHS - 1, -1, -1)]
    added = dict(use_by_month(since=date(2000, 1, 1)))
    before = sum(size for month, size in added.items() if month < firsts[0])
    new = [added.get(first, 0) for first in firsts]
    kept = list(accumulate(new, initial=before))[1:]
    rows = [
        Row(month_label(first), (_megabytes(total), _megabytes(more)))
        for first, total, more in zip(firsts, kept, new, strict=True)
    ]
    return Figure(
        code="months",
        title=_("Files by month"),
        headings=[_("Month"), _("Kept (MB)"), _("Added (MB)")],
        rows=rows,
        kind="line",
        note=_("Files that were deleted since do not count."),
    )


def _megabytes(size: int) -> Cell:
    return Cell(size / _MEGABYTE, decimals=1)
