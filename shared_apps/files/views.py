"""Serving of files to those who may read them."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from shared_apps.files import access, selectors
from shared_apps.files.models import StoredFile
from shared_apps.files.services import path_of

_CSP = "default-src 'none'; sandbox"


@login_not_required
@require_safe
def file(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """A file. Who may not read it gets the same 404 as for one that is not there."""
    return _readable(request, file_id, thumbnail=False)


@login_not_required
@require_safe
def thumbnail(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """The small version of a photo."""
    return _readable(request, file_id, thumbnail=True)


def _readable(request: HttpRequest, file_id: UUID, *, thumbnail: bool) -> HttpResponseBase:
    stored = selectors.file_or_none(file_id)
    if stored is None or not access.may_read(request, stored):
        raise Http404
    return serve(request, stored, thumbnail=thumbnail)


def serve(request: HttpRequest, stored: StoredFile, *, thumbnail: bool) -> HttpResponseBase:
    """The bytes of a file; the caller has made sure that they may be read.

    Raises:
        Http404: there is no small version, or the bytes are gone.
    """
    digest = stored.thumbnail_sha256 if thumbnail else stored.sha256
    etag = f'"{digest}"'
    if not digest:
        raise Http404
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _with_headers(HttpResponseNotModified(), etag)
    try:
        content = default_storage.open(path_of(digest, stored.extension))
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=not stored.is_image,
        filename=stored.original_name,
        content_type=stored.content_type,
    )
    return _with_headers(response, etag)


def _with_headers(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = _CSP
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
