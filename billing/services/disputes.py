"""Disputes: a payer's bank wants a card payment back."""

from datetime import datetime
from decimal import Decimal

from django.utils import translation

from billing.gateway import DisputeFact
from billing.models import (
    Account,
    Allocation,
    Dispute,
    DisputeState,
    Happening,
    Invoice,
    Payment,
    Tender,
)
from billing.rules import vat_due
from billing.services.finance_notices import tell_finance, written
from billing.services.ledger import credit, debit, post
from billing.services.movements import keep_movement
from billing.services.standings import keeps_standings, standing_changed
from kit import clock
from kit.dates import format_medium
from kit.money import ZERO
from shared_apps.audit.services import record


@keeps_standings
def learn_dispute(*, fact: DisputeFact, at: datetime) -> Dispute | None:
    """Record what the provider says of a dispute, and tell finance. None when it is of no payment of ours.

    While it is open the money is held back; won, it returns; lost, what the payment had settled is owed again.
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
        if state == DisputeState.LOST and withdrawn:
            _take_back(dispute, payment, invoices, at)
        _tell_decided(dispute, payment)
        record("billing.dispute_decided", actor=None, target=dispute, data={"state": state}, at=at)
    dispute.save()


def _take_back(dispute: Dispute, payment: Payment, invoices: dict[int, Invoice], at: datetime) -> None:
    """The payment is gone: first its unused credit, then what it had settled, the newest first, is owed again."""
    spare = min(payment.credit, dispute.amount)
    left, vat = dispute.amount - spare, ZERO
    for allocation in Allocation.objects.filter(payment=payment).order_by("-pk"):
        part = min(left, allocation.amount - allocation.returned)
        if part:
            vat += _reopen(allocation, invoices[allocation.invoice_id], part)
            left -= part
    owed = dispute.amount - spare - left
    Payment.objects.filter(pk=payment.pk).update(
        allocated=payment.allocated - owed, refunded=payment.refunded + owed + spare
    )
    standing_changed(tenant_id=payment.tenant_id, at=at)
    post(
        key=f"dispute:{dispute.reference}:lost",
        happening=Happening.DISPUTE_LOST,
        tenant=payment.tenant,
        lines=[
            debit(Account.RECEIVABLE, owed),
            debit(Account.CREDIT, spare),
            # What was refunded before and is taken a second time is our loss.
            debit(Account.FEES, left),
            credit(Account.DISPUTED, dispute.amount),
            debit(Account.VAT_DUE, vat),
            credit(Account.VAT_UNDUE, vat),
        ],
        day=clock.bangkok_day(at),
        at=at,
        document=payment.reference[:30],
    )


def _reopen(allocation: Allocation, invoice: Invoice, part: Decimal) -> Decimal:
    """A part of an invoice is owed again; returns the VAT that is due no longer."""
    credited_vat = sum((note.vat for note in invoice.credit_notes.all()), ZERO)
    vat = vat_due(
        gross=invoice.gross - invoice.credited,
        vat=invoice.vat - credited_vat,
        paid_before=invoice.settled - part,
        paid_now=part,
    )
    invoice.settled -= part
    Allocation.objects.filter(pk=allocation.pk).update(returned=allocation.returned + part)
    Invoice.objects.filter(pk=invoice.pk).update(settled=invoice.settled, settled_at=None)
    return vat


def _tell_opened(dispute: Dispute, payment: Payment) -> None:
    due = format_medium(clock.bangkok_day(dispute.answer_until)) if dispute.answer_until else "–"
    words = {"amount": written(dispute.amount), "reason": dispute.reason, "due": due}
    tell_finance("provider/dispute_opened", payment=payment, key=dispute.reference, words=words)


def _tell_decided(dispute: Dispute, payment: Payment) -> None:
    with translation.override("th"):
        words = {
            "amount": written(dispute.amount),
            "reason": dispute.reason,
            "decision": str(DisputeState(dispute.state).label),
        }
    tell_finance("provider/dispute_decided", payment=payment, key=f"{dispute.reference}:end", words=words)
