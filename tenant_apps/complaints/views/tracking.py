"""Following a case: with number and PIN, or signed in; answering, confirming, reopening, rating."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import citizen_required
from shared_apps.casework.services import verify_pin
from shared_apps.ui.widgets import Photos
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.access import author_of, follow, may_follow
from tenant_apps.complaints.forms.citizens import (
    CitizenNoteForm,
    MyCasesForm,
    RatingForm,
    ReopenForm,
    ReplyForm,
    TrackForm,
)
from tenant_apps.complaints.models import Complaint, Photo
from tenant_apps.complaints.shown import events_shown, photos_shown
from tenant_apps.complaints.views.common import actor_of, add_domain_error, who

_PER_PAGE = 10
_FORMS: dict[str, type[ReplyForm]] = {"answer": CitizenNoteForm, "reopen": ReopenForm}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and PIN. A number that nobody has and a wrong PIN get the same answer."""
    if request.method != "POST":
        return _ask_for_pin(request, TrackForm(initial={"reference": request.GET.get("case", "")}))
    form = TrackForm(request.POST)
    if form.is_valid():
        complaint = _opened(request, form)
        if complaint is not None:
            follow(request, complaint)
            return redirect("complaint_case", complaint.tracking_code)
    return _ask_for_pin(request, form, status=422)


def _ask_for_pin(request: HttpRequest, form: TrackForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "shows_cases": selectors.citizen_options().shows_cases}
    return render(request, "complaints/track.html", context, status=status)


def _opened(request: HttpRequest, form: TrackForm) -> Complaint | None:
    reference, pin = form.cleaned_data["reference"], form.cleaned_data["pin"]
    complaint = selectors.case_by_reference(reference)
    try:
        if verify_pin(complaint, reference=reference, pin=pin, ip=who(request)["ip"]):
            return complaint
        form.add_error("pin", _("The number and the PIN do not belong together. Check both."))
    except DomainError as error:
        add_domain_error(form, error)
    return None


def followed(request: HttpRequest, code: str) -> Complaint:
    """The case, if this visitor may follow it.

    Raises:
        Http404: there is none, or not for this visitor.
    """
    complaint = selectors.case_by_tracking_code(code)
    if complaint is None or not may_follow(request, complaint):
        raise Http404
    return complaint


@login_not_required
@never_cache
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    """The case, or the question for its PIN. Numbers, which anyone can count, lead nowhere here."""
    complaint = selectors.case_by_tracking_code(code)
    if complaint is None:
        raise Http404
    if not may_follow(request, complaint):
        return _ask_for_pin(request, TrackForm(initial={"reference": complaint.tracking_code}))
    return case_page(request, complaint)


def reply_form(request: HttpRequest, complaint: Complaint, action: str, *args: Any, **options: Any) -> ReplyForm:
    """The form of an answer or of reopening; unbound, it holds what was being written."""
    kept = selectors.pending_reply(complaint, action, author_of(request))
    if kept is not None and not args:
        options["initial"] = {"note": kept.note, "photos": Photos(kept=tuple(kept.photos))}
    upload_url = reverse("complaint_reply_photo", args=[complaint.tracking_code, action])
    return _FORMS[action](*args, upload_url=upload_url, **options)


def case_page(request: HttpRequest, complaint: Complaint, *, status: int = 200, **forms: Form) -> HttpResponse:
    at = clock.now()
    actions = {move.action for move in selectors.moves_open(complaint, actor=None, at=at)}
    context: dict[str, Any] = {
        "complaint": complaint,
        "events": events_shown(selectors.timeline(complaint, public_only=True), for_officer=False),
        "before": photos_shown(selectors.photos_of(complaint, Photo.Moment.BEFORE)),
        "question": selectors.question_to_citizen(complaint),
        "actions": actions,
        "may_rate": selectors.may_rate(complaint),
        "answer_form": reply_form(request, complaint, "answer"),
        "reopen_form": reply_form(request, complaint, "reopen"),
        "reopen_until": selectors.reopen_until(complaint),
        "reopen_days": selectors.policy().reopen_days,
        "after": photos_shown(selectors.photos_of(complaint, Photo.Moment.AFTER)),
        "followers": selectors.follower_count(complaint),
        "rating_form": RatingForm(),
    }
    return render(request, "complaints/case.html", context | forms, status=status)


def _act(
    request: HttpRequest, code: str, name: str, form: Form | None, verb: Callable[[Complaint], Any], thanks: str
) -> HttpResponse:
    """Do one thing with the case, and show the form again when it cannot be done."""
    complaint = followed(request, code)
    try:
        if form is None or form.is_valid():
            verb(complaint)
            messages.success(request, thanks)
            return redirect("complaint_case", complaint.tracking_code)
    except DomainError as error:
        complaint = followed(request, code)
        add_domain_error(form := form or Form({}), error)
    return case_page(request, complaint, status=422, **{name: form, "form": form})


@login_not_required
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Say that it is solved."""

    def verb(complaint: Complaint) -> None:
        services.confirm(complaint=complaint, actor=actor_of(request), at=clock.now())

    return _act(request, code, "confirm_form", None, verb, _("Thank you. The case is closed; please rate it."))


@login_not_required
@require_POST
def rate(request: HttpRequest, code: str) -> HttpResponse:
    """Rate the service."""
    form = RatingForm(request.POST)

    def verb(complaint: Complaint) -> None:
        services.rate(
            complaint=complaint,
            score=form.cleaned_data["score"],
            comment=form.cleaned_data["comment"],
            actor=actor_of(request),
            at=clock.now(),
        )

    return _act(request, code, "rating_form", form, verb, _("Thank you for your rating."))


@citizen_required
@never_cache
@require_safe
def my_cases(request: HttpRequest) -> HttpResponseBase:
    """What the signed-in citizen has filed."""
    form = MyCasesForm(request.GET)
    rows = selectors.cases_of(request.user)
    if form.is_valid():
        rows = selectors.finished(rows, form.cleaned_data["show"])
        rows = selectors.matching(rows, form.cleaned_data["q"])
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    asked = bool(request.GET.get("q") or request.GET.get("show"))
    return render(request, "complaints/my_cases.html", {"form": form, "page": page, "asked": asked})
