"""Checking the ID token (OpenID Connect Core 1.0, 3.1.3.7). The signature is checked also over TLS."""

import time
from secrets import compare_digest
from typing import Any

import jwt

from shared_apps.accounts.digital_id.configuration import Configuration
from shared_apps.accounts.digital_id.discovery import metadata, signing_key
from shared_apps.accounts.digital_id.troubles import DigitalIdError, Trouble

LEEWAY = 60
"""Seconds by which clocks may differ."""


def verified_claims(provider: Configuration, id_token: object, *, nonce: str) -> dict[str, Any]:
    """The claims of a token that this provider signed for us, for the sign-in that `nonce` names.

    Raises:
        DigitalIdError: anything about it is not as it must be.
    """
    if not isinstance(id_token, str):
        raise DigitalIdError(Trouble.NOT_TRUSTED, "no id_token")
    try:
        header = jwt.get_unverified_header(id_token)
        if header.get("alg") not in provider.algorithms:
            raise DigitalIdError(Trouble.NOT_TRUSTED, "algorithm")
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=signing_key(provider, header.get("kid")),
            algorithms=provider.algorithms,
            audience=provider.client_id,
            issuer=metadata(provider)["issuer"],
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "exp", "iat", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise DigitalIdError(Trouble.NOT_TRUSTED, type(error).__name__) from None
    _check_party(provider, claims)
    if not compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise DigitalIdError(Trouble.NOT_TRUSTED, "nonce")
    return claims


def _check_party(provider: Configuration, claims: dict[str, Any]) -> None:
    """A token for several parties names the one it was given to."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else provider.client_id) != provider.client_id:
        raise DigitalIdError(Trouble.NOT_TRUSTED, "azp")


def authenticated_at(claims: dict[str, Any]) -> int | None:
    """When the person proved who they are at the provider, in seconds since 1970; None when it does not say.

    Raises:
        DigitalIdError: it says something impossible.
    """
    moment = claims.get("auth_time")
    if moment is None:
        return None
    if isinstance(moment, bool) or not isinstance(moment, int | float) or not 0 < moment <= time.time() + LEEWAY:
        raise DigitalIdError(Trouble.NOT_TRUSTED, "auth_time")
    return int(moment)
