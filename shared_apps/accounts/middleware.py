"""Second factor for those who must have one."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shared_apps.accounts import privacy, selectors
from shared_apps.accounts.models import UserKind

_OPEN = frozenset(
    {
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "set_language",
        "tenant_css",
        "dev_outbox",
    }
)


class RequireSecondFactorMiddleware:
    """Sends administrators and staff without a second factor to set it up; until then nothing else answers them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Look before any view runs, whatever its method."""
        user = request.user
        if not user.is_authenticated or not user.needs_second_factor:
            return None
        if request.resolver_match and request.resolver_match.view_name in _OPEN:
            return None
        if is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            return None
        return _to_set_up(request)


def _to_set_up(request: HttpRequest) -> HttpResponse:
    url = reverse("mfa_activate_totp")
    if request.headers.get("hx-request"):
        return HttpResponse(headers={"HX-Redirect": url})
    messages.info(request, _("Your account needs a second step before you can go on."))
    return HttpResponseRedirect(url)


_NO_NOTICE = (
    *("/accounts/", "/files/", "/i18n/", "/static/", "/tenant.css", "/dev/", "/api/", "/open311/"),
    *("/privacy", "/contact", "/accessibility", "/.well-known/"),
)


class PrivacyNoticeMiddleware:
    """Shows a citizen the privacy notice at the first sign-in and when a new version is in force.

    Only when a page is opened: nothing that somebody sends is held up or lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Look before any view runs."""
        if not _opens_a_page(request) or not _is_citizen(request):
            return None
        version = privacy.current_version(timezone.now())
        if not version or privacy.has_seen(request, version):
            return None
        if selectors.has_read(request.user.pk or 0, version):
            privacy.note_seen(request, version)
            return None
        return HttpResponseRedirect(f"{reverse('privacy_notice')}?{urlencode({'next': request.get_full_path()})}")


def _opens_a_page(request: HttpRequest) -> bool:
    is_document = request.headers.get("sec-fetch-dest", "document") == "document"
    is_plain = request.method == "GET" and not request.headers.get("hx-request")
    return is_plain and is_document and not request.path.startswith(_NO_NOTICE)


def _is_citizen(request: HttpRequest) -> bool:
    user: Any = request.user
    return request.tenant is not None and user.is_authenticated and user.kind == UserKind.CITIZEN
