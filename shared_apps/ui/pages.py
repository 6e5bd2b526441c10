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
MOST_SEARCHED = 1_000
"""The same where words are searched, which takes longer for each row."""


class CountedPages(_Pages):
    """Django's paginator, which counts up to `most`: whoever looks for a row further down narrows the list.

    `is_more` tells that there are more rows than `count`. `counted` are the same rows as a cheaper query to count.
    """

    def __init__(
        self, *args: Any, counted: "QuerySet[Any, Any] | None" = None, most: int | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.counted, self.most = counted, most or MOST_COUNTED

    @cached_property
    def count(self) -> int:
        """How many rows there are, at most `most`."""
        return min(self._counted, self.most)

    @property
    def is_more(self) -> bool:
        """Whether there are more than `most`."""
        return self._counted > self.most

    @cached_property
    def _counted(self) -> int:
        query = _query_of(self.object_list) if self.counted is None else self.counted
        return len(self.object_list) if query is None else query.order_by()[: self.most + 1].count()


def _query_of(rows: Any) -> "QuerySet[Any] | None":
    """The query behind rows, those of django-tables2 among them, whose `data` holds it."""
    while rows is not None and not isinstance(rows, QuerySet):
        rows = getattr(rows, "data", None)
    return rows
