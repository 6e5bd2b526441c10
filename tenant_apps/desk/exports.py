"""The inbox as a list to take away, with what all services share. Who the reporters are is not in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit import clock
from shared_apps.casework import work
from shared_apps.exports.registry import ListExport, Query
from tenant_apps.desk.filters import ViewFilter
from tenant_apps.desk.forms import criteria_of
from tenant_apps.desk.panels import LABELS
from tenant_apps.desk.selectors import views_of

Row = Mapping[str, Any]


def _headers() -> Sequence[object]:
    return (
        _("Service"),
        _("Number"),
        _("Subject"),
        _("Category"),
        _("Division"),
        _("Responsible"),
        _("Status"),
        _("Filed"),
        _("Due"),
        _("Times reopened"),
    )


def _rows_of(user: Any, query: Query) -> "QuerySet[Any]":
    found: Any = work.find(user, criteria_of(user, query), at=clock.now(), action="export")
    rows: QuerySet[Any] = found.order_by("submitted_at", "number")
    return rows


def _row(row: Row) -> tuple[Any, ...]:
    source = work.source_of(row["service"])
    return (
        source.label,
        row["number"],
        row["title"],
        row["category_name"],
        row["division_name"],
        row["assignee_name"],
        source.state_shown(row["state"]).label,
        _day(row["submitted_at"]),
        _day(row["due_at"]),
        row["times_reopened"],
    )


def _day(moment: Any) -> Any:
    return clock.bangkok_day(moment) if moment else None


INBOX = ListExport(
    code="inbox",
    label=gettext_lazy("Inbox"),
    headers=_headers,
    rows_of=_rows_of,
    row=_row,
    may_export=lambda user: bool(work.sources(user, "export")),
)


def code_for(user: Any, services: Sequence[str]) -> str:
    """The list to take away: a service's own when only one is asked; empty for who may take none."""
    asked = [one for one in work.sources(user, "export") if not services or one.service in services]
    if not asked:
        return ""
    return (asked[0].export_code if len(asked) == 1 else "") or INBOX.code


def _view_headers() -> Sequence[object]:
    return (_("Name"), _("Tab"), _("Shared with"), _("Saved by"), _("Filters"))


def _view_rows(user: Any, query: Query) -> "QuerySet[Any]":
    found: QuerySet[Any] = ViewFilter(query, queryset=views_of(user)).qs
    return found


def _view_row(view: Any) -> tuple[Any, ...]:
    return (view.name, str(LABELS.get(view.tab, "")), view.division, str(view.owner), view.query)


VIEWS = ListExport(
    code="saved-views",
    label=gettext_lazy("Saved views"),
    headers=_view_headers,
    rows_of=_view_rows,
    row=_view_row,
    may_export=lambda user: bool(work.sources(user)),
)
