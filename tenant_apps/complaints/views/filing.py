"""Filing a complaint: one topic a page, kept on the server at every step."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import DomainError, OverLimit
from shared_apps.accounts import throttle
from shared_apps.ui.errors import message_of
from shared_apps.ui.fields import Point
from shared_apps.ui.widgets import Photos
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.access import DRAFT_KEY
from tenant_apps.complaints.forms.citizens import ContactForm, DetailsForm, PlaceForm, TopicForm, thumbnail_url
from tenant_apps.complaints.models import Draft
from tenant_apps.complaints.views.common import (
    FILED,
    PHOTOS_SENT,
    actor_of,
    draft_key,
    who,
)
from tenant_apps.complaints.views.summary import sections_of

STEPS = ("topic", "details", "place", "contact", "check")
_PAGES = {step: f"complaint_{step}" for step in STEPS} | {"topic": "complaint_new"}
_SHOWN_FOR = timedelta(minutes=30)
_TOO_MANY = gettext_lazy("Too many in one hour. Please wait a while, or call the office.")


def _draft(request: HttpRequest) -> Draft | None:
    """The draft that is being written; not one that was filed."""
    draft = selectors.draft_or_none(draft_key(request))
    return draft if draft and draft.complaint_id is None else None


def _page(request: HttpRequest, step: str, form: Form | None, **context: Any) -> HttpResponse:
    names = {
        "topic": _("Topic"),
        "details": _("Details"),
        "place": _("Place of the matter"),
        "contact": _("Contact"),
        "check": _("Check"),
    }
    place = STEPS.index(step)
    shared = {
        "form": form,
        "steps": [names[one] for one in STEPS],
        "current": place + 1,
        "back_url": reverse(_PAGES[STEPS[place - 1]]) if place else "",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, f"complaints/{step}.html", shared | context, status=status)


def _saved(request: HttpRequest, step: str, answers: dict[str, str]) -> HttpResponse:
    """Keep the step and go where something is still to do."""
    draft = services.save_step(draft_id=draft_key(request), step=step, answers=answers, at=clock.now())
    request.session[DRAFT_KEY] = str(draft.pk)
    return redirect(_PAGES[selectors.step_to_do(draft)])


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest) -> HttpResponse:
    """What it is, and what it is about."""
    draft = _draft(request)
    if request.method != "POST":
        initial = (
            draft.answers if draft else {key: request.GET[key] for key in ("kind", "category") if key in request.GET}
        )
        return _page(request, "topic", TopicForm(initial=initial), draft=draft)
    form = TopicForm(request.POST)
    if not form.is_valid():
        return _page(request, "topic", form, draft=draft)
    return _saved(request, "topic", form.answers())


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """What happened, with photos. Photos are kept although something else has to be put right."""
    draft = _draft(request)
    if request.method != "POST":
        if draft is None:
            return redirect("complaint_new")
        initial = draft.answers | {"photos": Photos(kept=tuple(draft.photos))}
        return _page(request, "details", DetailsForm(initial=initial))
    draft = draft or services.begin_draft(draft_id=None, at=clock.now())
    request.session[DRAFT_KEY] = str(draft.pk)
    form = DetailsForm(request.POST, request.FILES)
    if form.is_valid() & _keep_photos(request, draft, form):
        return _saved(request, "details", form.answers())
    return _page(request, "details", _with_kept_photos(request, draft, form))


def _keep_photos(request: HttpRequest, draft: Draft, form: DetailsForm) -> bool:
    """Store the photos of the form with the draft; a bad one becomes an error of the form."""
    photos = form.cleaned_data.get("photos")
    if photos is None:
        return False
    actor, at = actor_of(request), clock.now()
    services.keep_photos(draft_id=draft.pk, kept=photos.kept, actor=actor, at=at)
    for upload in photos.files:
        try:
            services.add_photo(draft_id=draft.pk, upload=upload, actor=actor, at=at)
        except DomainError as error:
            form.add_error("photos", message_of(error))
    return "photos" not in form.errors


def _with_kept_photos(request: HttpRequest, draft: Draft, form: DetailsForm) -> DetailsForm:
    """The form again with its errors, showing the photos that are stored now."""
    kept = selectors.draft_or_none(draft.pk)
    data = request.POST.copy()
    data.setlist("photos_ids", list(kept.photos) if kept else [])
    data.pop("photos_remove", None)
    again = DetailsForm(data)
    if again.is_valid() or "photos" not in again.errors:
        for problem in form.errors.get("photos", ()):
            again.add_error("photos", problem)
    return again


@login_not_required
@require_POST
def photo(request: HttpRequest) -> JsonResponse:
    """One photo of the draft, sent by script."""
    draft, upload = _draft(request), request.FILES.get("photo")
    if draft is None or upload is None:
        return JsonResponse({"error": _("This page was open too long. Please go back one step.")}, status=409)
    try:
        _count(request, PHOTOS_SENT)
        file = services.add_photo(draft_id=draft.pk, upload=upload, actor=actor_of(request), at=clock.now())
    except DomainError as error:
        return JsonResponse({"error": message_of(error)}, status=422)
    return JsonResponse({"id": str(file.pk), "url": thumbnail_url(str(file.pk))}, status=201)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Where it is."""
    draft = _draft(request)
    if draft is None:
        return redirect("complaint_new")
    options: dict[str, Any] = {
        "category": selectors.category_by_code(draft.answers.get("category", "")),
        "kind": draft.answers.get("kind", ""),
    }
    if request.method != "POST":
        initial = draft.answers | {"pin": _pin_of(draft.answers)}
        return _page(request, "place", PlaceForm(initial=initial, **options))
    form = PlaceForm(request.POST, **options)
    if not form.is_valid():
        return _page(request, "place", form)
    return _saved(request, "place", form.answers())


