"""Filing a complaint: one topic a page, kept on the server at every step."""

from datetime import timedelta
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.ui.errors import message_of
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.access import DRAFT_KEY, draft_key, draft_of
from tenant_apps.complaints.forms.citizens import ContactForm, DetailsForm, PlaceForm, TopicForm
from tenant_apps.complaints.models import Draft, Kind
from tenant_apps.complaints.views.common import FILED, actor_of, count_against, holds_draft
from tenant_apps.complaints.views.drafts import (
    PAGES,
    alike_to,
    keep_typed,
    neighbours_of,
    open_draft,
    photos_of_draft,
    pin_of,
    place_to_offer,
    typed_in,
)
from tenant_apps.complaints.views.summary import sections_of

_SHOWN_FOR = timedelta(minutes=30)


def _page(request: HttpRequest, step: str, form: Form | None, **context: Any) -> HttpResponse:
    draft = open_draft(request)
    names = {
        "topic": _("Topic"),
        "place": _("Place of the matter"),
        "details": _("Details"),
        "contact": _("Contact"),
        "check": _("Check"),
    }
    steps = selectors.steps_of(draft.answers.get("kind", "") if draft else "")
    place = steps.index(step) if step in steps else 0
    shared = {
        "form": form,
        "steps": [names[one] for one in steps],
        "current": place + 1,
        "back_url": reverse(PAGES[steps[place - 1]]) if place else "",
        "autosave_url": reverse("complaint_autosave") if draft else "",
        "step": step,
        "heading": _heading(draft),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, f"complaints/{step}.html", shared | context, status=status)


def _heading(draft: Draft | None) -> str:
    """What the page of the details asks."""
    kind = draft.answers.get("kind") if draft else ""
    if kind == Kind.ADVICE:
        return _("What would you like to know?")
    return _("What do you suggest?") if kind == Kind.SUGGESTION else _("What happened?")


def _invalid(request: HttpRequest, step: str, form: Form, **context: Any) -> HttpResponse:
    """The page with its errors; what was typed is kept on the server too, whatever becomes of the page."""
    keep_typed(request, step)
    return _page(request, step, form, **context)


def saved(request: HttpRequest, step: str, answers: dict[str, str]) -> HttpResponse:
    """Keep the step and go where something is still to do; after a place, by the neighbours' cases."""
    draft = services.save_step(
        draft_id=draft_key(request), step=step, answers=answers, at=clock.now(), owner=actor_of(request)
    )
    request.session[DRAFT_KEY] = str(draft.pk)
    if step == "place" and neighbours_of(draft):
        return redirect("complaint_nearby")
    return redirect(PAGES[selectors.step_to_do(draft)])


@login_not_required
@never_cache
@holds_draft
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest) -> HttpResponse:
    """What it is, what it is about and for whom."""
    draft, user = open_draft(request), actor_of(request)
    begun = selectors.drafts_of(user) if user and draft is None else ()
    if request.method != "POST":
        asked = {key: request.GET[key] for key in ("kind", "category") if key in request.GET}
        initial = draft.answers | asked if draft else asked
        return _page(request, "topic", TopicForm(initial=initial), draft=draft, begun=begun)
    form = TopicForm(request.POST)
    if not form.is_valid():
        return _invalid(request, "topic", form, draft=draft, begun=begun)
    return saved(request, "topic", form.answers())


