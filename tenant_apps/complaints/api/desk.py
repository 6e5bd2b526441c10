"""What officers read: lists, cases, people to whom work is given."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from ninja import File, Query, Router, Status
from ninja.decorators import decorate_view
from ninja.files import UploadedFile

from kit import clock
from shared_apps.api.callers import TokenAuth
from shared_apps.api.idempotency import idempotent
from shared_apps.api.pagination import page_of
from shared_apps.api.types import Paged
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.api.common import (
    IMAGES,
    Cursor,
    Limit,
    Size,
    actor_of,
    officers_case,
    serve_photo,
    set_version,
)
from tenant_apps.complaints.models import Complaint, Photo
from tenant_apps.complaints.schemas.reading import (
    ContactOut,
    DeskCaseDetailOut,
    DeskCaseOut,
    OfficerOut,
    PhotoOut,
    SourceOut,
    contact_out,
    desk_case_out,
    events_out,
    photo_out,
)
from tenant_apps.complaints.schemas.writing import DeskFilter, Note
from tenant_apps.complaints.scopes import ASSIGN, EDIT, INTAKE, VIEW
from tenant_apps.complaints.selectors.desk import sources as all_sources
from tenant_apps.registry.selectors import officers as all_officers

router = Router(tags=["Officers"])


@router.get(
    "/complaints",
    response=Paged[DeskCaseOut],
    auth=TokenAuth(VIEW),
    url_name="desk_list",
    operation_id="listCases",
)
def list_cases(
    request: HttpRequest, filters: Query[DeskFilter], cursor: Cursor | None = None, limit: Limit = 20
) -> dict[str, Any]:
    """The cases that the officer may see, newest first. Nothing of the reporters."""
    at, user = clock.now(), actor_of(request)
    rows = selectors.in_tab(selectors.real(selectors.visible_to(user)), filters.tab, user=user, at=at)
    page = page_of(_filtered(rows, filters), name="desk", cursor=cursor, limit=limit)
    return {"items": [desk_case_out(row, at=at) for row in page.items], "next_cursor": page.next_cursor}


def _filtered(rows: Any, filters: DeskFilter) -> Any:
    plain = {"state": filters.state, "kind": filters.kind, "category__code": filters.category}
    rows = rows.filter(**{name: value for name, value in plain.items() if value is not None})
    if filters.division is not None:
        rows = rows.filter(division_id=filters.division)
    if filters.filed_from is not None:
        rows = selectors.filed_from(rows, filters.filed_from, "from")
    if filters.filed_until is not None:
        rows = selectors.filed_from(rows, filters.filed_until, "until")
    return selectors.matching(rows, filters.q)


@router.get(
    "/officers",
    response=list[OfficerOut],
    auth=TokenAuth(ASSIGN),
    url_name="desk_officers",
    operation_id="listOfficers",
)
def officers(request: HttpRequest) -> list[dict[str, Any]]:
    """To whom work can be given."""
    return [
        {
            "id": officer.pk,
            "name": str(officer.user),
            "division": officer.division.name if officer.division else None,
            "position": officer.position,
        }
        for officer in all_officers()
    ]


@router.get(
    "/sources",
    response=list[SourceOut],
    auth=TokenAuth(INTAKE),
    url_name="desk_sources",
    operation_id="listSources",
)
def sources(request: HttpRequest) -> list[dict[str, str]]:
    """The ways in, to name one when a case is filed for somebody else."""
    return [{"code": source.code, "name": source.name} for source in all_sources()]


@router.get(
    "/complaints/{number}",
    response=DeskCaseDetailOut,
    auth=TokenAuth(VIEW),
    url_name="desk_case",
    operation_id="getCase",
)
def get_case(request: HttpRequest, number: str, response: HttpResponse) -> dict[str, Any]:
    """All of one case. The reporter is masked. The ETag is what moves want in `If-Match`.

    That a restricted one was read is recorded.
    """
    complaint = officers_case(request, number)
    if complaint.category.restricted:
        services.record_look(complaint=complaint, actor=actor_of(request), at=clock.now())
    return case_detail(request, complaint, response)


def case_detail(request: HttpRequest, complaint: Complaint, response: HttpResponse) -> dict[str, Any]:
    """A case as `DeskCaseDetailOut`; an officer who gave it away may not see it any more.

    Raises:
        Http404: the officer may not see it now.
    """
    at, user = clock.now(), actor_of(request)
    found = selectors.officers_case(user, complaint.number)
    if found is None:
        raise Http404
    set_version(response, found)
    rating = getattr(found, "rating", None)
    parent = selectors.merged_into(found)
    return {
        **desk_case_out(found, at=at),
        "contact": contact_out(found, masked=True),
        "actions": _actions(found, user, at),
        "events": events_out(selectors.timeline(found, public_only=False), for_officer=True),
        "photos": [
            photo_out(photo, reference=found.number, for_officer=True) for photo in selectors.shown_photos_of(found)
        ],
        "rating": rating.score if rating else None,
        "merged_into": parent.number if parent else None,
        "duplicates": list(selectors.duplicates_of(found).values_list("number", flat=True)),
    }


def _actions(complaint: Complaint, user: Any, at: datetime) -> list[str]:
    """The moves of the table, and what may be done about the time."""
    moves = [move.action for move in selectors.moves_open(complaint, actor=user, at=at)]
    return [*moves, *selectors.timing_acts(complaint, at=at)] if user.may("complaints", "edit") else moves


@router.post(
    "/complaints/{number}/contact",
    response=ContactOut,
    auth=TokenAuth(VIEW),
    url_name="desk_contact",
    operation_id="showContact",
)
def contact(request: HttpRequest, number: str) -> dict[str, str]:
    """Who the reporter is. That it was looked at is recorded."""
    complaint = officers_case(request, number)
    services.record_contact_seen(complaint=complaint, actor=actor_of(request), at=clock.now())
    return contact_out(complaint, masked=False)


@router.post(
    "/complaints/{number}/notes",
    response={201: None},
    auth=TokenAuth(EDIT),
    url_name="desk_notes",
    operation_id="addNote",
)
@decorate_view(idempotent)
def add_note(request: HttpRequest, number: str, payload: Note) -> Status[None]:
    """Add a note that only officers read, in any state."""
    complaint = officers_case(request, number)
    services.add_note(complaint=complaint, actor=actor_of(request), at=clock.now(), note=payload.note)
    return Status(201, None)


@router.post(
    "/complaints/{number}/photos",
    response={201: PhotoOut},
    auth=TokenAuth(EDIT),
    url_name="desk_photos",
    operation_id="addWorkPhoto",
)
@decorate_view(idempotent)
def add_photo(request: HttpRequest, number: str, photo: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Add one photo of the work that was done; the citizen sees it."""
    complaint = officers_case(request, number)
    added = services.add_photo_to_case(
        complaint=complaint, upload=photo, actor=actor_of(request), at=clock.now(), moment=Photo.Moment.AFTER
    )
    return Status(201, photo_out(added, reference=complaint.number, for_officer=True))


@router.get(
    "/complaints/{number}/photos/{uuid:file_id}",
    auth=TokenAuth(VIEW),
    url_name="desk_photo_file",
    operation_id="getCasePhoto",
    openapi_extra=IMAGES,
)
def get_photo(request: HttpRequest, number: str, file_id: UUID, size: Size = "full") -> HttpResponseBase:
    """A photo of the case, as an image; faces and number plates that were covered stay covered."""
    return serve_photo(request, officers_case(request, number), file_id, size)
