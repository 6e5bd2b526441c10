"""The reasons for delay to take away: the copy that the office owes (Licensing Facilitation Act 2558, s. 10)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit import clock
from shared_apps.exports.registry import ListExport, Query
from tenant_apps.complaints.selectors import reasons_told
from tenant_apps.reports.filters import DelayFilter
from tenant_apps.reports.notices import KINDS


def _headers() -> Sequence[object]:
    return (
        _("Number"),
        _("Category"),
        _("Division"),
        _("Day received"),
        _("Due"),
        _("Told"),
        _("Notice"),
        _("Reason"),
        _("Status"),
        _("Answered"),
        _("Copy sent"),
        _("Number of the letter"),
    )


def _rows(user: Any, query: Query) -> "QuerySet[Any]":
    found: QuerySet[Any] = DelayFilter(query, queryset=reasons_told(user)).qs
    return found


def _row(event: Any) -> Sequence[Any]:
    case = event.case
    days = [clock.bangkok_day(at) if at else None for at in (case.legal_received_at, case.due_at, event.at)]
    answered = clock.bangkok_day(case.resolved_at) if case.resolved_at else None
    notice = str(dict(KINDS)[event.action])
    names = (case.number, case.category.name, str(case.division) if case.division else None)
    copied = getattr(event, "copied", None)
    sent = (copied.copy.sent_on, copied.copy.letter) if copied else (None, None)
    return (*names, *days, notice, event.note, str(case.state_shown.label), answered, *sent)


DELAYS = ListExport(
    code="delays",
    label=gettext_lazy("Reasons for delay"),
    headers=_headers,
    rows_of=_rows,
    row=_row,
    may_export=lambda user: user.may("reports", "export"),
)
