"""What officers do with a case. Each move names in `If-Match` the version on which it was decided."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.decorators import decorate_view

from kit import clock
from kit.errors import Invalid
from shared_apps.api.callers import TokenAuth
from shared_apps.api.idempotency import idempotent
from shared_apps.api.types import Input
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.api.common import actor_of, expected_version, officers_case
from tenant_apps.complaints.api.desk import case_detail
from tenant_apps.complaints.schemas.reading import DeskCaseDetailOut
from tenant_apps.complaints.schemas.writing import Assignment, Forwarding, Joining, MoreTime, Note, OptionalNote
from tenant_apps.complaints.scopes import ASSIGN, EDIT
from tenant_apps.registry.models import Division, Officer
from tenant_apps.registry.selectors import divisions, officer_by_id

router = Router(tags=["Moves"])
NO_OFFICER = _("Choose an officer from the list.")
NO_DIVISION = _("Choose a division from the list.")
NO_PARENT = _("There is no such case, or you may not see it. Check the number.")
View = Callable[..., Any]


def _move(request: HttpRequest, number: str, response: HttpResponse, verb: View, **values: Any) -> Any:
    complaint, version = officers_case(request, number), expected_version(request)
    verb(complaint=complaint, version=version, actor=actor_of(request), at=clock.now(), **values)
    return case_detail(request, complaint, response)


def _post(name: str, operation_id: str, scope: str = EDIT) -> Callable[[View], View]:
    """`POST …/{number}/name`, safe to send again, which answers with the case as it is then."""

    def register(view: View) -> View:
        route = router.post(
            f"/{{number}}/{name}",
            response=DeskCaseDetailOut,
            auth=TokenAuth(scope),
            url_name=f"move_{name.replace('-', '_')}",
            operation_id=operation_id,
        )
        registered: View = route(decorate_view(idempotent)(view))
        return registered

    return register


@dataclass(frozen=True)
class _Noted:
    """A move that takes nothing but a note."""

    name: str
    operation_id: str
    verb: View
    payload: type[Input]
    description: str


_NOTED = (
    _Noted(
        "accept",
        "acceptCase",
        services.accept,
        OptionalNote,
        "Accept the case; who accepts is responsible unless somebody is.",
    ),
    _Noted("start", "startCase", services.start, OptionalNote, "Begin the work."),
    _Noted("ask", "askCitizen", services.ask, Note, "Ask the citizen; the clock stands until the answer."),
    _Noted("resume", "resumeCase", services.resume, OptionalNote, "Go on although the citizen has not answered."),
    _Noted(
        "resolve",
        "resolveCase",
        services.resolve,
        Note,
        "Give the result, as the citizen will read it. Send photos of the work by themselves.",
    ),
    _Noted("close", "closeCase", services.close, OptionalNote, "Close an answered case."),
    _Noted("reopen", "reopenCase", services.reopen, Note, "Open a finished case again."),
    _Noted(
        "file-in-error",
        "fileCaseInError",
        services.file_in_error,
        Note,
        "Close a case that was filed by mistake; the citizen reads the reason.",
    ),
    _Noted(
        "delay",
        "explainDelay",
        services.explain_delay,
        Note,
        "Tell the citizen why a late case takes longer, as the law asks every seven days.",
    ),
    _Noted(
        "unmerge",
        "unmergeCase",
        services.unmerge,
        OptionalNote,
        "Let a duplicate stand on its own again; who does it is responsible unless somebody is.",
    ),
)


def _register(move: _Noted) -> None:
    def operation(request: HttpRequest, number: str, payload: Any, response: HttpResponse) -> Any:
        return _move(request, number, response, move.verb, note=payload.note)

    # Ninja reads from these what is sent and what the operation is called.
    operation.__annotations__["payload"] = move.payload
    operation.__doc__, operation.__name__ = move.description, move.name.replace("-", "_")
    _post(move.name, move.operation_id)(operation)


for _one in _NOTED:
    _register(_one)


@_post("assign", "assignCase", ASSIGN)
def assign(request: HttpRequest, number: str, payload: Assignment, response: HttpResponse) -> Any:
    """Make an officer responsible; the officer's division follows."""
    officer = _officer(payload.officer)
    return _move(request, number, response, services.assign, officer=officer, note=payload.note)


@_post("forward", "forwardCase", ASSIGN)
def forward(request: HttpRequest, number: str, payload: Forwarding, response: HttpResponse) -> Any:
    """Give the case to another division, where it is new and nobody's yet, or to an officer of one."""
    if payload.division is None and payload.officer is None:
        raise Invalid(NO_DIVISION, field="division")
    target = {"division": _division(payload.division), "officer": _officer(payload.officer)}
    return _move(request, number, response, services.forward, **target, note=payload.note)


def _division(key: int | None) -> Division | None:
    found = divisions().filter(pk=key).first() if key is not None else None
    if found is None and key is not None:
        raise Invalid(NO_DIVISION, field="division")
    return found


def _officer(key: int | None) -> Officer | None:
    found = officer_by_id(key) if key is not None else None
    if found is None and key is not None:
        raise Invalid(NO_OFFICER, field="officer")
    return found


@_post("extend", "extendCase")
def extend(request: HttpRequest, number: str, payload: MoreTime, response: HttpResponse) -> Any:
    """Give the case more time; the citizen is told the new day and the reason."""
    return _move(request, number, response, services.extend, due=payload.due, note=payload.note)


@_post("merge", "mergeCase")
def merge(request: HttpRequest, number: str, payload: Joining, response: HttpResponse) -> Any:
    """Make the case a duplicate of another one that is open; its reporter then hears of that one's steps."""
    officers_case(request, number)
    parent = selectors.officers_case(actor_of(request), payload.parent)
    if parent is None:
        raise Invalid(NO_PARENT, field="parent")
    return _move(request, number, response, services.merge, parent=parent, note=payload.note)
