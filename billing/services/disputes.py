"""Disputes: a payer's bank wants a card payment back."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from billing.gateway import DisputeFact
from billing.models import Allocation, Dispute, DisputeState, Invoice, Payment, Tender
from billing.services.chargebacks import take_back
from billing.services.finance_notices import tell_finance, written
from billing.services.movements import keep_movement
from billing.services.standings import keeps_standings
from kit import clock
from kit.dates import format_medium
from kit.money import ZERO
from shared_apps.audit.services import record


@keeps_standings
def learn_dispute(*, fact: DisputeFact, at: datetime) -> Dispute | None:
    """Record what the provider says of a dispute, and tell finance. None when it is of no payment of ours.

    While it is open the money is held back; won, it returns; lost, what the payment had settled is owed again, and its
    receipts are void.
    """
    invoices = _lock_invoices(fact.intent)
    payment = (
        Payment.objects.select_for_update(of=("self",))
        .select_related("tenant")
        .filter(tender=Tender.STRIPE, reference=fact.intent)
        .first()
    )
    if payment is None:
        return None
    dispute, is_new = Dispute.objects.get_or_create(
        reference=fact.reference,
        defaults={
            "payment": payment,
            "amount": fact.amount,
            "reason": fact.reason[:60],
            "answer_until": fact.answer_until,
            "opened_at": fact.opened_at,
        },
    )
    for movement in fact.movements:
        keep_movement(movement=movement, payment=payment, at=at)
    if is_new:
        _tell_opened(dispute, payment)
        record("billing.dispute_opened", actor=None, target=dispute, data={"amount": str(fact.amount)}, at=at)
    _note(dispute, payment, invoices, fact, at)
    return dispute


def _lock_invoices(intent: str) -> dict[int, Invoice]:
    """Invoices are locked before payments everywhere."""
    wanted = Allocation.objects.filter(payment__tender=Tender.STRIPE, payment__reference=intent).values("invoice")
    found = Invoice.objects.select_for_update(of=("self",)).select_related("tenant").filter(pk__in=wanted)
    return {invoice.pk: invoice for invoice in found.order_by("pk")}


def _note(dispute: Dispute, payment: Payment, invoices: dict[int, Invoice], fact: DisputeFact, at: datetime) -> None:
    """A decided dispute stays decided."""
    withdrawn = sum((each.amount for each in fact.movements), ZERO) < 0
    dispute.is_withdrawn, dispute.answer_until = withdrawn, fact.answer_until
    state = DisputeState(fact.progress)
    if dispute.state == DisputeState.OPEN and state != DisputeState.OPEN:
        dispute.state, dispute.ended_at = state, at
        is_gone = state == DisputeState.LOST and withdrawn
        void = take_back(dispute=dispute, payment=payment, invoices=invoices, at=at) if is_gone else []
        _tell_decided(dispute, payment, void)
        data: dict[str, object] = {"state": state, "receipts": void}
        record("billing.dispute_decided", actor=None, target=dispute, data=data, at=at)
    dispute.save()


def _tell_opened(dispute: Dispute, payment: Payment) -> None:
    due = format_medium(clock.bangkok_day(dispute.answer_until)) if dispute.answer_until else "–"
    words = {"amount": written(dispute.amount), "reason": dispute.reason, "due": due}
    tell_finance("provider/dispute_opened", payment=payment, key=dispute.reference, words=words)


def _tell_decided(dispute: Dispute, payment: Payment, void: list[str]) -> None:
    with translation.override("th"):
        words = {
            "amount": written(dispute.amount),
            "reason": dispute.reason,
            "decision": str(DisputeState(dispute.state).label),
            "receipts": ", ".join(void) or _("none"),
        }
    tell_finance("provider/dispute_decided", payment=payment, key=f"{dispute.reference}:end", words=words)
