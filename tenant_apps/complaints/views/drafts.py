"""What was begun: read for its pages, kept while one types, resumed on another device, thrown away."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import citizen_required
from shared_apps.ui.fields import MapPinField, Point
from shared_apps.ui.widgets import Coordinates, Photos
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.access import DRAFT_COOKIE, DRAFT_KEY, draft_key, draft_of
from tenant_apps.complaints.models import Draft, Kind
from tenant_apps.complaints.views.common import actor_of, holds_draft, saved_at

_CAPTION = "photos_caption_"
PAGES = {step: f"complaint_{step}" for step in selectors.STEPS} | {"topic": "complaint_new"}


def open_draft(request: HttpRequest) -> Draft | None:
    """The draft that is being written; not one that was filed."""
    draft = draft_of(request)
    return draft if draft and draft.complaint_id is None else None


def neighbours_of(draft: Draft) -> list[selectors.PublicCase]:
    """Open public cases around the pin of a draft."""
    pin, metres = pin_of(draft.answers), selectors.citizen_options().nearby_metres
    if pin is None or not metres:
        return []
    category = selectors.category_by_code(draft.answers.get("category", ""))
    return selectors.nearby_cases(latitude=pin.latitude, longitude=pin.longitude, metres=metres, category=category)


def pin_of(answers: dict[str, str]) -> Point | None:
    """The pin among the answers."""
    latitude, longitude = answers.get("latitude"), answers.get("longitude")
    return Point(Decimal(latitude), Decimal(longitude)) if latitude and longitude else None


def alike_to(draft: Draft, typed: str) -> list[selectors.PublicCase]:
    """For those who have no pin, by which neighbours' cases are found better."""
    if pin_of(draft.answers) is not None or not selectors.citizen_options().nearby_metres:
        return []
    return selectors.alike_cases(typed, category=selectors.category_by_code(draft.answers.get("category", "")))[:5]


def photos_of_draft(draft: Draft) -> Photos:
    """The photos of a draft as its form shows them."""
    captions = tuple((key, draft.photo_notes.get(key, {}).get("caption", "")) for key in draft.photos)
    return Photos(kept=tuple(draft.photos), captions=captions)


def place_to_offer(request: HttpRequest) -> Point | None:
    """Where a photo says it was taken, when there is no pin and it was not offered before."""
    draft = open_draft(request)
    if draft is None or "photo_place" in draft.done or draft.answers.get("kind") == Kind.ADVICE:
        return None
    if pin_of(draft.answers) is not None:
        return None
    for key in draft.photos:
        point = pin_of(draft.photo_notes.get(key, {}))
        if point is not None and _is_in_thailand(point):
            return point
    return None


def _is_in_thailand(point: Point) -> bool:
    try:
        MapPinField().clean(Coordinates(f"{point.latitude:f}", f"{point.longitude:f}"))
    except ValidationError:
        return False
    return True


def typed_in(draft: Draft, step: str) -> dict[str, Any]:
    """What was answered, and over it what was typed since."""
    typed = draft.typed.get(step, {})
    initial: dict[str, Any] = {**draft.answers, **typed}
    if "pin_latitude" in typed:
        initial["pin"] = Coordinates(typed["pin_latitude"], typed.get("pin_longitude", ""))
    return initial


_FIELDS = {
    "topic": (),
    "place": ("place", "pin_latitude", "pin_longitude"),
    "details": ("title", "description", "hidden"),
    "contact": ("behalf_name", "behalf_relation", "behalf_phone", "name", "phone", "email", "anonymous"),
}


def keep_typed(request: HttpRequest, step: str) -> bool:
    key, fields = draft_key(request), _FIELDS.get(step, ())
    if key is None or not fields or open_draft(request) is None:
        return False
    typed = {name: request.POST.get(name, "") for name in fields}
    services.keep_typed(draft_id=key, step=step, typed=typed, at=clock.now())
    captions = {name.removeprefix(_CAPTION): request.POST[name] for name in request.POST if name.startswith(_CAPTION)}
    if captions:
        services.caption_photos(draft_id=key, captions=captions, at=clock.now())
    return True


@login_not_required
@require_POST
def autosave(request: HttpRequest) -> JsonResponse:
    """Keep what stands in the fields of a step, sent by script while one types."""
    try:
        is_kept = keep_typed(request, request.POST.get("step", ""))
    except DomainError:  # sent from another page meanwhile
        is_kept = False
    if not is_kept:
        return JsonResponse({"saved": ""}, status=409)
    return JsonResponse({"saved": saved_at(clock.now())})


@citizen_required
@never_cache
@holds_draft
@require_POST
def resume(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Go on with a draft that was begun on another device."""
    draft = selectors.draft_or_none(draft_id)
    if draft is None or draft.complaint_id is not None or draft.owner_id != request.user.pk:
        raise Http404
    request.session[DRAFT_KEY] = str(draft.pk)
    return redirect(PAGES[selectors.step_to_do(draft)])


@login_not_required
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Begin anew."""
    draft = open_draft(request)
    if draft is not None:
        services.discard_draft(draft_id=draft.pk, actor=actor_of(request), at=clock.now())
    request.session.pop(DRAFT_KEY, None)
    response = redirect("site_home" if request.POST.get("to") == "home" else "complaint_new")
    response.delete_cookie(DRAFT_COOKIE)
    return response
