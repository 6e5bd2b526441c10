"""Pages of signing in with a Digital ID."""

from decimal import Decimal
from http import HTTPStatus
from uuid import UUID

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shared_apps.accounts import assurance, selectors, step_up
from shared_apps.accounts.digital_id import handshake
from shared_apps.accounts.digital_id.configuration import Configuration, provider_of, providers
from shared_apps.accounts.digital_id.handshake import Purpose, Wish
from shared_apps.accounts.digital_id.persons import Person
from shared_apps.accounts.digital_id.troubles import DigitalIdError, Trouble
from shared_apps.accounts.levels import NONE
from shared_apps.accounts.models import User
from shared_apps.accounts.permissions import recently_authenticated
from shared_apps.accounts.services import digital_id as services
from shared_apps.accounts.views.step_up import after_proof
from tenants.models import base_url

log = structlog.get_logger(__name__)
_PASSED_ON = ("code", "state", "error", "iss")
_LONGEST = 2048


# --- at an LGO ------------------------------------------------------------------------------------------------------


@login_not_required
@never_cache
@require_POST
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """Begin, and show a page that leads to the provider.

    It is a page and no redirect, since `form-action` of the content security policy reaches over redirects too.
    """
    configuration = _configuration(provider)
    next_url = get_next_redirect_url(request) or ""
    purpose = _purpose(request, configuration)
    try:
        url = handshake.begin(request, configuration, purpose, next_url=next_url, ial=_level_of(request))
    except DigitalIdError as error:
        return _trouble(request, configuration, error, next_url)
    return render(request, "accounts/digital_id_leave.html", {"provider": configuration, "url": url})


@login_not_required
@never_cache
@require_safe
def callback(request: HttpRequest, provider: str) -> HttpResponse:
    """Take the answer that the operator's host has sent on."""
    configuration = _configuration(provider)
    next_url = ""
    try:
        wish = handshake.resume(request, configuration)
        next_url = wish.next_url
        _check_browser(request, wish)
        person = handshake.finish(request, configuration, wish)
        return _settle(request, wish, person)
    except DigitalIdError as error:
        return _trouble(request, configuration, error, next_url)


def _check_browser(request: HttpRequest, wish: Wish) -> None:
    """Who began to link or confirm is still the one who is signed in."""
    if wish.purpose is not Purpose.SIGN_IN and wish.user_id != str(request.user.pk):
        raise DigitalIdError(Trouble.UNKNOWN_BROWSER, "another person is signed in")


def _settle(request: HttpRequest, wish: Wish, person: Person) -> HttpResponse:
    if wish.purpose is Purpose.SIGN_IN:
        return _sign_in(request, wish, person)
    user: User = request.user  # type: ignore[assignment]  # _check_browser lets nobody else through
    if wish.purpose is Purpose.LINK:
        services.link_digital_id(user=user, person=person, at=timezone.now())
        messages.success(request, _("Your Digital ID is linked. From now on you can sign in with it."))
    else:
        services.confirm_digital_id(user=user, person=person, at=timezone.now())
    _note(request, wish, user, person)
    return after_proof(request, wish.next_url or reverse("account_overview"))


def _sign_in(request: HttpRequest, wish: Wish, person: Person) -> HttpResponse:
    language = (get_language() or "th")[:2]
    user = services.user_of_digital_id(person=person, language=language, at=timezone.now())
    if request.user.is_authenticated and request.user.pk != user.pk:
        get_adapter().logout(request)
    _note(request, wish, user, person)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=wish.next_url or None))
    return response


def _note(request: HttpRequest, wish: Wish, user: User, person: Person) -> None:
    """Keep how well the person is known, and when they last proved it: at the provider, which may be hours ago."""
    now = int(timezone.now().timestamp())
    proved_at = person.auth_time or (now if wish.purpose is Purpose.STEP_UP else 0)
    record_authentication(request, user, method="socialaccount", provider=person.provider)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] = min(now, proved_at)
    request.session.modified = True
    assurance.note_assurance(
        request, user_id=user.pk, idp=person.provider, ial=person.ial, aal=person.aal, auth_time=proved_at
    )


