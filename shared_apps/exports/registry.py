"""Lists that can be taken away. An app registers its lists in `AppConfig.ready`.

    registry.register(ListExport(code="people", label=_("people"), headers=headers, rows_of=rows, row=cells,
                                 may_export=lambda user: user.may("people", "export")))

In the list's view: `context["exports"] = exports.views.links(request, "people")` for `ui/list.html`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

Query = QueryDict
"""The filters as the list's page has them in its address."""


@dataclass(frozen=True, kw_only=True)
class ListExport:
    """A list. `rows_of(user, query)` is what this user sees there, `row(object)` its cells.

    Cells are text, numbers, dates (written as such, shown in พ.ศ.), booleans or None; codes and telephone numbers are
    text. `label` is the file's name and the sheet's. With `is_personal` it names people, and asks for a proof of who
    takes it away.
    """

    code: str
    label: Any
    headers: Callable[[], Sequence[object]]
    rows_of: Callable[[Any, Query], "QuerySet[Any]"]
    row: Callable[[Any], Sequence[Any]]
    may_export: Callable[[Any], bool]
    is_personal: bool = False


_lists: dict[str, ListExport] = {}


def register(one: ListExport) -> None:
    """Add a list, or replace the one of that code."""
    _lists[one.code] = one


def get(code: str) -> ListExport | None:
    """The list of that code."""
    return _lists.get(code)
