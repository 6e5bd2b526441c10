"""Proving once more, before a sensitive act, that one is still the person who signed in.

allauth's own check lets everybody pass who has neither a password nor a second factor, which is every citizen. Here a
fresh proof is always asked for: a password, a code from the app, a passkey, or a code by e-mail or SMS.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.adapters import send_code_or_notice
from shared_apps.accounts.models import User
from shared_apps.accounts.sign_in_code import SignInCode
from shared_apps.notifications.services import can_send_sms

MINUTES = 10
_HELD = "accounts.step_up"
_LARGEST_POST = 50_000


@dataclass(frozen=True, kw_only=True)
class Method:
    """A way to prove it. `url_name` leads to a page of its own that comes back to `next`."""

    code: str
    label: Any
    offered: Callable[[User], bool]
    url_name: str = ""


def _has(kind: Authenticator.Type) -> Callable[[User], bool]:
    return lambda user: Authenticator.objects.filter(user_id=user.pk, type=kind).exists()


def _by_message(user: User) -> bool:
    return not user.has_usable_password() and bool(user.email or (user.phone and can_send_sms()))


_methods: dict[str, Method] = {
    method.code: method
    for method in (
        Method(
            code="passkey",
            label=_("Passkey"),
            offered=_has(Authenticator.Type.WEBAUTHN),
            url_name="mfa_reauthenticate_webauthn",
        ),
        Method(code="app", label=_("Code from the app"), offered=_has(Authenticator.Type.TOTP)),
        Method(code="password", label=_("Password"), offered=lambda user: user.has_usable_password()),
        Method(code="message", label=_("Code by e-mail or SMS"), offered=_by_message),
    )
}


def register_method(method: Method) -> None:
    """Add another way, such as a national digital identity, or replace the one of that code."""
    _methods[method.code] = method


def methods_of(user: User) -> list[Method]:
    """The ways that this person has."""
    return [method for method in _methods.values() if method.offered(user)]


def is_recent(request: HttpRequest, minutes: int = MINUTES) -> bool:
    """Whether this person has proved who they are in the last `minutes`, at sign-in or since."""
    limit = time.time() - minutes * 60
    return any(record["at"] >= limit for record in get_authentication_records(request, request.user))


def prove(request: HttpRequest, user: User, method: str) -> None:
    """Note a fresh proof in the session."""
    record_authentication(request, user, method=method, reauthenticated=True)


# --- what was about to be done ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """What waits for the proof: a form that was sent, or a file to download. `page` is where the person was."""

    path: str
    page: str
    fields: list[tuple[str, str]]
    is_download: bool


def ask(request: HttpRequest, *, is_download: bool = False) -> HttpResponse:
    """Send the person to prove it, and keep what they sent."""
    path = request.get_full_path()
    request.session.pop(_HELD, None)
    if request.method == "POST" or is_download:
        state = {"path": path, "page": _page(request), "post": _kept(request), "is_download": is_download}
        request.session[_HELD] = state
    url = f"{reverse('account_step_up')}?{urlencode({'next': path})}"
    if request.headers.get("hx-request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _kept(request: HttpRequest) -> str:
    if request.method != "POST" or request.FILES:
        return ""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    kept = fields.urlencode()
    return kept if len(kept) <= _LARGEST_POST else ""


def _page(request: HttpRequest) -> str:
    """The page with the form or the link; never another site's."""
    referer = urlsplit(request.headers.get("referer", ""))
    same_site = referer.netloc == request.get_host()
    return f"{referer.path}?{referer.query}".rstrip("?") if same_site else reverse("account_overview")


def held(request: HttpRequest, path: str) -> Held | None:
    """What waits for the proof at `path`."""
    state = request.session.get(_HELD)
    if not isinstance(state, dict) or state.get("path") != path:
        return None
    data = QueryDict(state["post"])
    fields = [(name, value) for name, values in data.lists() for value in values]
    return Held(path=path, page=state["page"], fields=fields, is_download=state["is_download"])


def forget(request: HttpRequest) -> None:
    """It was gone on with."""
    request.session.pop(_HELD, None)


def next_of(request: HttpRequest) -> str:
    """Where to go on, on this site only."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return url
    return reverse("account_overview")


# --- a code by e-mail or SMS ------------------------------------------------------------------------------------------


class StepUpCode(SignInCode):
    """A one-time code to the person who is signed in."""

    session_key = "accounts.step_up_code"

    @classmethod
    def begin(cls, request: HttpRequest, user: User) -> "StepUpCode":
        """Send a code to the person's own address.

        Raises:
            OverLimit: too many were asked for.
        """
        by_mail = {"email": user.email} if user.email else {"phone": user.phone or ""}
        return cls.start(request, **by_mail)

    def _owner(self) -> User | None:
        return None

    def _send_code(self) -> None:
        send_code_or_notice("accounts/step_up_code", self._recipient(), {"code": self.state["code"]})
