"""Stripe's objects in our words."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from stripe import BalanceTransaction, Charge, Dispute, PaymentIntent, Payout, Refund, StripeObject
from stripe.checkout import Session

from billing.gateway.errors import ProviderRefused
from billing.gateway.values import (
    DisputeFact,
    DisputeProgress,
    Movement,
    Page,
    PageState,
    PayoutFact,
    PayoutProgress,
    RefundFact,
    RefundProgress,
)
from kit.money import from_satang

CURRENCY = "thb"
_NOT_PAID = frozenset({"requires_payment_method", "canceled"})
_REFUNDS: dict[str, RefundProgress] = {
    "pending": "sent",
    "requires_action": "waiting",
    "succeeded": "done",
    "failed": "failed",
    "canceled": "failed",
}
_DISPUTES: dict[str, DisputeProgress] = {
    "won": "won",
    "warning_closed": "won",
    "prevented": "won",
    "lost": "lost",
}
_PAYOUTS: dict[str, PayoutProgress] = {"paid": "paid", "failed": "failed", "canceled": "failed"}


def page(session: Session) -> Page:
    """A Checkout session. Its payment intent may be a name, or there with its charge."""
    intent = session.payment_intent
    charge = intent.latest_charge if isinstance(intent, PaymentIntent) else None
    paid = charge if isinstance(charge, Charge) else None
    details = paid.payment_method_details if paid else None
    return Page(
        reference=session.id,
        state=_page_state(session, intent),
        amount=_baht(session.amount_total or 0, session.currency),
        metadata=_plain(session.metadata),
        url=session.url or "",
        intent=_id(intent),
        method=details.type if details else "",
        paid_at=moment(paid.created) if paid else None,
    )


def _page_state(session: Session, intent: Any) -> PageState:
    if session.payment_status == "paid":
        return "paid"
    if session.status == "expired":
        return "expired"
    if session.status == "open":
        return "open"
    failed = isinstance(intent, PaymentIntent) and intent.status in _NOT_PAID
    return "failed" if failed else "processing"


def refund(found: Refund) -> RefundFact:
    """A refund; a state that is new to us counts as under way."""
    return RefundFact(
        reference=found.id,
        intent=_id(found.payment_intent),
        amount=_baht(found.amount, found.currency),
        progress=_REFUNDS.get(found.status or "", "sent"),
        metadata=_plain(found.metadata),
    )


def dispute(found: Dispute) -> DisputeFact:
    """A dispute with what it has moved so far. An inquiry (`warning_…`) that was closed moved nothing."""
    due = found.evidence_details.due_by
    return DisputeFact(
        reference=found.id,
        intent=_id(found.payment_intent),
        amount=_baht(found.amount, found.currency),
        reason=found.reason,
        progress=_DISPUTES.get(found.status, "open"),
        answer_until=moment(due) if due else None,
        opened_at=moment(found.created),
        movements=tuple(movement(each) for each in found.balance_transactions),
    )


def payout(found: Payout) -> PayoutFact:
    """A payout to our bank account."""
    return PayoutFact(
        reference=found.id,
        amount=_baht(found.amount, found.currency),
        progress=_PAYOUTS.get(found.status, "under_way"),
        arrives_at=moment(found.arrival_date),
        lists_movements=found.automatic,
    )


def movement(found: BalanceTransaction) -> Movement:
    """A movement of our balance."""
    return Movement(
        reference=found.id,
        kind=found.reporting_category,
        subject=_id(found.source),
        amount=_baht(found.amount, found.currency),
        fee=_baht(found.fee, found.currency),
        happened_at=moment(found.created),
        intent=_id(getattr(found.source, "payment_intent", None)),
    )


def moment(seconds: int) -> datetime:
    """Stripe's seconds as a time."""
    return datetime.fromtimestamp(seconds, UTC)


def _baht(satang: int, currency: str | None) -> Decimal:
    if currency != CURRENCY:
        raise ProviderRefused("currency")
    return from_satang(satang)


def _id(found: Any) -> str:
    """The name of an object that is there whole, by its name, or not at all."""
    return "" if found is None else str(getattr(found, "id", found))


def _plain(metadata: Any) -> Mapping[str, str]:
    given = metadata.to_dict() if isinstance(metadata, StripeObject) else {}
    return {str(key): str(value) for key, value in given.items()}
