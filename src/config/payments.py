"""Checking of the settings of payments."""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

_TEST_KEYS = ("sk_test_", "rk_test_")
_LIVE_KEYS = ("sk_live_", "rk_live_")


def check_stripe(
    *, key: str, webhook_secrets: Sequence[str], api_url: str, allow_test_key: bool, is_production: bool
) -> None:
    """Refuse what would take money without recording it, or record money that nobody paid.

    Raises:
        ImproperlyConfigured: production names a simulator, a key is of no known kind or of tests, or there is no
            secret to tell Stripe's messages from forged ones.
    """
    if api_url and is_production:
        raise ImproperlyConfigured("STRIPE_API_URL names a simulator, which production refuses")
    if not key:
        return
    if not key.startswith((*_TEST_KEYS, *_LIVE_KEYS)):
        raise ImproperlyConfigured("STRIPE_SECRET_KEY must begin with sk_live_, rk_live_, sk_test_ or rk_test_")
    if key.startswith(_TEST_KEYS) and not allow_test_key:
        raise ImproperlyConfigured("STRIPE_SECRET_KEY is a test key; STRIPE_ALLOW_TEST_KEY=1 allows it on a trial site")
    if key.startswith(_LIVE_KEYS) and api_url:
        raise ImproperlyConfigured("STRIPE_API_URL names a simulator, which must not see a live key")
    if not all(secret.startswith("whsec_") for secret in webhook_secrets) or not webhook_secrets:
        raise ImproperlyConfigured("STRIPE_WEBHOOK_SECRETS must hold a signing secret (whsec_…)")
