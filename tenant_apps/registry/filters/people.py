"""Filters of the list of people."""

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.thai import normalise_text
from shared_apps.accounts.models import User
from tenant_apps.registry.models import ActingOrder, Capacity
from tenant_apps.registry.selectors import divisions, in_state, roles

STATES = [
    ("active", _("Account open")),
    ("closed", _("Account closed")),
    ("administrator", _("Administrator")),
    ("never", _("Never signed in")),
]
ORDER_STATES = [("valid", _("Valid now")), ("later", _("Begins later")), ("past", _("Has ended"))]


class PeopleFilter(filters.FilterSet):
    """Search by name, e-mail or position; division; state."""

    q = filters.CharFilter(label=_("Search by name, e-mail or position"), method="search", max_length=100)
    division = filters.ModelChoiceFilter(
        label=_("Division"),
        field_name="officer__division",
        queryset=lambda _request: divisions(active_only=False),
        empty_label=_("All divisions"),
    )
    role = filters.ModelChoiceFilter(
        label=_("Role"),
        field_name="officer__roles",
        queryset=lambda _request: roles(),
        empty_label=_("All roles"),
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
        """Open or closed accounts, administrators, or accounts that were never used."""
        chosen = {
            "active": Q(is_active=True),
            "closed": Q(is_active=False),
            "administrator": Q(is_administrator=True, is_active=True),
            "never": Q(last_login=None, is_active=True),
        }
        return queryset.filter(chosen[value])


class ActingFilter(filters.FilterSet):
    """Search by person, position or order number; state; capacity."""

    q = filters.CharFilter(label=_("Search by name, position or order number"), method="search", max_length=100)
    state = filters.ChoiceFilter(label=_("State"), choices=ORDER_STATES, method="by_state", empty_label=_("All"))
    capacity = filters.ChoiceFilter(label=_("Capacity"), choices=Capacity.choices, empty_label=_("All"))

    class Meta:
        model = ActingOrder
        fields: ClassVar[list[str]] = []

    def search(self, queryset: "QuerySet[ActingOrder]", _name: str, value: Any) -> "QuerySet[ActingOrder]":
        """Every word must be found somewhere."""
        for word in normalise_text(str(value)).split()[:8]:
            queryset = queryset.filter(
                Q(deputy__user__display_name__icontains=word)
                | Q(principal__user__display_name__icontains=word)
                | Q(position_name__icontains=word)
                | Q(order_number__icontains=word)
            )
        return queryset

    def by_state(self, queryset: "QuerySet[ActingOrder]", _name: str, value: str) -> "QuerySet[ActingOrder]":
        """Valid now, later or past."""
        return in_state(queryset, value, clock.today())
