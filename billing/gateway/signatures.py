"""Telling messages of Stripe from those of others."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from stripe import SignatureVerificationError, WebhookSignature

from billing.gateway.client import is_test
from billing.gateway.errors import Forged
from billing.gateway.values import EventFact

TOLERANCE = 300
"""Seconds by which a signature may be old or, for clocks that differ, ahead. Stripe's library accepts any future."""


def read_event(*, body: bytes, signature: str, at: datetime) -> EventFact:
    """The message in `body`, if one of our secrets signed it about `at`.

    Raises:
        Forged: it is not signed by us, too old, of the future, of the other mode (test or live), or no snapshot event.
    """
    _verify(body, signature, settings.STRIPE_WEBHOOK_SECRETS)
    _check_time(signature, at)
    try:
        message = json.loads(body)
        if message["object"] != "event":
            raise Forged("no snapshot event")
        fact = EventFact(
            reference=message["id"],
            kind=message["type"],
            subject=message["data"]["object"].get("id", ""),
            happened_at=datetime.fromtimestamp(message["created"], UTC),
        )
        is_live = message["livemode"]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise Forged("unreadable") from error
    if is_live is is_test():
        raise Forged("of the other mode")
    return fact


def _verify(body: bytes, signature: str, secrets: Sequence[str]) -> None:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Forged("not UTF-8") from None
    for secret in secrets:
        try:
            # Its tolerance counts from this machine's clock; ours, of both directions, is checked next.
            WebhookSignature.verify_header(text, signature, secret, None)
        except SignatureVerificationError:
            continue
        return
    raise Forged("signature")


def _check_time(signature: str, at: datetime) -> None:
    stamps = [part.partition("=")[2] for part in signature.split(",") if part.startswith("t=")]
    if len(stamps) != 1 or not stamps[0].isdecimal() or abs(at.timestamp() - int(stamps[0])) > TOLERANCE:
        raise Forged("time")
