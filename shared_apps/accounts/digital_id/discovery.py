"""What a provider publishes of itself: addresses and keys, kept for an hour for all LGOs."""

import time
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
from django.conf import settings
from django.core.cache import caches

from shared_apps.accounts.digital_id.configuration import Configuration
from shared_apps.accounts.digital_id.troubles import DigitalIdError, Trouble

_HOUR = 3600
_REFETCH_AFTER = 60
"""Seconds: a token with an unknown key makes us look for new keys no more often than this."""
_TIMEOUT = httpx.Timeout(8, connect=4)
_LARGEST = 256 * 1024
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


def metadata(provider: Configuration) -> dict[str, Any]:
    """The provider's published configuration.

    Raises:
        DigitalIdError: it does not answer, or not as the standard says.
    """
    known: dict[str, Any] | None = caches["platform"].get(_key("discovery", provider.discovery_url))
    if known is not None:
        return known
    found = ask("GET", provider.discovery_url)
    for name in _NEEDED:
        if not _is_safe(found.get(name)):
            raise DigitalIdError(Trouble.UNREACHABLE, f"discovery lacks {name}")
    caches["platform"].set(_key("discovery", provider.discovery_url), found, _HOUR)
    return found


def signing_key(provider: Configuration, key_id: str | None) -> jwt.PyJWK:
    """The provider's key of that id; the keys are fetched anew when it is not among those we know.

    Raises:
        DigitalIdError: there is no such key, or the provider does not answer.
    """
    url = metadata(provider)["jwks_uri"]
    keys, fetched_at = caches["platform"].get(_key("keys", url)) or ({}, 0.0)
    found = _pick(keys, key_id)
    if found is None and time.time() - fetched_at > _REFETCH_AFTER:
        keys = ask("GET", url)
        caches["platform"].set(_key("keys", url), (keys, time.time()), _HOUR)
        found = _pick(keys, key_id)
    if found is None:
        raise DigitalIdError(Trouble.NOT_TRUSTED, "unknown key")
    return found


def _pick(keys: dict[str, Any], key_id: str | None) -> jwt.PyJWK | None:
    signing = [key for key in keys.get("keys", []) if isinstance(key, dict) and key.get("use", "sig") == "sig"]
    fitting = [key for key in signing if key.get("kid") == key_id] if key_id else signing
    if len(fitting) != 1:
        return None
    try:
        return jwt.PyJWK.from_dict(fitting[0])
    except jwt.PyJWTError:
        return None


def ask(method: str, url: str, **options: Any) -> dict[str, Any]:
    """A JSON object from the provider. Nothing of the answer is logged: it may tell who someone is.

    Raises:
        DigitalIdError: no answer, a refusal or no JSON object.
    """
    try:
        response = httpx.request(method, url, timeout=_TIMEOUT, follow_redirects=False, **options)
    except httpx.HTTPError as error:
        raise DigitalIdError(Trouble.UNREACHABLE, type(error).__name__) from None
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise DigitalIdError(Trouble.UNREACHABLE, f"status {response.status_code}")
    if response.status_code != httpx.codes.OK or len(response.content) > _LARGEST:
        raise DigitalIdError(Trouble.NOT_TRUSTED, f"status {response.status_code}")
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise DigitalIdError(Trouble.UNREACHABLE, "no JSON object")
    return answer


def _is_safe(address: Any) -> bool:
    schemes = {"https"} if settings.IS_PRODUCTION else {"https", "http"}
    return isinstance(address, str) and urlsplit(address).scheme in schemes


def _key(what: str, url: str) -> str:
    return f"digital_id:{what}:{sha256(url.encode()).hexdigest()}"
