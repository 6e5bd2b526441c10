"""The real Stripe, with a test key: `STRIPE_LIVE_TEST_KEY=sk_test_… ./dev test -m live`. Skipped without one.

What passes here, and only that, was verified against Stripe.
"""

import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from billing import gateway

KEY = os.environ.get("STRIPE_LIVE_TEST_KEY", "")
pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(not KEY.startswith("sk_test_"), reason="needs STRIPE_LIVE_TEST_KEY=sk_test_…"),
]


@pytest.fixture(autouse=True)
def _real(settings: Any) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_URL = KEY, ""


def _request(key: str) -> gateway.PageRequest:
    return gateway.PageRequest(
        key=key,
        amount=Decimal("64392.52"),
        title="ใบแจ้งหนี้ IV-2570-000001",
        metadata={"checkout": key},
        success_url="https://example.com/?checkout=paid",
        cancel_url="https://example.com/?checkout=left",
        expires_at=datetime.now(UTC) + timedelta(hours=2),
        email="finance@example.com",
    )


def test_a_page_is_opened_once_found_and_ended() -> None:
    request = _request(str(uuid4()))
    page = gateway.open_page(request)
    assert gateway.open_page(request) == page
    assert (page.state, page.amount, page.url[:8]) == ("open", Decimal("64392.52"), "https://")
    assert gateway.find_page(page.reference).metadata == {"checkout": request.key}
    assert gateway.expire_page(page.reference).state == "expired"
    with pytest.raises(gateway.ProviderRefused):
        gateway.expire_page(page.reference)


def test_events_are_listed() -> None:
    page = gateway.open_page(_request(str(uuid4())))
    gateway.expire_page(page.reference)
    kinds = {event.kind for event in gateway.list_events(since=datetime.now(UTC) - timedelta(hours=1))}
    assert "checkout.session.expired" in kinds


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(gateway.ProviderRefused):
        gateway.find_refund("re_nowhere")
