"""Lists to download: at once, or when a job has written them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit import clock
from shared_apps.accounts.permissions import officer_required, recently_authenticated
from shared_apps.exports import selectors, services
from shared_apps.exports.models import Export, ExportState
from shared_apps.exports.writers import CONTENT_TYPES

_FINISHED = 286
"""htmx stops asking at this status."""


def links(request: HttpRequest, code: str, *, route: str = "export_list") -> list[dict[str, str]]:
    """The `exports` of `ui/list.html`: the list as it is filtered and sorted on this page, written by `route`."""
    query = request.GET.copy()
    query.pop("page", None)
    ending = f"?{query.urlencode()}" if query else ""
    icons = {"xlsx": ("file-earmark-excel", _("Excel")), "csv": ("download", _("CSV"))}
    return [
        {"url": reverse(route, args=[code, form]) + ending, "label": label, "icon": icon}
        for form, (icon, label) in icons.items()
    ]


def links_here(request: HttpRequest) -> list[dict[str, str]]:
    """The same for a page that writes its list itself when it is asked for by `?export=`."""
    query = request.GET.copy()
    query.pop("page", None)
    found = []
    for form, label, icon in (("xlsx", _("Excel"), "file-earmark-excel"), ("csv", _("CSV"), "download")):
        query["export"] = form
        found.append({"url": f"?{query.urlencode()}", "label": label, "icon": icon})
    return found


@never_cache
@require_safe
@officer_required
def export_list(request: HttpRequest, list_name: str, form: str) -> HttpResponseBase:
    """A registered list as a file, or the page of the job that writes it."""
    one = services.list_for(request.user, list_name)
    return _guarded(request, list_name, form) if one.is_personal else respond(request, list_name, form)


@recently_authenticated(is_download=True)
def _guarded(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    return respond(request, code, form)


def respond(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """Answer with a registered list as a file; a large one is ordered, and its page shows how far it is.

    Raises:
        Http404: no such form.
        kit.errors.NotFound: no such list.
        kit.errors.Refused: the user may not take it away.
    """
    if form not in CONTENT_TYPES:
        raise Http404
    one = services.list_for(request.user, code)
    rows = one.rows_of(request.user, request.GET)
    total, at = rows.count(), clock.now()
    if total > services.LARGE:
        query, language = request.GET.urlencode(), get_language() or "th"
        made = services.order(one, form=form, query=query, total=total, language=language, actor=request.user, at=at)
        return redirect("export_status", made.pk)
    content = services.write_now(one, form=form, rows=rows, actor=request.user, at=at)
    return download(content, str(one.label), form)


def export_response(*, name: str, form: str, headers: Sequence[object], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Rows as a file `name.form` to download, for lists that are not registered.

    Raises:
        KeyError: there is no such form.
    """
    return download(services.write_rows(form=form, title=str(name), headers=headers, rows=rows), str(name), form)


@never_cache
@require_safe
@officer_required
def status(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """How far the file is, and where it lies."""
    export = _mine(request, export_id)
    return render(request, "exports/status.html", {"export": export, "progress": _progress(export)})


@never_cache
@require_safe
@officer_required
def status_part(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The part of the page that asks again every second."""
    export = _mine(request, export_id)
    is_over = export.state in {ExportState.DONE, ExportState.FAILED}
    context = {"export": export, "progress": _progress(export)}
    return render(request, "exports/part.html", context, status=_FINISHED if is_over else 200)


def _mine(request: HttpRequest, export_id: UUID) -> Export:
    export = selectors.export_of(request.user, export_id)
    if export is None:
        raise Http404
    return export


def _progress(export: Export) -> dict[str, Any]:
    states = {ExportState.DONE: "done", ExportState.FAILED: "failed"}
    return {
        "label": _("Writing the list"),
        "done": export.done,
        "total": export.total,
        "state": states.get(ExportState(export.state), "running"),
        "poll_url": reverse("export_status_part", args=[export.pk]),
    }


def download(content: bytes, name: str, form: str) -> HttpResponse:
    """Bytes of a known form as a file to download, named after the list and the day."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[form])
    filename = f"{name}-{clock.today():%Y%m%d}.{form}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename) or "attachment"
    return response
