"""The list of complaints to take away. Who the reporters are is not in it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit import clock
from kit.errors import NotFound
from shared_apps.exports.registry import ListExport, Query
from tenant_apps.complaints import selectors
from tenant_apps.complaints.filters import ComplaintFilter
from tenant_apps.complaints.models import Complaint

NO_SUCH_TAB = gettext_lazy("There is no such tab.")


def _headers() -> Sequence[object]:
    return (
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
    )


def _rows_of(user: Any, query: Query) -> "QuerySet[Complaint]":
    """What the inbox shows at that address: tab, search and filters."""
    tab = query.get("tab", "all")
    if tab not in selectors.TABS:
        raise NotFound(NO_SUCH_TAB)
    rows = selectors.in_tab(selectors.visible_to(user), tab, user=user, at=clock.now()).order_by("submitted_at", "pk")
    found: QuerySet[Complaint] = ComplaintFilter(query, queryset=rows).qs
    return found.select_related("rating")


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
        complaint.division,
        complaint.assignee,
        complaint.state_shown.label,
        _day(complaint.submitted_at),
        _day(complaint.due_at),
        _day(complaint.resolved_at),
        rating.score if rating else None,
    )


def _day(moment: Any) -> Any:
    return clock.bangkok_day(moment) if moment else None


COMPLAINTS = ListExport(
    code="complaints",
    label=gettext_lazy("Complaints"),
    headers=_headers,
    rows_of=_rows_of,
    row=_row,
    may_export=lambda user: user.may("complaints", "export"),
)
