"""Filters of the lists of the settings."""

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kit.thai import normalise_text
from shared_apps.audit.models import AuditEntry
from shared_apps.ui.fields import CleanCharField
from shared_apps.ui.filters import DayFilter
from shared_apps.ui.templatetags.thai import is_thai
from tenant_apps.site.extensions import settings_pages
from tenant_apps.site.models import Holiday
from tenant_apps.site.selectors import holiday_years


class WhoFilter(filters.Filter):
    """Who did it."""

    field_class = CleanCharField

    def filter(self, qs: Any, value: str | None) -> Any:
        return qs.filter(actor_name__icontains=value) if value else qs


def _parts(_request: Any = None) -> list[tuple[str, Any]]:
    return [(page.name, page.label) for page in settings_pages() if page.actions]


class HistoryFilter(filters.FilterSet):
    """Part, person, days."""

    q = WhoFilter(label=_("Search by the name of the person"), max_length=100)
    part = filters.ChoiceFilter(label=_("Part"), choices=_parts, method="by_part", empty_label=_("All parts"))
    since = DayFilter(label=_("From"), field_name="at", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="at", lookup_expr="lte")

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []

    def by_part(self, queryset: "QuerySet[AuditEntry]", _name: str, value: str) -> "QuerySet[AuditEntry]":
        """The acts of one settings page."""
        actions = [action for page in settings_pages() if page.name == value for action in page.actions]
        return queryset.filter(action__in=actions)


def _years(_request: Any = None) -> list[tuple[str, str]]:
    return [(str(year), str(year + 543) if is_thai() else str(year)) for year in holiday_years()]


class HolidayFilter(filters.FilterSet):
    """Name, year, kind, and whether the office works after all."""

    q = filters.CharFilter(label=_("Search by name"), method="search", max_length=100)
    year = filters.ChoiceFilter(
        label=_("Year"), choices=_years, field_name="day", lookup_expr="year", empty_label=_("All years")
    )
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Holiday.Kind.choices, empty_label=_("All"))
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[("closed", _("The office is closed")), ("open", _("The office works"))],
        method="by_state",
        empty_label=_("All"),
    )

    class Meta:
        model = Holiday
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[Holiday]", _name: str, value: Any) -> "QuerySet[Holiday]":
        """Every word must be found in the name."""
        for word in normalise_text(str(value)).split()[:8]:
            queryset = queryset.filter(name__icontains=word)
        return queryset

    def by_state(self, queryset: "QuerySet[Holiday]", _name: str, value: str) -> "QuerySet[Holiday]":
        """Holidays, or those that were removed."""
        return queryset.filter(is_cancelled=value == "open")