@never_cache
@require_safe
def confirm(request: HttpRequest) -> HttpResponse:
    """Let a person confirm anew by a Digital ID that is linked to their account, as a step of `accounts.step_up`."""
    linked = selectors.digital_ids(request.user.pk or 0)
    context = {
        "next_url": step_up.next_of(request),
        "digital_ids": [provider for provider in providers() if provider.provider in linked],
    }
    return render(request, "accounts/digital_id_confirm.html", context)


@login_not_required
@never_cache
@require_safe
def required(request: HttpRequest, service: str) -> HttpResponse:
    """Tell a person that a service needs their Digital ID, and let them show it."""
    try:
        asked = assurance.required_assurance(service)
    except KeyError:
        raise Http404 from None
    next_url = get_next_redirect_url(request) or "/"
    if assurance.assurance_of(request).meets(asked):
        return HttpResponseRedirect(next_url)
    context = {"service": asked, "next_url": next_url, "digital_ids": providers()}
    return render(request, "accounts/digital_id_required.html", context)


@login_not_required
@never_cache
@require_safe
def signed_out(request: HttpRequest, provider: str) -> HttpResponse:
    """Who signed out here is still signed in at the provider: offer the way out there, for shared computers."""
    configuration = _configuration(provider)
    try:
        url = handshake.sign_out_url(configuration)
    except DigitalIdError:
        url = ""
    if not url:
        return redirect("/")
    return render(request, "accounts/digital_id_signed_out.html", {"provider": configuration, "url": url})


@never_cache
@require_POST
@recently_authenticated()
def unlink(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a Digital ID off one's account; also one whose provider is no longer on."""
    user: User = request.user  # type: ignore[assignment]  # LoginRequiredMiddleware lets nobody else through
    services.unlink_digital_id(user=user, provider=provider, at=timezone.now())
    assurance.forget_assurance(request, provider)
    messages.success(request, _("The Digital ID is no longer linked to your account."))
    return redirect("account_overview")


def _configuration(provider: str) -> Configuration:
    configuration = provider_of(provider)
    if configuration is None:
        raise Http404
    return configuration


def _purpose(request: HttpRequest, provider: Configuration) -> Purpose:
    """A person who is signed in adds the Digital ID, or confirms themselves with the one they have."""
    if not request.user.is_authenticated:
        return Purpose.SIGN_IN
    is_linked = selectors.has_digital_id(request.user.pk, provider.provider)
    return Purpose.STEP_UP if is_linked else Purpose.LINK


def _level_of(request: HttpRequest) -> Decimal:
    """The level that the service asks for from whose page the person comes."""
    try:
        return assurance.required_assurance(request.POST.get("service", "")).ial
    except KeyError:
        return NONE


def _trouble(request: HttpRequest, provider: Configuration, error: DigitalIdError, next_url: str) -> HttpResponse:
    log.warning("digital_id_failed", provider=provider.provider, trouble=error.trouble.name, detail=error.detail)
    page = error.trouble.value
    context = {"trouble": page, "provider": provider, "next_url": next_url, "can_retry": _can_retry(error.trouble)}
    return render(request, "accounts/digital_id_trouble.html", context, status=page.status)


def _can_retry(trouble: Trouble) -> bool:
    return trouble not in {Trouble.CLOSED, Trouble.TAKEN, Trouble.ANOTHER_PERSON}


# --- at the operator's host -----------------------------------------------------------------------------------------


@login_not_required
@never_cache
@require_safe
def pass_on(request: HttpRequest, provider: str) -> HttpResponse:
    """Send a browser that comes back from a provider on to its LGO, whose address is looked up and never taken from it.

    It knows no session: the LGO checks that this browser had begun.
    """
    host = selectors.host_of_tenant(_tenant_in(request.GET.get("state", "")))
    if host is None:
        return render(request, "accounts/digital_id_lost.html", status=HTTPStatus.BAD_REQUEST)
    answer = {name: request.GET[name][:_LONGEST] for name in _PASSED_ON if name in request.GET}
    path = reverse("digital_id_callback", urlconf=settings.TENANT_URLCONF, args=[provider])
    return HttpResponseRedirect(f"{base_url(host)}{path}?{urlencode(answer)}")


def _tenant_in(state: str) -> UUID | None:
    try:
        return UUID(state[:_LONGEST].partition(".")[0])
    except ValueError:
        return None
