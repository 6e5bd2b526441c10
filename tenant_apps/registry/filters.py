"""Filters of the list of people."""

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kit.thai import normalise_text
from shared_apps.accounts.models import User
from tenant_apps.registry.selectors import divisions

STATES = [("active", _("Account open")), ("closed", _("Account closed"))]


class PeopleFilter(filters.FilterSet):
    """Search by name, e-mail or position; division; state."""

    q = filters.CharFilter(label=_("Search by name, e-mail or position"), method="search", max_length=100)
    division = filters.ModelChoiceFilter(
        label=_("Division"),
        field_name="officer__division",
        queryset=lambda _request: divisions(active_only=False),
        empty_label=_("All divisions"),
    )
    state = filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state", empty_label=_("All"))

    class Meta:
        model = User
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[User]", _name: str, value: Any) -> "QuerySet[User]":
        """Every word must be found somewhere."""
        for word in normalise_text(str(value)).split()[:8]:
            queryset = queryset.filter(
                Q(display_name__icontains=word) | Q(email__icontains=word) | Q(officer__position__icontains=word)
            )
        return queryset

    def by_state(self, queryset: "QuerySet[User]", _name: str, value: str) -> "QuerySet[User]":
        """Open or closed accounts."""
        return queryset.filter(is_active=value == "active")
