"""A list as every list is: searched, filtered, sorted, in pages, and to be taken away."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.http import HttpRequest
from django_tables2 import RequestConfig

from shared_apps.exports.registry import ListExport
from shared_apps.exports.views import links

PER_PAGE = 50


def list_context(
    request: HttpRequest,
    one: ListExport,
    *,
    filtered: filters.FilterSet,
    table: type[tables.Table],
    columns: tuple[str, ...] = (),
) -> dict[str, Any]:
    """What `ui/list.html` wants of a registered list; of the table's columns for acts only `columns` are shown.

    A table says its columns for acts in `acts`.
    """
    hidden = [name for name in getattr(table, "acts", ()) if name not in columns]
    made = table(filtered.qs, exclude=hidden)
    RequestConfig(request, paginate={"per_page": PER_PAGE, "silent": True}).configure(made)
    exports = links(request, one.code) if one.may_export(request.user) else []
    return {"table": made, "filter": filtered, "exports": exports, "is_narrowed": is_narrowed(request)}


def is_narrowed(request: HttpRequest) -> bool:
    """Whether a list shows less than all of its rows, or in another order than its own."""
    return any(value for values in request.GET.lists() for value in values[1])
