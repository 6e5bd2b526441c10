"""What is asked of Stripe. Every request is checked against Stripe's types before it leaves."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import structlog
from stripe.params import BalanceTransactionListParams, EventListParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from billing.gateway import reading
from billing.gateway.client import asking, client
from billing.gateway.errors import ProviderRefused
from billing.gateway.shapes import check
from billing.gateway.values import (
    DisputeFact,
    EventFact,
    Movement,
    Page,
    PageRequest,
    PayoutFact,
    RefundFact,
    RefundRequest,
)
from kit.money import to_satang

METHODS = ("card", "promptpay")

KINDS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.succeeded",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "payout.created",
    "payout.updated",
    "payout.paid",
    "payout.failed",
    "payout.canceled",
)
"""The messages that concern us: what the endpoint subscribes to, and what the poller asks for (at most 20)."""
_PAGE_SIZE = 100
_WITH_CHARGE = ["payment_intent.latest_charge"]

log = structlog.get_logger(__name__)


def open_page(request: PageRequest) -> Page:
    """Open a page to pay on, by card or PromptPay.

    Raises:
        ProviderDown: ask again with the same key.
        ProviderRefused: it cannot be opened, or not with both ways of payment.
    """
    params: SessionCreateParams = {
        "mode": "payment",
        "allowed_payment_method_types": [*METHODS],
        "locale": "th",
        "expires_at": int(request.expires_at.timestamp()),
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": reading.CURRENCY,
                    "unit_amount": to_satang(request.amount),
                    "product_data": {"name": request.title},
                },
            }
        ],
        "metadata": {**request.metadata},
        "payment_intent_data": {"metadata": {**request.metadata}, "description": request.title},
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
    }
    if request.email:
        params["customer_email"] = request.email
    check(params, SessionCreateParams)
    with asking("open page"):
        session = client().v1.checkout.sessions.create(params, {"idempotency_key": request.key})
    # Stripe leaves out in silence what the account may not do.
    if missing := [method for method in METHODS if method not in session.payment_method_types]:
        log.error("payment_methods_missing", missing=missing, session=session.id)
        raise ProviderRefused("payment_methods_missing")
    return reading.page(session)


def find_page(reference: str) -> Page:
    """A page to pay on as it is now."""
    with asking("page"):
        return reading.page(client().v1.checkout.sessions.retrieve(reference, {"expand": _WITH_CHARGE}))


def expire_page(reference: str) -> Page:
    """Let a page end, so that nobody pays on it any more.

    Raises:
        ProviderRefused: it ended before; how, says `find_page`.
    """
    with asking("expire page"):
        return reading.page(client().v1.checkout.sessions.expire(reference))


def find_page_of(intent: str) -> str:
    """The reference of the page by which a payment came; empty when it came by none."""
    with asking("page of payment"):
        found = client().v1.checkout.sessions.list({"payment_intent": intent, "limit": 1})
    return found.data[0].id if found.data else ""


def create_refund(request: RefundRequest) -> RefundFact:
    """Send money of a payment back.

    Raises:
        ProviderDown: ask again with the same key.
        ProviderRefused: more than was paid, or it was sent back before.
    """
    params: RefundCreateParams = {
        "payment_intent": request.intent,
        "amount": to_satang(request.amount),
        "metadata": {**request.metadata},
    }
    if request.email:
        params["instructions_email"] = request.email
    check(params, RefundCreateParams)
    with asking("refund"):
        return reading.refund(client().v1.refunds.create(params, {"idempotency_key": request.key}))


def find_refund(reference: str) -> RefundFact:
    """A refund as it is now."""
    with asking("refund"):
        return reading.refund(client().v1.refunds.retrieve(reference))


def find_dispute(reference: str) -> DisputeFact:
    """A dispute as it is now."""
    with asking("dispute"):
        return reading.dispute(client().v1.disputes.retrieve(reference))


def find_payout(reference: str) -> PayoutFact:
    """A payout as it is now."""
    with asking("payout"):
        return reading.payout(client().v1.payouts.retrieve(reference))


def list_transactions(payout: str) -> list[Movement]:
    """What a payout pays out; Stripe tells it of automatic payouts only."""
    return list(_transactions({"payout": payout}))


def list_movements(*, since: datetime) -> list[Movement]:
    """What moved our balance since a moment, but payouts, which tell of themselves; the newest first."""
    return list(_transactions({"created": {"gte": int(since.timestamp())}}))


def _transactions(wanted: BalanceTransactionListParams) -> Iterator[Movement]:
    params: BalanceTransactionListParams = {**wanted, "limit": _PAGE_SIZE, "expand": ["data.source"]}
    check(params, BalanceTransactionListParams)
    with asking("transactions"):
        found = client().v1.balance_transactions.list(params)
        yield from (reading.movement(each) for each in found.auto_paging_iter() if each.type != "payout")


def list_events(*, since: datetime) -> Iterator[EventFact]:
    """All messages that concern us since a moment, the newest first."""
    params: EventListParams = {
        "created": {"gte": int(since.timestamp())},
        "types": [*KINDS],
        "limit": _PAGE_SIZE,
    }
    check(params, EventListParams)
    with asking("events"):
        for event in client().v1.events.list(params).auto_paging_iter():
            yield _event(event)


def _event(event: Any) -> EventFact:
    return EventFact(
        reference=event.id,
        kind=event.type,
        subject=event.data.object["id"],
        happened_at=reading.moment(event.created),
    )
