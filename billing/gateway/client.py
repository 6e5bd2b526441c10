"""The connection to Stripe: one API version, short patience, and failures in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import structlog
from django.conf import settings
from stripe import (
    APIConnectionError,
    APIError,
    IdempotencyError,
    RateLimitError,
    RequestsClient,
    StripeClient,
    StripeError,
)

from billing.gateway.errors import ProviderDown, ProviderRefused

API_VERSION = "2026-10-28.endive"
"""The version whose types are checked against; the endpoint in Stripe's dashboard is pinned to the same."""
CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
RETRIES = 2
_PASSING = (APIConnectionError, APIError, RateLimitError)
_CONFLICTS = frozenset({409, 429})

log = structlog.get_logger(__name__)


def is_available() -> bool:
    """Whether payment by card and PromptPay can be offered."""
    return bool(settings.STRIPE_SECRET_KEY)


def is_simulated() -> bool:
    """Whether a simulator stands in for Stripe: nothing that it says was ever verified against the real one."""
    return bool(settings.STRIPE_API_URL)


def is_test() -> bool:
    """Whether no money moves: with the simulator, and with a test key of Stripe."""
    return is_simulated() or settings.STRIPE_SECRET_KEY.startswith(("sk_test_", "rk_test_"))


def client() -> StripeClient:
    """The client for the settings of now."""
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_URL)


@cache
def _client(key: str, api_url: str) -> StripeClient:
    return StripeClient(
        key,
        stripe_version=API_VERSION,
        base_addresses={"api": api_url} if api_url else None,
        max_network_retries=RETRIES,
        http_client=RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS)),
    )


@contextmanager
def asking(what: str) -> Iterator[None]:
    """Turn Stripe's failures into ours.

    Raises:
        ProviderDown: it could not be reached, or is too busy: ask again later.
        ProviderRefused: it will never do this.
    """
    try:
        yield
    except StripeError as error:
        why = error.code or type(error).__name__
        log.warning("provider_failed", asked=what, why=why, status=error.http_status, request=error.request_id)
        if _will_pass(error):
            raise ProviderDown(why) from error
        raise ProviderRefused(why) from error


def _will_pass(error: StripeError) -> bool:
    if isinstance(error, IdempotencyError):
        return error.code == "idempotency_key_in_use"
    return isinstance(error, _PASSING) or error.http_status in _CONFLICTS or (error.http_status or 0) >= 500
