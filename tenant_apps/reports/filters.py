"""Filters of the list of reasons for delay."""

from datetime import date
from typing import Any, ClassVar

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from kit.dates import format_medium
from shared_apps.ui.filters import DayFilter, SearchFilter
from tenant_apps.complaints.models import ComplaintEvent
from tenant_apps.complaints.selectors import categories
from tenant_apps.registry.selectors import divisions
from tenant_apps.reports.notices import KINDS


class DelayFilter(SearchFilter):
    """Search in number and reason; which notice; division; category; days on which it was told."""

    searched = ("case__number", "note")
    q = filters.CharFilter(label=_("Search by case number or reason"), method="search", max_length=100)
    action = filters.ChoiceFilter(label=_("Notice"), choices=KINDS, empty_label=_("All"))
    division = filters.ModelChoiceFilter(
        label=_("Division"),
        field_name="case__division",
        queryset=lambda _request: divisions(active_only=False),
        empty_label=_("All"),
    )
    category = filters.ModelChoiceFilter(
        label=_("Category"),
        field_name="case__category",
        queryset=lambda _request: categories(active_only=False),
        empty_label=_("All"),
    )
    since = DayFilter(label=_("From"), field_name="at", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="at", lookup_expr="lte")

    class Meta:
        model = ComplaintEvent
        fields: ClassVar[list[str]] = []

    def chosen(self) -> list[str]:
        """What was chosen, as people read it on paper."""
        values: dict[str, Any] = self.form.cleaned_data if self.form.is_valid() else {}
        shown = {name: value for name, value in values.items() if value}
        if "action" in shown:
            shown["action"] = dict(KINDS)[shown["action"]]
        return [f"{self.form.fields[name].label}: {_day(value)}" for name, value in shown.items()]


def _day(value: Any) -> str:
    return format_medium(value) if isinstance(value, date) else str(value)
