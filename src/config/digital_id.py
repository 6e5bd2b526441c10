"""Reading of the settings of Digital ID providers."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_OPTIONS: dict[str, Any] = {
    "pkce": True,
    "token_auth_method": "client_secret_basic",
    "algorithms": ["RS256"],
    "fetch_userinfo": False,
    "auth_time": True,
    "prompt": "",
    "ial": "",
    "aal": "",
    "secret_md5_rounds": 0,
    "secret_md5_suffix": "EGA",
    "logout_parameter": "post_logout_redirect_uri",
    "simulated": False,
}
"""What is seldom set: the names allowed in `…_OPTIONS` and their defaults (see docs/operations/settings.md)."""
_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""Signatures with a public key."""


def provider(
    name: str,
    *,
    client_id: str,
    secret: str,
    discovery_url: str,
    scopes: list[str],
    subject_claim: str,
    post_logout_url: str,
    options: str,
    usual: Mapping[str, Any] | None = None,
    is_production: bool,
) -> dict[str, Any]:
    """One provider as `shared_apps.accounts.digital_id` reads it; `usual` are its own defaults of `_OPTIONS`.

    Raises:
        ImproperlyConfigured: an option is unknown, the secret is missing, or an address is not one of TLS.
    """
    known = {**_OPTIONS, "subject_claim": subject_claim}
    chosen = _chosen(name, options, known)
    if not secret:
        raise ImproperlyConfigured(f"{name}_CLIENT_SECRET is missing")
    for address in filter(None, (discovery_url, post_logout_url)):
        if urlsplit(address).scheme not in ({"https"} if is_production else {"https", "http"}):
            raise ImproperlyConfigured(f"{name}: {address} must begin with https://")
    values = {**known, **(usual or {}), **chosen}
    if not {*values["algorithms"]} <= _ALGORITHMS:
        raise ImproperlyConfigured(f"{name}_OPTIONS: algorithms must be among {', '.join(sorted(_ALGORITHMS))}")
    return {
        "client_id": client_id,
        "secret": secret,
        "discovery_url": discovery_url,
        "scopes": scopes,
        "post_logout_url": post_logout_url,
        **values,
    }


def _chosen(name: str, text: str, known: Mapping[str, Any]) -> dict[str, Any]:
    try:
        options = json.loads(text or "{}")
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise ImproperlyConfigured(f"{name}_OPTIONS must be a JSON object")
    if unknown := sorted(set(options) - set(known)):
        raise ImproperlyConfigured(f"{name}_OPTIONS has unknown names: {', '.join(unknown)}")
    if wrong := sorted(key for key, value in options.items() if type(value) is not type(known[key])):
        raise ImproperlyConfigured(f"{name}_OPTIONS has a value of the wrong kind: {', '.join(wrong)}")
    return options
