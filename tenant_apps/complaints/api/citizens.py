"""What citizens do: with a token of their own, or as guests with tracking code and PIN."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import File, Query, Router, Status
from ninja.decorators import decorate_view
from ninja.files import UploadedFile

from kit import clock
from kit.errors import Invalid, OverLimit, Refused
from shared_apps.accounts import privacy, throttle
from shared_apps.api.callers import TokenAuth, TokenOrGuest, caller_of
from shared_apps.api.idempotency import idempotent
from shared_apps.api.pagination import page_of
from shared_apps.api.types import Paged
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.access import may_file_by_program
from tenant_apps.complaints.api.common import (
    IMAGES,
    NO_CATEGORY,
    Cursor,
    Limit,
    Size,
    actor_of,
    followed_case,
    serve_photo,
    set_version,
)
from tenant_apps.complaints.models import Category, Complaint
from tenant_apps.complaints.schemas.reading import (
    CaseDetailOut,
    CaseOut,
    FiledOut,
    PhotoOut,
    RatingOut,
    case_out,
    events_out,
    photo_out,
)
from tenant_apps.complaints.schemas.writing import MyCasesFilter, NewCase, NewRating, Note
from tenant_apps.complaints.scopes import INTAKE, READ, WRITE
from tenant_apps.complaints.selectors.desk import sources
from tenant_apps.site.selectors import service_is_on

router = Router(tags=["Citizens"])
FILED_BY_GUEST = throttle.Limit("complaint_filed", seconds=3600, by_ip=120, by_identifier=120)
"""Shares its counters with the pages."""
NO_PLACE = _("Write a landmark or put the pin on the map, so that the officer finds the place.")
NO_SOURCE = _("Choose a way in from the list. Only programs of the office name one.")
SWITCHED_OFF = _("This office takes no cases online now. Please contact the office.")
NEEDS_IDENTITY = _("This office asks who files to confirm it with a Digital ID. Please file on its website.")
NO_NOTICE = _("Show the citizen the office's privacy notice first, and send the version that is in force.")
TOO_MANY = _("Too many cases were filed from here. Please try again in an hour.")
_CITIZENS_VERBS = {"answer": "answer", "close": "confirm", "reopen": "reopen"}


@router.post(
    "/complaints",
    response={201: FiledOut},
    auth=TokenOrGuest(WRITE, INTAKE),
    url_name="complaints",
    operation_id="fileComplaint",
)
@decorate_view(idempotent)
def file_complaint(request: HttpRequest, payload: NewCase, response: HttpResponse) -> Status[dict[str, Any]]:
    """File a complaint, a request for advice or a suggestion.

    Without a token it is filed as a guest's. Keep `tracking_code` and `pin`: nobody can show the PIN again.
    Send photos afterwards, one request each. A guest is shown the privacy notice first: send its version.
    """
    category, at = _category(payload), clock.now()
    _require_known(request)
    _require_notice(request, payload, at)
    _count_guest(request)
    receipt = _filed(request, payload, payload.filing(category, (get_language() or "th")[:2]), at)
    complaint = receipt.complaint
    response["Location"] = f"{request.path}/{complaint.tracking_code}"
    set_version(response, complaint)
    names = ("number", "tracking_code", "state", "submitted_at", "legal_received_at", "due_at")
    return Status(201, {**{name: getattr(complaint, name) for name in names}, "pin": receipt.pin})


def _filed(request: HttpRequest, payload: NewCase, filing: services.Filing, at: datetime) -> services.Receipt:
    """File it: as taken down by the office when a way in is named, else as it came."""
    version = payload.notice_version
    if not payload.source:
        reporter, sender = _reporter(request), actor_of(request)
        return services.file_complaint(filing=filing, reporter=reporter, at=at, notice_version=version, sender=sender)
    user = actor_of(request)
    source = sources().filter(code=payload.source).first() if user is not None and user.is_officer else None
    if source is None:
        raise Invalid(NO_SOURCE, field="source")
    return services.take_down(
        filing=filing,
        source=source,
        reference=payload.reference,
        photos=(),
        actor=user,
        at=at,
        notice_version=version,
    )


def _reporter(request: HttpRequest) -> Any:
    """A citizen is the reporter; an office's or an application's token files for somebody else."""
    caller = caller_of(request)
    return None if caller is None or caller.user.is_officer else caller.user


def _category(payload: NewCase) -> Category:
    if not service_is_on("complaints"):
        raise Refused(SWITCHED_OFF, code="service_off")
    category = selectors.category_by_code(payload.category)
    if category is None or not category.active:
        raise Invalid(NO_CATEGORY, field="category")
    if selectors.needs_place(category, payload.kind) and not payload.place and payload.latitude is None:
        raise Invalid(NO_PLACE, field="place")
    return category


def _require_known(request: HttpRequest) -> None:
    """Raise Refused where the office wants to know by a Digital ID who files."""
    if not may_file_by_program(actor_of(request)):
        raise Refused(NEEDS_IDENTITY, code="identity_required")


def _require_notice(request: HttpRequest, payload: NewCase, at: datetime) -> None:
    """Raise Invalid when a guest was not shown the notice in force, or somebody names one that is not."""
    version, given = privacy.current_version(at), payload.notice_version
    if given != version and (given or caller_of(request) is None):
        raise Invalid(NO_NOTICE, field="notice_version", code="notice_not_read")


def _count_guest(request: HttpRequest) -> None:
    if caller_of(request) is not None:
        return
    who = {"ip": get_adapter().get_client_ip(request), "identifier": "api"}
    who["identifier"] += who["ip"]
    if throttle.is_exhausted(FILED_BY_GUEST, **who):
        raise OverLimit(TOO_MANY)
    throttle.count(FILED_BY_GUEST, **who)


@router.get(
    "/my/complaints",
    response=Paged[CaseOut],
    auth=TokenAuth(READ),
    url_name="my_complaints",
    operation_id="listMyComplaints",
)
def my_complaints(
    request: HttpRequest, filters: Query[MyCasesFilter], cursor: Cursor | None = None, limit: Limit = 20
) -> dict[str, Any]:
    """What the owner of the token has filed, newest first."""
    rows = selectors.cases_of(actor_of(request)).select_related("category", "division")
    rows = selectors.matching(selectors.finished(rows, filters.show), filters.q)
    rows = rows.filter(kind=filters.kind) if filters.kind else rows
    page = page_of(rows, name="my", cursor=cursor, limit=limit)
    return {"items": [case_out(row) for row in page.items], "next_cursor": page.next_cursor}


@router.get(
    "/complaints/{reference}",
    response=CaseDetailOut,
    auth=TokenOrGuest(READ, INTAKE),
    url_name="complaint",
    operation_id="getComplaint",
)
def get_complaint(request: HttpRequest, reference: str, response: HttpResponse) -> dict[str, Any]:
    """Follow a case by number or tracking code: one's own, or with its PIN in the header `X-Case-PIN`."""
    return _case(followed_case(request, reference), response)


