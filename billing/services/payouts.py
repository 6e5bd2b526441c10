"""Payouts: money that goes from our balance at the provider to our bank account."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from billing.gateway import Movement, PayoutFact
from billing.models import Account, Happening, Payout, PayoutState
from billing.services.ledger import Line, credit, debit, post
from billing.services.movements import keep_movement, payment_of
from kit import clock
from kit.money import ZERO
from shared_apps.audit.services import record


@transaction.atomic
def learn_payout(*, fact: PayoutFact, movements: Sequence[Movement], at: datetime) -> Payout:
    """Record what the provider says of a payout, and its parts with their fees.

    When it has arrived, its amount is in the bank by our books: the line of the bank statement is matched to the payout
    and is no payment. One that came back is in the provider's balance again.
    """
    day = clock.bangkok_day(fact.arrives_at)
    Payout.objects.get_or_create(
        reference=fact.reference, defaults={"amount": fact.amount, "arrives_on": day, "seen_at": at}
    )
    payout = Payout.objects.select_for_update().get(reference=fact.reference)
    for movement in sorted(movements, key=lambda each: each.reference):
        keep_movement(movement=movement, payout=payout, payment=payment_of(movement), at=at)
    if movements:
        payout.gross = sum((each.amount for each in movements), ZERO)
        payout.fees = sum((each.fee for each in movements), ZERO)
    payout.arrives_on = day
    _note(payout, PayoutState(fact.progress), at)
    return payout


def _note(payout: Payout, state: PayoutState, at: datetime) -> None:
    """A payout moves forward only: on its way, arrived, and perhaps came back after that."""
    before = PayoutState(payout.state)
    if state == PayoutState.PAID and before == PayoutState.UNDER_WAY:
        lines = [debit(Account.BANK, payout.amount), credit(Account.STRIPE, payout.amount)]
        _post(payout, Happening.PAID_OUT, lines, at)
    elif state == PayoutState.FAILED and before == PayoutState.PAID:
        lines = [debit(Account.STRIPE, payout.amount), credit(Account.BANK, payout.amount)]
        _post(payout, Happening.PAYOUT_FAILED, lines, at)
    if state != PayoutState.UNDER_WAY and before != PayoutState.FAILED and state != before:
        payout.state = state
        record("billing.payout", actor=None, target=payout, data={"state": state}, at=at)
    payout.save()


def _post(payout: Payout, happening: Happening, lines: list[Line], at: datetime) -> None:
    post(
        key=f"payout:{payout.reference}:{happening}",
        happening=happening,
        tenant=None,
        lines=lines,
        day=payout.arrives_on,
        at=at,
        document=payout.reference[:30],
    )
