"""From the button to the answer: what is remembered in the session in between, and the checks at the end."""

import secrets
import time
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from allauth.socialaccount.internal import statekit
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import get_language

from shared_apps.accounts.digital_id.configuration import Configuration
from shared_apps.accounts.digital_id.discovery import ask, metadata
from shared_apps.accounts.digital_id.persons import Person, person_of
from shared_apps.accounts.digital_id.protocol import provider_for
from shared_apps.accounts.digital_id.tokens import LEEWAY, verified_claims
from shared_apps.accounts.digital_id.troubles import DigitalIdError, Trouble
from shared_apps.accounts.levels import parse_level

_LONGEST = 2048


class Purpose(StrEnum):
    """What the person wants: to sign in, to add the Digital ID to their account, or to confirm themselves anew."""

    SIGN_IN = "sign_in"
    LINK = "link"
    STEP_UP = "step_up"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a browser had begun, as its session remembers it."""

    purpose: Purpose
    user_id: str
    next_url: str
    ial: str
    nonce: str
    began_at: float
    verifier: str


def begin(request: HttpRequest, provider: Configuration, purpose: Purpose, *, next_url: str, ial: Decimal) -> str:
    """Remember in the session what was begun; the address of the provider to go to.

    Raises:
        DigitalIdError: the provider does not answer.
    """
    nonce = secrets.token_urlsafe(24)
    asked = {"nonce": nonce, "ui_locales": (get_language() or "th")[:2]}
    if provider.prompt:
        asked["prompt"] = provider.prompt
    if purpose is Purpose.STEP_UP:
        asked |= {"prompt": "login", "max_age": "0"}
    remembered = {
        "purpose": str(purpose),
        "user_id": str(request.user.pk or ""),
        "ial": str(ial or ""),
        "nonce": nonce,
        "began_at": time.time(),
    }
    response = provider_for(request, provider).redirect(
        request, process="login", next_url=next_url, data=remembered, auth_params=asked
    )
    url: str = response.url
    return url


def resume(request: HttpRequest, provider: Configuration) -> Wish:
    """What this browser had begun; it can be taken up once.

    Raises:
        DigitalIdError: it began nothing of the kind, or too long ago.
    """
    state_id = request.GET.get("state", "")[:_LONGEST]
    state = statekit.unstash_state(request, state_id=state_id, provider_id=provider.provider)
    if state is None:
        raise DigitalIdError(Trouble.UNKNOWN_BROWSER, "state")
    return Wish(
        next_url=state.get("next") or "",
        verifier=state.get("pkce_code_verifier") or "",
        **{**state["data"], "purpose": Purpose(state["data"]["purpose"])},
    )


def finish(request: HttpRequest, provider: Configuration, wish: Wish) -> Person:
    """The person whom the provider names in answer to `wish`.

    Raises:
        DigitalIdError: the person said no, or the answer does not hold.
    """
    _check_answer(request, provider)
    social = provider_for(request, provider)
    client = social.get_oauth2_adapter(request).get_client(request, social.app)
    code = request.GET.get("code", "")[:_LONGEST]
    answer: dict[str, Any] = client.get_access_token(code, pkce_code_verifier=wish.verifier or None)
    claims = verified_claims(provider, answer.get("id_token"), nonce=wish.nonce)
    if provider.fetch_userinfo:
        claims |= _userinfo(provider, answer.get("access_token"), claims["sub"])
    person = person_of(provider, claims)
    _check_level(provider, wish, person)
    return person


def _check_answer(request: HttpRequest, provider: Configuration) -> None:
    if "error" in request.GET:
        denied = request.GET["error"] in {"access_denied", "consent_required", "interaction_required"}
        raise DigitalIdError(Trouble.CANCELLED if denied else Trouble.UNREACHABLE, "error from provider")
    if not request.GET.get("code"):
        raise DigitalIdError(Trouble.NOT_TRUSTED, "no code")
    # RFC 9207: an answer that names its issuer must name this one.
    if request.GET.get("iss", metadata(provider)["issuer"]) != metadata(provider)["issuer"]:
        raise DigitalIdError(Trouble.NOT_TRUSTED, "iss of answer")


def _userinfo(provider: Configuration, access_token: Any, subject: str) -> dict[str, Any]:
    url = metadata(provider).get("userinfo_endpoint")
    if not isinstance(url, str) or not isinstance(access_token, str):
        raise DigitalIdError(Trouble.NOT_TRUSTED, "no userinfo")
    claims = ask("GET", url, headers={"Authorization": f"Bearer {access_token}"})
    if claims.get("sub", subject) != subject:
        raise DigitalIdError(Trouble.NOT_TRUSTED, "userinfo of another person")
    return {name: value for name, value in claims.items() if name not in {"auth_time", "nonce", "iss", "aud", "exp"}}


def _check_level(provider: Configuration, wish: Wish, person: Person) -> None:
    """A person who was to confirm themselves did it after they were asked, and well enough."""
    must_be_fresh = wish.purpose is Purpose.STEP_UP and provider.auth_time
    if must_be_fresh and (person.auth_time or 0) < wish.began_at - LEEWAY:
        raise DigitalIdError(Trouble.NOT_FRESH, "auth_time")
    needed = parse_level(wish.ial)
    if needed is not None and (parse_level(person.ial) or 0) < needed:
        raise DigitalIdError(Trouble.LEVEL_TOO_LOW, f"ial {person.ial}")


def sign_out_url(provider: Configuration) -> str:
    """Where a person signs out of the provider too; nothing when it has no such page, or no address to return to.

    Raises:
        DigitalIdError: the provider does not answer.
    """
    page = metadata(provider).get("end_session_endpoint")
    if not provider.post_logout_url or not isinstance(page, str):
        return ""
    return f"{page}?{urlencode({'client_id': provider.client_id, provider.logout_parameter: provider.post_logout_url})}"
