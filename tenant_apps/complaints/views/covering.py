"""Covering parts of a photo."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import right_required
from shared_apps.files.services import path_of
from shared_apps.ui.errors import message_of
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Photo
from tenant_apps.complaints.selectors import desk as reading
from tenant_apps.complaints.services.redacting import MOST_BOXES, Box
from tenant_apps.complaints.views.common import actor_of
from tenant_apps.complaints.views.desk_parts import case_of

_PARTS = ("left", "top", "width", "height")


def _photo(request: HttpRequest, number: str, photo_id: int) -> Photo:
    complaint = case_of(request, number)
    photo = reading.photo_of(complaint, photo_id)
    if photo is None or not reading.may_see_original(actor_of(request), complaint):
        raise Http404
    return photo


@right_required("complaints", "edit")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest, number: str, photo_id: int) -> HttpResponseBase:
    """Boxes drawn on the photo, or written as numbers."""
    photo = _photo(request, number, photo_id)
    if request.method != "POST":
        return _page(request, photo, _known(photo))
    rows = _rows(request)
    try:
        boxes = [_box(row) for row in rows if any(row)]
        services.cover(photo=photo, boxes=boxes, actor=actor_of(request), at=clock.now())
    except DomainError as error:
        messages.error(request, message_of(error))
        return _page(request, photo, rows, status=422)
    messages.success(request, _("The photo is covered. Others see the covered copy only."))
    return redirect("desk_complaint", number)


def _rows(request: HttpRequest) -> list[list[str]]:
    return [[request.POST.get(f"{part}_{row}", "")[:8].strip() for part in _PARTS] for row in range(MOST_BOXES)]


def _box(row: list[str]) -> Box:
    """Percents as thousandths; what is no number lies outside."""
    left, top, width, height = (_thousandths(text) for text in row)
    return left, top, width, height


def _thousandths(text: str) -> int:
    whole, _dot, tenth = text.partition(".")
    is_number = whole.isascii() and whole.isdigit() and (not tenth or (tenth.isascii() and tenth.isdigit()))
    return int(whole[:4]) * 10 + int((tenth or "0")[0]) if is_number else -1


def _known(photo: Photo) -> list[list[str]]:
    redaction = reading.redaction_of(photo)
    boxes = redaction.boxes if redaction else []
    rows = [[f"{value / 10:g}" for value in box] for box in boxes]
    return rows + [["", "", "", ""]] * (MOST_BOXES - len(rows))


def _page(request: HttpRequest, photo: Photo, rows: list[list[str]], *, status: int = 200) -> HttpResponse:
    context = {"photo": photo, "complaint": photo.complaint, "rows": rows, "redaction": reading.redaction_of(photo)}
    return render(request, "complaints/desk/cover.html", context, status=status)


@right_required("complaints", "edit")
@never_cache
@require_safe
def original(request: HttpRequest, number: str, photo_id: int) -> HttpResponseBase:
    """The photo as it was sent. That somebody looked beneath the boxes is recorded."""
    photo = _photo(request, number, photo_id)
    redaction = reading.redaction_of(photo)
    file = redaction.original if redaction else photo.file
    if redaction:
        services.record_original_seen(photo=photo, actor=actor_of(request), at=clock.now())
    try:
        content = default_storage.open(path_of(file.sha256, file.extension))
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type=file.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@right_required("complaints", "edit")
@require_POST
def uncover(request: HttpRequest, number: str, photo_id: int) -> HttpResponseBase:
    """Show the photo as it was sent."""
    services.uncover(photo=_photo(request, number, photo_id), actor=actor_of(request), at=clock.now())
    messages.success(request, _("The photo is shown as it was sent."))
    return redirect("desk_complaint", number)
