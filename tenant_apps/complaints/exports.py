"""The list of complaints to take away. Who the reporters are is not in it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit import clock
from shared_apps.exports.registry import ListExport, Query
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.work import found_by
from tenant_apps.desk.forms import criteria_of
from tenant_apps.surveys.selectors import with_scores


def _headers() -> Sequence[object]:
    return (
        _("Number"),
        _("Kind of case"),
        _("Category"),
        _("Subject"),
        _("Place of the matter"),
        _("Latitude"),
        _("Longitude"),
        _("Division"),
        _("Responsible"),
        _("Status"),
        _("Way in"),
        _("Filed"),
        _("Due"),
        _("Answered"),
        _("Times reopened"),
        _("Score"),
    )


def _rows_of(user: Any, query: Query) -> "QuerySet[Complaint]":
    """What the inbox shows at that address: tab, search and filters."""
    found = found_by(user, criteria_of(user, query), at=clock.now()).order_by("submitted_at", "pk")
    return with_scores(found.select_related("intake__source"))


def _row(complaint: Complaint) -> tuple[Any, ...]:
    intake = getattr(complaint, "intake", None)
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
        intake.source.name if intake else _("Website"),
        _day(complaint.submitted_at),
        _day(complaint.due_at),
        _day(complaint.resolved_at),
        complaint.times_reopened,
        getattr(complaint, "score", None),
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