def _pin_of(answers: dict[str, str]) -> Point | None:
    latitude, longitude = answers.get("latitude"), answers.get("longitude")
    return Point(Decimal(latitude), Decimal(longitude)) if latitude and longitude else None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Who files."""
    draft = _draft(request)
    if draft is None:
        return redirect("complaint_new")
    if request.method != "POST":
        known = {} if "contact" in draft.done else _known_of(request)
        return _page(request, "contact", ContactForm(initial=known | draft.answers))
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, "contact", form)
    return _saved(request, "contact", form.answers())


def _known_of(request: HttpRequest) -> dict[str, str]:
    user = actor_of(request)
    return {"name": user.display_name, "phone": user.phone or "", "email": user.email or ""} if user else {}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All answers before they are sent; sending them."""
    draft = selectors.draft_or_none(draft_key(request))
    if draft is None:
        return redirect("complaint_new")
    if request.method == "POST":
        return _submit(request, draft)
    if draft.complaint_id is not None:
        return redirect("complaint_filed")
    to_do = selectors.step_to_do(draft)
    if to_do != "check":
        return redirect(_PAGES[to_do])
    return _page(request, "check", None, sections=sections_of(draft, _PAGES))


def _submit(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        if draft.complaint_id is None:
            _count(request, FILED)
        language = (get_language() or "th")[:2]
        services.submit_draft(draft_id=draft.pk, reporter=actor_of(request), language=language, at=clock.now())
    except DomainError as error:
        messages.error(request, message_of(error))
        return redirect(_PAGES[selectors.step_to_do(draft)])
    return redirect("complaint_filed")


@login_not_required
@never_cache
@require_safe
def filed(request: HttpRequest) -> HttpResponse:
    """Number, tracking code, PIN and QR, to the browser that filed it and for half an hour."""
    draft = selectors.filed_draft(draft_key(request))
    if draft is None or draft.filed_at is None or clock.now() > draft.filed_at + _SHOWN_FOR:
        return redirect("complaint_track")
    receipt = services.receipt_of(draft)
    complaint = receipt.complaint
    address = request.build_absolute_uri(reverse("complaint_case", args=[complaint.tracking_code]))
    context = {
        "complaint": complaint,
        "pin": receipt.pin,
        "qr_src": segno.make(address, error="m").svg_data_uri(scale=4, border=2),
        "told": complaint.reporter_email or complaint.reporter_phone,
    }
    return render(request, "complaints/filed.html", context)


@login_not_required
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Begin anew."""
    draft = _draft(request)
    if draft is not None:
        services.discard_draft(draft_id=draft.pk, actor=actor_of(request), at=clock.now())
    request.session.pop(DRAFT_KEY, None)
    return redirect("complaint_new")


def _count(request: HttpRequest, limit: throttle.Limit) -> None:
    if throttle.is_exhausted(limit, **who(request)):
        raise OverLimit(_TOO_MANY, code="too_many")
    throttle.count(limit, **who(request))
