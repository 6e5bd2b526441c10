"""What filters of lists share."""

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.thai import normalise_text

_WORDS = 8


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
