"""Following a case: with number and PIN, or signed in; answering, confirming, reopening, rating."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit import clock
from kit.errors import DomainError
from kit.tracking import InvalidTracking
from shared_apps.accounts.permissions import citizen_required
from shared_apps.casework.services import verify_pin
from shared_apps.exports.views import export_response
from shared_apps.ui.widgets import Photos
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.access import author_of, follow, may_follow
from tenant_apps.complaints.filters import MyCasesFilter
from tenant_apps.complaints.forms.citizens import (
    CitizenNoteForm,
    RatingForm,
    ReopenForm,
    ReplyForm,
    TrackForm,
)
from tenant_apps.complaints.models import Complaint, Photo
from tenant_apps.complaints.shown import events_shown, photos_shown
from tenant_apps.complaints.tables import MyCasesTable, own_headers, own_row
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
    context = {"form": form, "shows_cases": selectors.publication().lists}
    return render(request, "complaints/track.html", context, status=status)


def _opened(request: HttpRequest, form: TrackForm) -> Complaint | None:
    reference, pin = form.cleaned_data["reference"], form.cleaned_data["pin"]
    complaint = selectors.case_by_reference(reference)
    try:
        if verify_pin(complaint, reference=reference, pin=pin, ip=who(request)["ip"]):
            return complaint
        form.add_error("pin", _("The number and the PIN do not belong together. Check both."))
    except InvalidTracking:
        form.add_error("pin", _("The PIN has 6 digits."))
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
            good=form.cleaned_data["good"],
            bad=form.cleaned_data["bad"],
            actor=actor_of(request),
            at=clock.now(),
        )

    return _act(request, code, "rating_form", form, verb, _("Thank you for your rating."))


@citizen_required
@never_cache
@require_safe
def my_cases(request: HttpRequest) -> HttpResponseBase:
    """What the signed-in citizen has filed."""
    found = MyCasesFilter(request.GET, queryset=selectors.cases_of(request.user), request=request)
    table = MyCasesTable(found.qs)
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    query = request.GET.urlencode()
    exports = [
        {"label": label, "icon": icon, "url": f"{reverse('my_cases_export', args=[form])}?{query}"}
        for form, label, icon in (("xlsx", _("Excel"), "file-earmark-excel"), ("csv", _("CSV"), "download"))
    ]
    context = {"table": table, "filter": found, "exports": exports, "is_empty": not request.GET and not table.rows}
    return render(request, "complaints/my_cases.html", context)


@citizen_required
@require_safe
def my_cases_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """One's own cases as a file: what is known of oneself can be taken along (PDPA s. 30, 31)."""
    found = MyCasesFilter(request.GET, queryset=selectors.cases_of(request.user), request=request).qs
    services.record_own_export(actor=actor_of(request), at=clock.now(), form=form, rows=len(found))
    return export_response(name=_("My cases"), form=form, headers=own_headers(), rows=map(own_row, found))
