"""What the settings of complaints list, to take away."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared_apps.exports.registry import ListExport, Query
from tenant_apps.complaints import selectors
from tenant_apps.complaints.filters import CategoryFilter, ReplyFilter, SourceFilter
from tenant_apps.complaints.selectors import desk as reading
from tenant_apps.complaints.tables import time_limit
from tenant_apps.complaints.workflow import ACTS


def _rows(filters: Any, rows: "Callable[[], QuerySet[Any]]") -> "Callable[[Any, Query], QuerySet[Any]]":
    def rows_of(_user: Any, query: Query) -> "QuerySet[Any]":
        found: QuerySet[Any] = filters(query, queryset=rows()).qs
        return found

    return rows_of


def _may_export(user: Any) -> bool:
    return bool(user.may("complaints", "settings"))


def _category_headers() -> Sequence[object]:
    return (_("name in Thai"), _("name in English"), _("Division"), _("Time limit"), _("Restricted"), _("In use"))


def _category_row(row: Any) -> Sequence[Any]:
    division = str(row.division) if row.division else None
    return (row.name_th, row.name_en, division, time_limit(row), row.restricted, row.active)


def _source_headers() -> Sequence[object]:
    return (_("name in Thai"), _("name in English"), _("Order"), _("In use"))


def _source_row(row: Any) -> Sequence[Any]:
    return (row.name_th, row.name_en, row.order, row.active)


def _reply_headers() -> Sequence[object]:
    return (_("Name"), _("Used for"), _("Category"), _("Text"), _("In use"))


def _reply_row(row: Any) -> Sequence[Any]:
    act = str(ACTS[row.act].label) if row.act in ACTS else None
    return (row.name, act, row.category.name if row.category else None, row.text, row.active)


CATEGORIES = ListExport(
    code="categories",
    label=gettext_lazy("Categories and time limits"),
    headers=_category_headers,
    rows_of=_rows(CategoryFilter, selectors.category_lines),
    row=_category_row,
    may_export=_may_export,
)
SOURCES = ListExport(
    code="ways-in",
    label=gettext_lazy("Ways in"),
    headers=_source_headers,
    rows_of=_rows(SourceFilter, selectors.sources),
    row=_source_row,
    may_export=_may_export,
)
REPLIES = ListExport(
    code="ready-texts",
    label=gettext_lazy("Ready texts"),
    headers=_reply_headers,
    rows_of=_rows(ReplyFilter, reading.replies),
    row=_reply_row,
    may_export=_may_export,
)
LISTS = (CATEGORIES, SOURCES, REPLIES)
