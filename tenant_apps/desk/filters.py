"""Filters of the list of saved views."""

from typing import Any, ClassVar

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.filters import SearchFilter
from tenant_apps.desk.models import SavedView

_SHARED = [("mine", _("Only for me")), ("shared", _("Shared with a division"))]


class ViewFilter(SearchFilter):
    """Search; one's own or shared."""

    shared = filters.ChoiceFilter(label=_("Who sees it"), choices=_SHARED, method="by_shared", empty_label=_("All"))

    class Meta:
        model = SavedView
        fields: ClassVar[list[str]] = []

    def by_shared(self, queryset: Any, _name: str, value: str) -> Any:
        """With a division or without."""
        return queryset.filter(division__isnull=value == "mine")
