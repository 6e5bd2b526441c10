"""What everyone may see of cases: the list and map, one case, and following it."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import DomainError
from shared_apps.casework import contact_codes
from shared_apps.ui.errors import message_of
from shared_apps.ui.pages import CountedPages
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.forms.following import ContactAddressForm, ContactCodeForm, PublicListForm
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.views.common import actor_of, add_domain_error, who

FOLLOW, UNFOLLOW = "complaints.follow", "complaints.unfollow"
_PER_PAGE = 20
_MOST_PINS = 500


@login_not_required
@never_cache
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """Public cases on a map and as a list, where the LGO shows them."""
    if not selectors.publication().lists:
        raise Http404
    form = PublicListForm(request.GET)
    rows = selectors.listed_cases().order_by("-submitted_at", "-pk")
    if form.is_valid():
        rows = selectors.narrowed(rows, **form.cleaned_data)
    page = CountedPages(selectors.with_followers(rows), _PER_PAGE).get_page(request.GET.get("page"))
    found = selectors.pins_of(rows, _MOST_PINS)
    pins = [(*place, reverse("complaint_public", args=[number])) for *place, number in found]
    context = {
        "form": form,
        "page": page,
        "cases": [selectors.public_case(row) for row in page.object_list],
        "pins": json.dumps(pins, ensure_ascii=False),
        "has_pins": bool(pins),
    }
    return render(request, "complaints/public_list.html", context)


def _public(number: str, reader: Any) -> tuple[selectors.PublicCase, Complaint]:
    found = selectors.public_case_by_number(number, reader=reader)
    if found is None:
        raise Http404
    return found


@login_not_required
@never_cache
@require_safe
def public_case(request: HttpRequest, number: str) -> HttpResponse:
    """One case as everyone may see it."""
    return _page(request, number)


def _page(request: HttpRequest, number: str, *, status: int = 200, **context: Any) -> HttpResponse:
    user = actor_of(request)
    case, row = _public(number, user)
    asked = _asked(request, case.number)
    shared = {
        "case": case,
        "is_open": row.is_open,
        "steps": selectors.public_steps(row),
        "is_mine": user is not None and row.reporter_id == user.pk,
        "follows": user is not None and selectors.follower_of(row, user=user) is not None,
        "asked": asked,
        "address_form": ContactAddressForm(),
        "code_form": ContactCodeForm(),
    }
    return render(request, "complaints/public_case.html", shared | context, status=status)


def _asked(request: HttpRequest, number: str) -> contact_codes.Asked | None:
    """The code for this case that this session waits for."""
    at = clock.now()
    waiting = contact_codes.asked(request.session, purpose=FOLLOW, at=at)
    waiting = waiting or contact_codes.asked(request.session, purpose=UNFOLLOW, at=at)
    return waiting if waiting is not None and waiting.subject == number else None


@login_not_required
@never_cache
@require_http_methods(["POST"])
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Follow as who is signed in, or ask for a code to the guest's address."""
    return _change(request, number, FOLLOW)


@login_not_required
@never_cache
@require_http_methods(["POST"])
def unfollow(request: HttpRequest, number: str) -> HttpResponse:
    """Follow no longer. Who does not follow gets the same answer, so that nobody learns who does."""
    return _change(request, number, UNFOLLOW)


def _change(request: HttpRequest, number: str, purpose: str) -> HttpResponse:
    user = actor_of(request)
    case, row = _public(number, user)
    if user is not None:
        return _done(request, purpose, case.number, user=user)
    form = ContactAddressForm(request.POST)
    if not form.is_valid():
        return _page(request, number, status=422, address_form=form, form=form)
    contact = form.contact()
    is_real = purpose == FOLLOW or selectors.follower_of(row, **contact) is not None
    try:
        contact_codes.send_code(
            request.session,
            purpose=purpose,
            subject=case.number,
            ip=who(request)["ip"],
            language=_language(),
            at=clock.now(),
            is_real=is_real,
            **contact,
        )
    except DomainError as error:
        add_domain_error(form, error)
        return _page(request, number, status=422, address_form=form, form=form)
    return redirect("complaint_public", case.number)


@login_not_required
@never_cache
@require_POST
def code(request: HttpRequest, number: str) -> HttpResponse:
    """The code that came to the guest's address."""
    case, _row = _public(number, actor_of(request))
    asked = _asked(request, case.number)
    if asked is None:
        messages.error(request, _("This code is not valid any more. Ask for a new one."))
        return redirect("complaint_public", case.number)
    form = ContactCodeForm(request.POST)
    if form.is_valid():
        if contact_codes.is_right(request.session, form.cleaned_data["code"], ip=who(request)["ip"]):
            return _done(request, asked.purpose, case.number, email=asked.email, phone=asked.phone)
        form.add_error("code", _("This is not the code we sent. Look at it again."))
    return _page(request, number, status=422, code_form=form, form=form)


def _done(request: HttpRequest, purpose: str, number: str, **person: Any) -> HttpResponse:
    user, at = person.get("user"), clock.now()
    contact = {key: person.get(key, "") for key in ("email", "phone")}
    try:
        if purpose == FOLLOW:
            services.follow_case(number=number, actor=user, at=at, language=_language(), **contact)
            messages.success(request, _("You follow this case. We tell you at each step."))
        else:
            _stop(number, user, contact)
            messages.success(request, _("You follow this case no longer."))
    except DomainError as error:
        messages.error(request, message_of(error))
    return redirect("complaint_public", number)


def _stop(number: str, user: Any, contact: dict[str, str]) -> None:
    follower = selectors.follower_of(_public(number, user)[1], user=user, **contact)
    if follower is not None:
        services.unfollow_case(follower=follower, actor=user, at=clock.now())


def _language() -> str:
    return (get_language() or "th")[:2]
