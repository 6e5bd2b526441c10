"""What the operator's finance is told of the payment provider."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shared_apps.notifications import events
from shared_apps.notifications.events import Event, Group, Placeholder

_AMOUNT = Placeholder(name="amount", label=_("amount in baht"), sample="65,000.00", required=True)
_PAYMENT = Placeholder(name="payment", label=_("payment reference"), sample="pi_3QXk2e", required=True)
_OUTCOME = Placeholder(name="decision", label=_("how it was decided"), sample=_("Lost"), required=True)
_RECEIPTS = Placeholder(name="receipts", label=_("numbers of receipts"), sample="RT-2570-000001")
_PLACES = (_AMOUNT, _PAYMENT, "lgo", "reason")


def declare() -> None:
    """Disputes, and refunds that need a person."""
    events.register_group(Group(code="provider", label=_("Payment provider"), order=97, is_operators=True))
    events.register(
        _event("dispute_opened", _("A payer disputes a payment"), *_PLACES, "due"),
        _event("dispute_decided", _("A dispute is decided"), *_PLACES, _OUTCOME, _RECEIPTS),
        _event("refund_failed", _("A refund did not reach the payer"), *_PLACES),
        _event("refund_unknown", _("Money was sent back outside the platform"), *_PLACES),
    )


def _event(code: str, label: Any, *placeholders: str | Placeholder) -> Event:
    return Event(
        code=f"provider/{code}",
        label=label,
        audience="officer",
        placeholders=placeholders,
        statutory=True,
        urgent=True,
        channels=("email",),
        is_operators=True,
    )
