"""Filters of one's own cases, and of what the settings list: categories, ways in, ready texts."""

from typing import Any, ClassVar

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.filters import SearchFilter
from tenant_apps.complaints import selectors
from tenant_apps.complaints.models import Category, Complaint, Kind, ReplyTemplate, Source
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


SHOW = (("open", _("Not finished")), ("waiting", _("Waiting for my answer")), ("done", _("Finished")))


class MyCasesFilter(filters.FilterSet):
    """Search, status, kind."""

    q = filters.CharFilter(label=_("Search by number or words"), method="search", max_length=100)
    show = filters.ChoiceFilter(label=_("Status"), choices=SHOW, method="standing", empty_label=_("All"))
    kind = filters.ChoiceFilter(label=_("Kind of case"), choices=Kind.choices, empty_label=_("All"))

    class Meta:
        model = Complaint
        fields: ClassVar[list[str]] = []

    def search(self, queryset: Any, _name: str, value: str) -> Any:
        """Every word must be found somewhere."""
        return selectors.matching(queryset, value)

    def standing(self, queryset: Any, _name: str, value: str) -> Any:
        """Open, waiting for the citizen, or done."""
        return selectors.finished(queryset, value)
