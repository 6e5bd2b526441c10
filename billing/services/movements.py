"""Movements of our balance at the provider: each is kept once, and what the ledger does not know of it is posted."""

from datetime import datetime
from decimal import Decimal

from billing.gateway import Movement
from billing.models import Account, Checkout, Happening, Payment, Payout, ProviderTransaction
from billing.services.ledger import Line, credit, debit, post
from kit import clock
from kit.money import ZERO

_DISPUTES = frozenset({"dispute", "dispute_reversal"})
_FEES = frozenset({"fee", "network_cost"})


def keep_movement(
    *, movement: Movement, at: datetime, payout: Payout | None = None, payment: Payment | None = None
) -> ProviderTransaction:
    """Keep a movement, and post its fee, and what a dispute moves; payments, refunds and payouts are posted elsewhere.

    A movement that was known before only learns its payout.
    """
    kept, is_new = ProviderTransaction.objects.get_or_create(
        reference=movement.reference,
        defaults={
            "kind": movement.kind,
            "subject": movement.subject,
            "amount": movement.amount,
            "fee": movement.fee,
            "happened_at": movement.happened_at,
            "payment": payment,
        },
    )
    if is_new:
        _post_fee(movement, payment, at)
        _post_dispute(movement, payment, at)
    if payout is not None and kept.payout_id != payout.pk:
        ProviderTransaction.objects.filter(pk=kept.pk).update(payout=payout)
    return kept


def payment_of(movement: Movement) -> Payment | None:
    """The payment that moved the balance, for what tells its payment."""
    found = Checkout.objects.filter(intent=movement.intent).exclude(payment=None) if movement.intent else None
    checkout = found.select_related("payment__tenant").first() if found is not None else None
    return checkout.payment if checkout else None


def _post_fee(movement: Movement, payment: Payment | None, at: datetime) -> None:
    fee = movement.fee - (movement.amount if movement.kind in _FEES else ZERO)
    if fee:
        _post(movement, Happening.FEE, payment, [*_moved(Account.FEES, fee)], at)


def _post_dispute(movement: Movement, payment: Payment | None, at: datetime) -> None:
    if movement.kind in _DISPUTES and movement.amount:
        _post(movement, Happening.DISPUTED, payment, [*_moved(Account.DISPUTED, -movement.amount)], at)


def _moved(account: Account, amount: Decimal) -> tuple[Line, Line]:
    """`amount` goes from our balance at the provider to the account (back, when it is negative)."""
    return debit(account, amount), credit(Account.STRIPE, amount)


def _post(movement: Movement, happening: Happening, payment: Payment | None, lines: list[Line], at: datetime) -> None:
    post(
        key=f"provider:{movement.reference}:{happening}",
        happening=happening,
        tenant=payment.tenant if payment else None,
        lines=lines,
        day=clock.bangkok_day(movement.happened_at),
        at=at,
        document=(payment.reference if payment else movement.subject)[:30],
    )
