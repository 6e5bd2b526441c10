"""Filters of what the settings of complaints list: categories, ways in, ready texts."""

from typing import Any, ClassVar

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.filters import SearchFilter
from tenant_apps.complaints.models import Category, ReplyTemplate, Source
from tenant_apps.complaints.selectors import categories
from tenant_apps.complaints.workflow import ACTS
from tenant_apps.registry.selectors import divisions

IN_USE = [("yes", _("In use")), ("no", _("Not in use"))]
_FOR = ("ask", "resolve", "file_in_error", "reopen", "forward")


def _moves(*_arguments: Any) -> list[tuple[str, Any]]:
    return [(code, ACTS[code].label) for code in _FOR]


class _InUseFilter(SearchFilter):
    state = filters.ChoiceFilter(label=_("Status"), choices=IN_USE, method="by_state", empty_label=_("All"))

    def by_state(self, queryset: Any, _name: str, value: str) -> Any:
        """In use or not."""
        return queryset.filter(active=value == "yes")


class CategoryFilter(_InUseFilter):
    """Search; division; in use or not."""

    searched = ("name_th", "name_en", "hint_th", "hint_en")
    division = filters.ModelChoiceFilter(
        label=_("Division"), queryset=lambda _request: divisions(active_only=False), empty_label=_("All")
    )

    class Meta:
        model = Category
        fields: ClassVar[list[str]] = []


class SourceFilter(_InUseFilter):
    """Search; in use or not."""

    searched = ("name_th", "name_en")

    class Meta:
        model = Source
        fields: ClassVar[list[str]] = []


class ReplyFilter(_InUseFilter):
    """Search in names and words; what it is for; category; in use or not."""

    searched = ("name", "text")
    act = filters.ChoiceFilter(label=_("Used for"), choices=_moves, empty_label=_("All"))
    category = filters.ModelChoiceFilter(
        label=_("Category"), queryset=lambda _request: categories(active_only=False), empty_label=_("All")
    )

    class Meta:
        model = ReplyTemplate
        fields: ClassVar[list[str]] = []
