"""Open data: the page that explains it, and the files."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from kit import clock
from tenant_apps.complaints.selectors import categories, number_example, publication
from tenant_apps.open_data import documents, selectors
from tenants.models import Tenant
from tenants.scope import require_tenant, tenant_scope

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
_LINES_AT_ONCE = 500


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponseBase:
    """What is published, under which licence, and what each column holds; or that nothing is."""
    if not publication().lists:
        return render(request, "open_data/not_published.html")
    changed, count = selectors.last_change()
    context = {
        "columns": [_shown(column) for column in documents.COLUMNS],
        "licence": documents.LICENCE,
        "changed": changed,
        "count": count,
    }
    return render(request, "open_data/open_data.html", context)


def _shown(column: documents.Column) -> documents.Column:
    """With a number as this LGO has them."""
    return replace(column, example=number_example()) if column.name == "number" else column


@login_not_required
@require_safe
def cases(request: HttpRequest, form: str) -> HttpResponseBase:
    """All public cases as a file, where the LGO publishes them; not sent again to who has it."""
    if not publication().lists:
        raise Http404
    changed, count = selectors.last_change()
    tenant = require_tenant()
    words = documents.Words.of(categories(active_only=False))
    etag = quote_etag(hashlib.sha256(f"{tenant.pk}:{form}:{changed}:{count}:{words}".encode()).hexdigest()[:32])
    at = int(changed.timestamp()) if changed else None
    unchanged = get_conditional_response(request, etag=etag, last_modified=at)
    if unchanged is not None:
        return unchanged
    response = StreamingHttpResponse(_streamed(tenant, form, words), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="cases-{clock.today():%Y%m%d}.{form}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=300"
    if at is not None:
        response["Last-Modified"] = http_date(at)
    return response


def _streamed(tenant: Tenant, form: str, words: documents.Words) -> Iterator[bytes]:
    """The file in pieces. It is written after the middleware has left the tenant, so the tenant is entered again."""
    with tenant_scope(tenant):
        found = selectors.every_case()
        lines = (
            documents.as_csv(found, words) if form == "csv" else documents.as_json(found, words, publisher=tenant.name)
        )
        piece: list[str] = []
        for line in lines:
            piece.append(line)
            if len(piece) >= _LINES_AT_ONCE:
                yield "".join(piece).encode()
                piece.clear()
        yield "".join(piece).encode()
