"""What officers do with a case. Each move names in `If-Match` the version on which it was decided."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.decorators import decorate_view

from kit import clock
from kit.errors import Invalid
from shared_apps.api.callers import TokenAuth
from shared_apps.api.idempotency import idempotent
from tenant_apps.complaints import services
from tenant_apps.complaints.api.common import actor_of, expected_version, officers_case
from tenant_apps.complaints.api.desk import case_detail
from tenant_apps.complaints.schemas.reading import DeskCaseDetailOut
from tenant_apps.complaints.schemas.writing import Assignment, Forwarding, MoreTime, Note, OptionalNote
from tenant_apps.complaints.scopes import ASSIGN, EDIT
from tenant_apps.registry.selectors import divisions, officer_by_id

router = Router(tags=["Moves"])
NO_OFFICER = _("Choose an officer from the list.")
NO_DIVISION = _("Choose a division from the list.")


def _move(request: HttpRequest, number: str, response: HttpResponse, verb: Callable[..., Any], **values: Any) -> Any:
    complaint, version = officers_case(request, number), expected_version(request)
    verb(complaint=complaint, version=version, actor=actor_of(request), at=clock.now(), **values)
    return case_detail(request, complaint, response)


@router.post(
    "/{number}/accept",
    response=DeskCaseDetailOut,
    auth=TokenAuth(EDIT),
    url_name="move_accept",
    operation_id="acceptCase",
)
@decorate_view(idempotent)
def accept(request: HttpRequest, number: str, payload: OptionalNote, response: HttpResponse) -> Any:
    """Accept the case; who accepts is responsible unless somebody is."""
    return _move(request, number, response, services.accept, note=payload.note)


@router.post(
    "/{number}/assign",
    response=DeskCaseDetailOut,
    auth=TokenAuth(ASSIGN),
    url_name="move_assign",
    operation_id="assignCase",
)
@decorate_view(idempotent)
def assign(request: HttpRequest, number: str, payload: Assignment, response: HttpResponse) -> Any:
    """Make an officer responsible; the officer's division follows."""
    officer = officer_by_id(payload.officer)
    if officer is None:
        raise Invalid(NO_OFFICER, field="officer")
    return _move(request, number, response, services.assign, officer=officer, note=payload.note)


@router.post(
    "/{number}/start", response=DeskCaseDetailOut, auth=TokenAuth(EDIT), url_name="move_start", operation_id="startCase"
)
@decorate_view(idempotent)
def start(request: HttpRequest, number: str, payload: OptionalNote, response: HttpResponse) -> Any:
    """Begin the work."""
    return _move(request, number, response, services.start, note=payload.note)


@router.post(
    "/{number}/ask", response=DeskCaseDetailOut, auth=TokenAuth(EDIT), url_name="move_ask", operation_id="askCitizen"
)
@decorate_view(idempotent)
def ask(request: HttpRequest, number: str, payload: Note, response: HttpResponse) -> Any:
    """Ask the citizen; the clock stands until the answer."""
    return _move(request, number, response, services.ask, note=payload.note)


@router.post(
    "/{number}/resume",
    response=DeskCaseDetailOut,
    auth=TokenAuth(EDIT),
    url_name="move_resume",
    operation_id="resumeCase",
)
@decorate_view(idempotent)
def resume(request: HttpRequest, number: str, payload: OptionalNote, response: HttpResponse) -> Any:
    """Go on although the citizen has not answered."""
    return _move(request, number, response, services.resume, note=payload.note)


@router.post(
    "/{number}/resolve",
    response=DeskCaseDetailOut,
    auth=TokenAuth(EDIT),
    url_name="move_resolve",
    operation_id="resolveCase",
)
@decorate_view(idempotent)
def resolve(request: HttpRequest, number: str, payload: Note, response: HttpResponse) -> Any:
    """Give the result, as the citizen will read it. Send photos of the work by themselves."""
    return _move(request, number, response, services.resolve, note=payload.note)


@router.post(
    "/{number}/close", response=DeskCaseDetailOut, auth=TokenAuth(EDIT), url_name="move_close", operation_id="closeCase"
)
@decorate_view(idempotent)
def close(request: HttpRequest, number: str, payload: OptionalNote, response: HttpResponse) -> Any:
    """Close an answered case."""
    return _move(request, number, response, services.close, note=payload.note)


@router.post(
    "/{number}/reopen",
    response=DeskCaseDetailOut,
    auth=TokenAuth(EDIT),
    url_name="move_reopen",
    operation_id="reopenCase",
)
@decorate_view(idempotent)
def reopen(request: HttpRequest, number: str, payload: Note, response: HttpResponse) -> Any:
    """Open a finished case again."""
    return _move(request, number, response, services.reopen, note=payload.note)


@router.post(
    "/{number}/forward",
    response=DeskCaseDetailOut,
    auth=TokenAuth(ASSIGN),
    url_name="move_forward",
    operation_id="forwardCase",
)
@decorate_view(idempotent)
def forward(request: HttpRequest, number: str, payload: Forwarding, response: HttpResponse) -> Any:
    """Give the case to another division, where it is new and nobody's yet."""
    division = divisions().filter(pk=payload.division).first()
    if division is None:
        raise Invalid(NO_DIVISION, field="division")
    return _move(request, number, response, services.forward, division=division, note=payload.note)


@router.post(
    "/{number}/file-in-error",
    response=DeskCaseDetailOut,
    auth=TokenAuth(EDIT),
    url_name="move_file_in_error",
    operation_id="fileCaseInError",
)
@decorate_view(idempotent)
def file_in_error(request: HttpRequest, number: str, payload: Note, response: HttpResponse) -> Any:
    """Close a case that was filed by mistake; the citizen reads the reason."""
    return _move(request, number, response, services.file_in_error, note=payload.note)


@router.post(
    "/{number}/extend",
    response=DeskCaseDetailOut,
    auth=TokenAuth(EDIT),
    url_name="move_extend",
    operation_id="extendCase",
)
@decorate_view(idempotent)
def extend(request: HttpRequest, number: str, payload: MoreTime, response: HttpResponse) -> Any:
    """Give the case more time; the citizen is told the new day and the reason."""
    return _move(request, number, response, services.extend, due=payload.due, note=payload.note)
