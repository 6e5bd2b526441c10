"""Lists of the settings to take away."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from shared_apps.audit.models import AuditEntry
from shared_apps.audit.selectors import changes
from shared_apps.exports.registry import ListExport, Query
from tenant_apps.site.filters import HistoryFilter, HolidayFilter
from tenant_apps.site.history import act_of
from tenant_apps.site.models import Holiday
from tenant_apps.site.selectors import all_holidays


def _history_headers() -> Sequence[object]:
    return (pgettext("history", "When"), pgettext("history", "Who"), _("Part"), _("What changed"))


def _history_rows(_user: Any, query: Query) -> "QuerySet[AuditEntry]":
    found: QuerySet[AuditEntry] = HistoryFilter(query, queryset=changes()).qs
    return found


def _history_row(entry: AuditEntry) -> Sequence[Any]:
    act = act_of(entry)
    return (act.at, act.who, act.part, act.text)


HISTORY = ListExport(
    code="settings-history",
    label=gettext_lazy("History of the settings"),
    headers=_history_headers,
    rows_of=_history_rows,
    row=_history_row,
    may_export=lambda user: user.may("site", "settings"),
)


def _holiday_headers() -> Sequence[object]:
    return (_("Day"), _("Name"), _("Kind"), _("The office works"), _("Reason"), _("Changed by"), _("Last changed"))


def _holiday_rows(_user: Any, query: Query) -> "QuerySet[Holiday]":
    found: QuerySet[Holiday] = HolidayFilter(query, queryset=all_holidays()).qs
    return found


def _holiday_row(holiday: Holiday) -> Sequence[Any]:
    return (
        holiday.day,
        holiday.name,
        holiday.get_kind_display(),
        holiday.is_cancelled,
        holiday.reason,
        holiday.changed_by,
        holiday.changed_at,
    )


HOLIDAYS = ListExport(
    code="holidays",
    label=gettext_lazy("Holidays"),
    headers=_holiday_headers,
    rows_of=_holiday_rows,
    row=_holiday_row,
    may_export=lambda user: user.may("site", "settings"),
)
