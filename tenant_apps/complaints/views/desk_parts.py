"""What the officers' page of a case shows besides the case, and small acts around it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kit import clock
from shared_apps.accounts.permissions import recently_authenticated, right_required
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.replies import filled
from tenant_apps.complaints.selectors import desk as reading
from tenant_apps.complaints.views.common import actor_of
from tenant_apps.complaints.views.photos import answer_to_photo
from tenant_apps.registry.selectors import officer_by_id, officers

_WRITES = frozenset({"ask", "resolve", "file_in_error", "reopen", "extend", "delay", "forward", "note"})


def case_of(request: HttpRequest, number: str) -> Complaint:
    """The case of this number.

    Raises:
        Http404: there is none, or the officer may not see it.
    """
    complaint = selectors.officers_case(request.user, number)
    if complaint is None:
        raise Http404
    return complaint


def surroundings(request: HttpRequest, complaint: Complaint) -> dict[str, Any]:
    """Cases near by and of the same person, duplicates, followers, and who may see a restricted case."""
    user = request.user
    may_edit = actor_of(request).may("complaints", "edit")
    may_cover = may_edit and reading.may_see_original(user, complaint)
    may_name = reading.may_name_officers(user, complaint)
    return {
        "near": reading.same_place(user, complaint),
        "same_person": _same_person(request, complaint),
        "duplicates": selectors.duplicates_of(complaint),
        "parent": selectors.merged_into(complaint),
        "followers": selectors.follower_count(complaint),
        "named": reading.named_officers(complaint) if complaint.category.restricted else [],
        "may_name": may_name,
        "colleagues": officers() if may_name else [],
        "may_edit": may_edit,
        "to_cover": reading.photos_to_cover(complaint) if may_cover else [],
    }


def _same_person(request: HttpRequest, complaint: Complaint) -> list[Complaint]:
    """Other cases of the reporter. They say more about a person than one case does, so that a look is recorded."""
    found = [] if complaint.is_anonymous else list(reading.same_person(request.user, complaint))
    if found:
        actor, at = actor_of(request), clock.now()
        services.record_same_person_seen(complaint=complaint, found=len(found), actor=actor, at=at)
    return found


def ready_texts(request: HttpRequest, complaint: Complaint, action: str) -> list[dict[str, str]]:
    """The ready texts of a move, filled in for this case."""
    if action not in _WRITES:
        return []
    officer = actor_of(request)
    return [
        {"name": one.name, "text": filled(one.text, complaint, officer)}
        for one in reading.replies_for(complaint, action)
    ]


@right_required("complaints", "edit")
@require_POST
def photo(request: HttpRequest) -> HttpResponse:
    """One photo of the work, stored before the result is sent."""

    def remove(_key: str) -> None:
        """It belongs to no case, and is swept away by itself."""

    return answer_to_photo(
        request,
        add=lambda upload, _key: services.keep_photo(upload=upload, actor=actor_of(request), at=clock.now()),
        remove=remove,
    )


@right_required("complaints", "view")
@require_POST
def name(request: HttpRequest, number: str) -> HttpResponseBase:
    """Let one more officer see a restricted case."""
    complaint = case_of(request, number)
    key = request.POST.get("officer", "")
    officer = officer_by_id(int(key)) if key.isascii() and key.isdigit() and len(key) < 10 else None
    if officer is None:
        messages.warning(request, _("Choose an officer."))
    else:
        services.name_officer(complaint=complaint, officer=officer, actor=actor_of(request), at=clock.now())
        messages.success(request, _("%(name)s may now see this case.") % {"name": officer})
    return redirect("desk_complaint", complaint.number)


@right_required("complaints", "view")
@require_POST
def unname(request: HttpRequest, number: str) -> HttpResponseBase:
    """Let an officer see a restricted case no longer."""
    complaint = case_of(request, number)
    key = request.POST.get("user", "")
    if key.isascii() and key.isdigit() and len(key) < 10:
        services.unname_officer(complaint=complaint, user_id=int(key), actor=actor_of(request), at=clock.now())
        messages.success(request, _("Saved."))
    return redirect("desk_complaint", complaint.number)


@right_required("complaints", "edit")
@never_cache
@require_POST
@recently_authenticated()
def new_pin(request: HttpRequest, number: str) -> HttpResponseBase:
    """Give the person at the counter another PIN, shown once to be printed."""
    complaint = case_of(request, number)
    pin = services.issue_new_pin(complaint=complaint, actor=actor_of(request), at=clock.now())
    return render(request, "complaints/desk/slip.html", {"complaint": complaint, "pin": pin, "is_new": True})


@right_required("complaints", "view")
@never_cache
def names(request: HttpRequest) -> HttpResponse:
    """The officers' names, for the @ in notes."""
    typed = request.GET.get("q", "")[:50]
    found = [str(one.user) for one in officers() if str(one.user).startswith(typed)][:8]
    return JsonResponse({"names": found})
