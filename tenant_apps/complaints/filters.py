"""The filters of the officers' inbox."""

from typing import Any, ClassVar

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.fields import CleanCharField, ThaiDateField
from tenant_apps.complaints import selectors
from tenant_apps.complaints.models import Complaint, Kind
from tenant_apps.complaints.workflow import State
from tenant_apps.registry.selectors import divisions, officers


class SearchFilter(filters.Filter):
    """Words in any spelling."""

    field_class = CleanCharField

    def filter(self, qs: Any, value: str | None) -> Any:
        return selectors.matching(qs, value) if value else qs


class DayFilter(filters.Filter):
    """From or until a day in Bangkok."""

    field_class = ThaiDateField

    def filter(self, qs: Any, value: Any) -> Any:
        return selectors.filed_from(qs, value, self.lookup_expr) if value else qs


class ComplaintFilter(filters.FilterSet):
    """Search, state, type, category, division, responsible, days."""

    q = SearchFilter(
        label=_("Search"),
        help_text="",
        max_length=100,
        error_messages={"max_length": _("Search with at most 100 characters.")},
    )
    state = filters.MultipleChoiceFilter(label=_("Status"), choices=State.choices, widget=forms.CheckboxSelectMultiple)
    kind = filters.ChoiceFilter(label=_("Type"), choices=Kind.choices, empty_label=_("All"))
    category = filters.ModelChoiceFilter(
        label=_("Category"),
        queryset=lambda _request: selectors.categories(active_only=False),
        to_field_name="code",
        empty_label=_("All"),
    )
    division = filters.ModelChoiceFilter(
        label=_("Division"), queryset=lambda _request: divisions(), empty_label=_("All")
    )
    assignee = filters.ModelChoiceFilter(
        label=_("Responsible"),
        queryset=lambda _request: officers(),
        method="responsible",
        empty_label=_("All"),
    )
    filed_from = DayFilter(label=_("Filed from"), lookup_expr="from")
    filed_until = DayFilter(label=_("Filed until"), lookup_expr="until")

    class Meta:
        model = Complaint
        fields: ClassVar[list[str]] = []

    def responsible(self, queryset: Any, _name: str, officer: Any) -> Any:
        """Those of one officer."""
        return queryset.filter(assignee_id=officer.user_id)
