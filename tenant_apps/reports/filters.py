"""Filters of the list of reasons for delay."""

from datetime import date
from typing import Any, ClassVar

import django_filters as filters
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from kit.dates import format_medium
from shared_apps.ui.filters import DayFilter, SearchFilter
from tenant_apps.complaints.models import ComplaintEvent
from tenant_apps.complaints.selectors import categories
from tenant_apps.registry.selectors import divisions
from tenant_apps.reports.notices import COPIES, KINDS


class DelayFilter(SearchFilter):
    """Search in number, reason and letter; which notice; sent or not; division; category; days on which it was told.

    `copy` is one sending, to which rows lead.
    """

    searched = ("case__number", "note", "copied__copy__letter")
    q = filters.CharFilter(label=_("Search by case number, reason or letter"), method="search", max_length=100)
    sent = filters.ChoiceFilter(
        label=_("Copy to the commission"), choices=COPIES, empty_label=_("All"), method="filter_sent"
    )
    copy = filters.NumberFilter(
        label=_("Copy that was sent"), field_name="copied__copy", min_value=1, max_value=2**31 - 1, widget=HiddenInput
    )
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

    def filter_sent(self, queryset: Any, _name: str, value: str) -> Any:
        """Those in a copy, or those that are still to be sent."""
        return queryset.filter(copied__isnull=value != "yes")

    def chosen(self) -> list[str]:
        """What was chosen, as people read it on paper; whether it was sent before is not said."""
        values: dict[str, Any] = self.form.cleaned_data if self.form.is_valid() else {}
        shown = {name: value for name, value in values.items() if value and name not in {"sent", "copy"}}
        if "action" in shown:
            shown["action"] = dict(KINDS)[shown["action"]]
        return [f"{self.form.fields[name].label}: {_day(value)}" for name, value in shown.items()]


def _day(value: Any) -> str:
    return format_medium(value) if isinstance(value, date) else str(value)
