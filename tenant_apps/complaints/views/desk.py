"""The officers' page of a case, and what is done there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kit import clock
from kit.errors import Conflict, DomainError
from kit.workflow import TransitionRefused
from shared_apps.accounts.permissions import (
    officer_required,
    recently_authenticated,
    require_right,
    right_required,
)
from shared_apps.ui.templatetags.thai import phone
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.forms.officers import MoveForm, form_of
from tenant_apps.complaints.models import SAMPLE_PREFIX, Complaint, Photo
from tenant_apps.complaints.shown import due_badge, events_shown, masked_contact, photos_shown
from tenant_apps.complaints.views.common import actor_of, add_domain_error
from tenant_apps.complaints.views.desk_parts import ready_texts, surroundings
from tenant_apps.complaints.workflow import ACTS, right_of

_KEYS = {"accept": "c", "assign": "a", "reassign": "a", "forward": "f", "ask": "q", "resolve": "r", "note": "n"}
_VERBS = {
    "accept": services.accept,
    "assign": services.assign,
    "reassign": services.assign,
    "start": services.start,
    "ask": services.ask,
    "resume": services.resume,
    "resolve": services.resolve,
    "close": services.close,
    "reopen": services.reopen,
    "forward": services.forward,
    "file_in_error": services.file_in_error,
    "extend": services.extend,
    "delay": services.explain_delay,
    "merge": services.merge,
    "unmerge": services.unmerge,
}


@officer_required
@never_cache
@require_safe
def old_inbox(request: HttpRequest) -> HttpResponseBase:
    """The address that the inbox of complaints had before there was one over all services."""
    query = request.GET.urlencode()
    return redirect(f"{reverse('desk_inbox')}{'?' if query else ''}{query}")


def _case(request: HttpRequest, number: str) -> Complaint:
    """The case of this number.

    Raises:
        Http404: there is none, or the officer may not see it.
    """
    complaint = selectors.officers_case(request.user, number)
    if complaint is None:
        raise Http404
    return complaint


@right_required("complaints", "view")
@never_cache
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponseBase:
    """All of one case. That a restricted one was opened is recorded."""
    complaint = _case(request, number)
    if complaint.category.restricted:
        services.record_look(complaint=complaint, actor=actor_of(request), at=clock.now())
    return _case_page(request, complaint)


def _case_page(
    request: HttpRequest,
    complaint: Complaint,
    *,
    wrong: MoveForm | None = None,
    contact_seen: bool = False,
    status: int = 200,
) -> HttpResponse:
    moves = _moves(request, complaint, wrong)
    is_shown = any(one["form"] is wrong for one in moves)
    if wrong is not None and not is_shown:
        for problem in wrong.non_field_errors():
            messages.error(request, str(problem))
    context = {
        "complaint": complaint,
        "due": due_badge(complaint, at=clock.now()),
        "events": events_shown(selectors.timeline(complaint, public_only=False), for_officer=True),
        "before": photos_shown(selectors.photos_of(complaint, Photo.Moment.BEFORE)),
        "after": photos_shown(selectors.photos_of(complaint, Photo.Moment.AFTER)),
        "contact": _contact(complaint) if contact_seen else masked_contact(complaint),
        "contact_seen": contact_seen,
        "moves": moves,
        "wants_reason": any(one["is_due"] for one in moves),
        "form": wrong if is_shown else None,
        **surroundings(request, complaint),
    }
    return render(request, "complaints/desk/case.html", context, status=status)


def _contact(complaint: Complaint) -> dict[str, str]:
    return {
        "name": complaint.reporter_name,
        "phone": phone(complaint.reporter_phone),
        "email": complaint.reporter_email,
    }


def _moves(request: HttpRequest, complaint: Complaint, wrong: MoveForm | None) -> list[dict[str, Any]]:
    """The forms of what may be done now, the one with errors open; what it held is kept as a note otherwise."""
    actions = [move.action for move in selectors.moves_open(complaint, actor=request.user, at=clock.now())]
    may_edit = actor_of(request).may("complaints", "edit")
    wants_reason = may_edit and selectors.reason_is_due(complaint, at=clock.now())
    if may_edit:
        actions += [*selectors.timing_acts(complaint, at=clock.now()), "note"]
    shown: list[dict[str, Any]] = []
    for action in actions:
        is_wrong = wrong is not None and wrong.action == action
        form = wrong if wrong is not None and is_wrong else form_of(action, complaint)
        label = ACTS[action].label if action in ACTS else _("Add an internal note")
        texts = ready_texts(request, complaint, action) if may_edit else []
        shown.append(
            {
                "action": action,
                "label": label,
                "form": form,
                "open": is_wrong or (wants_reason and action == "delay"),
                "is_due": wants_reason and action == "delay",
                "texts": texts,
                "key": _KEYS.get(action, ""),
            }
        )
    if wrong is not None and shown and wrong.action not in actions:
        kept = str(wrong.data.get("note", ""))
        shown[-1] |= {"form": form_of("note", complaint, initial={"note": kept}), "open": bool(kept)}
    return shown


@officer_required
@require_POST
def act(request: HttpRequest, number: str, action: str) -> HttpResponseBase:
    """Make one move, or add a note; what was typed is never lost."""
    if action != "note" and action not in _VERBS:
        raise Http404
    complaint = selectors.officers_case(request.user, number)
    if complaint is None:
        return _gone(request, number)
    require_right(request.user, "complaints", right_of(action))
    form = form_of(action, complaint, request.POST, request.FILES, actor=actor_of(request))
    if not form.is_valid():
        return _case_page(request, complaint, wrong=form, status=422)
    try:
        _do(action, complaint, form, actor_of(request))
    except DomainError as error:
        return _refused(request, number, form, error)
    messages.success(
        request, _("Done: %(action)s") % {"action": ACTS[action].label} if action in ACTS else _("The note is kept.")
    )
    return _after(request, number)


def _do(action: str, complaint: Complaint, form: MoveForm, actor: Any) -> None:
    at, values = clock.now(), form.values()
    if action == "note":
        services.add_note(complaint=complaint, actor=actor, at=at, **values)
        return
    version = form.cleaned_data["version"]
    verb: Any = _VERBS[action]
    verb(complaint=complaint, version=-1 if version is None else version, actor=actor, at=at, **values)


def _refused(request: HttpRequest, number: str, form: MoveForm, error: DomainError) -> HttpResponse:
    """The page as the case stands now, with what was typed and why it was not done."""
    complaint = selectors.officers_case(request.user, number)
    if complaint is None:
        return _gone(request, number)
    is_stale = isinstance(error, Conflict | TransitionRefused)
    if is_stale:
        form = _with_fresh_version(form, complaint)
    add_domain_error(form, error)
    return _case_page(request, complaint, wrong=form, status=409 if is_stale else 422)


def _gone(request: HttpRequest, number: str) -> HttpResponse:
    """The inbox, and that the sample was cleared while somebody worked on it. A real case does not go away.

    Raises:
        Http404: it is no sample's number.
    """
    if not number.startswith(f"{SAMPLE_PREFIX}-"):
        raise Http404
    messages.error(request, _("The samples were cleared meanwhile. %(number)s is gone.") % {"number": number})
    return redirect("desk_inbox")


def _with_fresh_version(form: MoveForm, complaint: Complaint) -> MoveForm:
    given: Any = form.data
    data = given.copy()
    data["version"] = str(complaint.version)
    return form_of(form.action, complaint, data, actor=form.actor)


def _after(request: HttpRequest, number: str) -> HttpResponse:
    """The case, or the inbox when the officer may not see it any more."""
    gone = selectors.officers_case(request.user, number) is None
    return redirect("desk_inbox") if gone else redirect("desk_complaint", number)


@right_required("complaints", "view")
@never_cache
@require_POST
@recently_authenticated()
def contact(request: HttpRequest, number: str) -> HttpResponseBase:
    """Who the reporter is; that it was looked at is recorded."""
    complaint = _case(request, number)
    services.record_contact_seen(complaint=complaint, actor=actor_of(request), at=clock.now())
    return _case_page(request, complaint, contact_seen=True)