@login_not_required
@never_cache
@holds_draft
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Where it is."""
    draft = open_draft(request)
    if draft is None:
        return redirect("complaint_new")
    options: dict[str, Any] = {
        "category": selectors.category_by_code(draft.answers.get("category", "")),
        "kind": draft.answers.get("kind", ""),
    }
    if request.method != "POST":
        initial = {"pin": pin_of(draft.answers)} | typed_in(draft, "place")
        return _page(request, "place", PlaceForm(initial=initial, **options))
    form = PlaceForm(request.POST, **options)
    if not form.is_valid():
        return _invalid(request, "place", form)
    return saved(request, "place", form.answers())


@login_not_required
@never_cache
@holds_draft
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """What happened, with photos. Photos are kept although something else has to be put right."""
    draft = open_draft(request)
    if request.method != "POST":
        if draft is None:
            return redirect("complaint_new")
        initial = typed_in(draft, "details") | {"photos": photos_of_draft(draft)}
        initial.setdefault("hidden", draft.answers.get("shown") == "no")
        return _page(request, "details", DetailsForm(initial=initial, **_details_options(draft)))
    draft = draft or services.begin_draft(draft_id=None, at=clock.now(), owner=actor_of(request))
    request.session[DRAFT_KEY] = str(draft.pk)
    form = DetailsForm(request.POST, request.FILES, **_details_options(draft))
    if form.is_valid() & _keep_photos(request, draft, form):
        response = saved(request, "details", form.answers())
        return redirect("complaint_photo_place") if place_to_offer(request) else response
    return _invalid(request, "details", _with_kept_photos(request, draft, form))


def _details_options(draft: Draft) -> dict[str, Any]:
    category = selectors.category_by_code(draft.answers.get("category", ""))
    return {"kind": draft.answers.get("kind", ""), "is_restricted": category is not None and category.restricted}


def _keep_photos(request: HttpRequest, draft: Draft, form: DetailsForm) -> bool:
    """Store the photos of the form with the draft; a bad one becomes an error of the form."""
    photos = form.cleaned_data.get("photos")
    if photos is None:
        return False
    actor, at = actor_of(request), clock.now()
    services.keep_photos(draft_id=draft.pk, kept=photos.kept, captions=dict(photos.captions), actor=actor, at=at)
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
    again = DetailsForm(data, **_details_options(draft))
    if again.is_valid() or "photos" not in again.errors:
        for problem in form.errors.get("photos", ()):
            again.add_error("photos", problem)
    return again


@login_not_required
@never_cache
@holds_draft
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Who files."""
    draft = open_draft(request)
    if draft is None:
        return redirect("complaint_new")
    options: dict[str, Any] = {
        "for_other": draft.answers.get("whose") == "other",
        "allows_anonymous": selectors.citizen_options().allows_anonymous,
    }
    if request.method != "POST":
        known = {} if "contact" in draft.done else _known_of(request)
        return _page(request, "contact", ContactForm(initial=known | typed_in(draft, "contact"), **options))
    form = ContactForm(request.POST, **options)
    if not form.is_valid():
        return _invalid(request, "contact", form)
    return saved(request, "contact", form.answers())


def _known_of(request: HttpRequest) -> dict[str, str]:
    user = actor_of(request)
    return {"name": user.display_name, "phone": user.phone or "", "email": user.email or ""} if user else {}


@login_not_required
@never_cache
@holds_draft
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All answers before they are sent; sending them."""
    draft = draft_of(request)
    if draft is None:
        return redirect("complaint_new")
    if request.method == "POST":
        return _submit(request, draft)
    if draft.complaint_id is not None:
        return redirect("complaint_filed")
    to_do = selectors.step_to_do(draft)
    if to_do != "check":
        return redirect(PAGES[to_do])
    cases = alike_to(draft, draft.answers["title"])
    return _page(request, "check", None, sections=sections_of(draft, PAGES), cases=cases)


def _submit(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        if draft.complaint_id is None:
            count_against(request, FILED)
        language = (get_language() or "th")[:2]
        services.submit_draft(draft_id=draft.pk, reporter=actor_of(request), language=language, at=clock.now())
    except DomainError as error:
        messages.error(request, message_of(error))
        return redirect(PAGES[selectors.step_to_do(draft)])
    return redirect("complaint_filed")


@login_not_required
@never_cache
@require_safe
def filed(request: HttpRequest) -> HttpResponse:
    """Number, tracking code, PIN and QR, to the browser that filed it and for half an hour."""
    held = draft_of(request)
    draft = selectors.filed_draft(held.pk) if held else None
    if draft is None or draft.filed_at is None or clock.now() > draft.filed_at + _SHOWN_FOR:
        return redirect("complaint_track")
    try:
        receipt = services.receipt_of(draft)
    except DomainError:  # another PIN was given out meanwhile
        return redirect("complaint_track")
    complaint = receipt.complaint
    address = request.build_absolute_uri(reverse("complaint_case", args=[complaint.tracking_code]))
    context = {
        "complaint": complaint,
        "pin": receipt.pin,
        "qr_src": segno.make(address, error="m").svg_data_uri(scale=4, border=2),
        "reopen_days": selectors.policy().reopen_days,
        "told": complaint.reporter_email or complaint.reporter_phone,
    }
    return render(request, "complaints/filed.html", context)
