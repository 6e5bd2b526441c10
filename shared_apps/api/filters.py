"""Filters of the list of tokens."""

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.thai import normalise_text
from shared_apps.api import selectors
from shared_apps.api.models import Token

STATES = [("valid", _("Valid")), ("expired", _("Run out")), ("revoked", _("Revoked"))]


class TokenFilter(filters.FilterSet):
    """Search by name or owner; state."""

    q = filters.CharFilter(label=_("Search by name or owner"), method="search", max_length=100)
    state = filters.ChoiceFilter(label=_("State"), choices=STATES, method="by_state", empty_label=_("All"))

    class Meta:
        model = Token
        fields: ClassVar[list[str]] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:
        """Every word must be found somewhere."""
        for word in normalise_text(value).split()[:8]:
            queryset = queryset.filter(
                Q(name__icontains=word) | Q(owner__display_name__icontains=word) | Q(shown_as__icontains=word)
            )
        return queryset

    def by_state(self, queryset: Any, _name: str, value: str) -> Any:
        """Valid, run out or revoked."""
        return selectors.in_state(queryset, value, at=clock.now())