def _case(complaint: Complaint, response: HttpResponse) -> dict[str, Any]:
    set_version(response, complaint)
    open_moves = selectors.moves_open(complaint, actor=None, at=clock.now())
    actions = [_CITIZENS_VERBS[move.action] for move in open_moves if move.action in _CITIZENS_VERBS]
    photos = selectors.shown_photos_of(complaint)
    return {
        **case_out(complaint),
        "question": selectors.question_to_citizen(complaint),
        "actions": [*actions, "rate"] if selectors.may_rate(complaint) else actions,
        "events": events_out(selectors.timeline(complaint, public_only=True), for_officer=False),
        "photos": [photo_out(photo, reference=complaint.tracking_code) for photo in photos],
    }


@router.post(
    "/complaints/{reference}/photos",
    response={201: PhotoOut},
    auth=TokenOrGuest(WRITE, INTAKE),
    url_name="complaint_photos",
    operation_id="addPhoto",
)
@decorate_view(idempotent)
def add_photo(request: HttpRequest, reference: str, photo: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Add one photo to an open case, at most five. Where it was taken is removed from it."""
    complaint = followed_case(request, reference)
    added = services.add_photo_to_case(complaint=complaint, upload=photo, actor=actor_of(request), at=clock.now())
    return Status(201, photo_out(added, reference=complaint.tracking_code))


@router.get(
    "/complaints/{reference}/photos/{uuid:file_id}",
    auth=TokenOrGuest(READ, INTAKE),
    url_name="complaint_photo_file",
    operation_id="getPhoto",
    openapi_extra=IMAGES,
)
def get_photo(request: HttpRequest, reference: str, file_id: UUID, size: Size = "full") -> HttpResponseBase:
    """A photo of the case, as an image."""
    return serve_photo(request, followed_case(request, reference), file_id, size)


@router.post(
    "/complaints/{reference}/answer",
    response=CaseDetailOut,
    auth=TokenOrGuest(WRITE, INTAKE),
    url_name="complaint_answer_api",
    operation_id="answerComplaint",
)
@decorate_view(idempotent)
def answer(request: HttpRequest, reference: str, payload: Note, response: HttpResponse) -> dict[str, Any]:
    """Answer the office's question; the clock goes on."""
    complaint = followed_case(request, reference)
    services.answer(complaint=complaint, actor=actor_of(request), at=clock.now(), note=payload.note)
    return _case(complaint, response)


@router.post(
    "/complaints/{reference}/confirm",
    response=CaseDetailOut,
    auth=TokenOrGuest(WRITE, INTAKE),
    url_name="complaint_confirm_api",
    operation_id="confirmComplaint",
)
@decorate_view(idempotent)
def confirm(request: HttpRequest, reference: str, response: HttpResponse) -> dict[str, Any]:
    """Say that it is solved: the case is closed."""
    complaint = followed_case(request, reference)
    services.confirm(complaint=complaint, actor=actor_of(request), at=clock.now())
    return _case(complaint, response)


@router.post(
    "/complaints/{reference}/reopen",
    response=CaseDetailOut,
    auth=TokenOrGuest(WRITE, INTAKE),
    url_name="complaint_reopen_api",
    operation_id="reopenComplaint",
)
@decorate_view(idempotent)
def reopen(request: HttpRequest, reference: str, payload: Note, response: HttpResponse) -> dict[str, Any]:
    """Say that it is not solved, while that is possible."""
    complaint = followed_case(request, reference)
    services.reopen_as_citizen(complaint=complaint, actor=actor_of(request), at=clock.now(), note=payload.note)
    return _case(complaint, response)


@router.post(
    "/complaints/{reference}/rating",
    response={201: RatingOut},
    auth=TokenOrGuest(WRITE, INTAKE),
    url_name="complaint_rating",
    operation_id="rateComplaint",
)
@decorate_view(idempotent)
def rate(request: HttpRequest, reference: str, payload: NewRating) -> Status[dict[str, Any]]:
    """Rate a closed case, once."""
    rating = services.rate(
        complaint=followed_case(request, reference),
        score=payload.score,
        comment=payload.comment,
        good=payload.good,
        bad=payload.bad,
        actor=actor_of(request),
        at=clock.now(),
    )
    return Status(201, {name: getattr(rating, name) for name in ("score", "comment", "good", "bad")})
