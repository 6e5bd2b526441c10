"""Pages of lists that may be very long."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

if TYPE_CHECKING:
    _Pages = Paginator[Any]
else:
    _Pages = Paginator

MOST_COUNTED = 5_000
"""Counting further would make the first page of a list slower with each row that is added to it."""


class CountedPages(_Pages):
    """Django's paginator, which counts up to `MOST_COUNTED`: whoever looks for a row further down narrows the list.

    `is_more` tells that there are more rows than `count`.
    """

    @cached_property
    def count(self) -> int:
        """How many rows there are, at most `MOST_COUNTED`."""
        return min(self._counted, MOST_COUNTED)

    @property
    def is_more(self) -> bool:
        """Whether there are more than `MOST_COUNTED`."""
        return self._counted > MOST_COUNTED

    @cached_property
    def _counted(self) -> int:
        query = _query_of(self.object_list)
        return len(self.object_list) if query is None else query.order_by()[: MOST_COUNTED + 1].count()


def _query_of(rows: Any) -> "QuerySet[Any] | None":
    """The query behind rows, those of django-tables2 among them, whose `data` holds it."""
    while rows is not None and not isinstance(rows, QuerySet):
        rows = getattr(rows, "data", None)
    return rows
