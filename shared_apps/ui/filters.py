"""What filters of lists share."""

from datetime import date, datetime, time
from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.clock import BANGKOK
from kit.thai import normalise_text
from shared_apps.ui.fields import ThaiDateField

_WORDS = 8


class DayFilter(filters.Filter):
    """From a day, or until its end, in Bangkok."""

    field_class = ThaiDateField

    def filter(self, qs: Any, value: date | None) -> Any:
        if not value:
            return qs
        edge = time.min if self.lookup_expr == "gte" else time.max
        return qs.filter(**{f"{self.field_name}__{self.lookup_expr}": datetime.combine(value, edge, BANGKOK)})


class SearchFilter(filters.FilterSet):
    """A search in the columns `searched`: every word must be found in one of them."""

    searched: ClassVar[tuple[str, ...]] = ("name",)
    q = filters.CharFilter(label=_("Search by name"), method="search", max_length=100)

    def search(self, queryset: Any, _name: str, value: Any) -> Any:
        """The rows with all the words."""
        for word in normalise_text(str(value)).split()[:_WORDS]:
            found = Q()
            for column in self.searched:
                found |= Q(**{f"{column}__icontains": word})
            queryset = queryset.filter(found)
        return queryset
