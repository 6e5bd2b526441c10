"""Undoing a payment that was taken for the wrong LGO or invoice: by an entry that reverses it, never by deleting."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from billing.models import (
    Account,
    Allocation,
    CertificateState,
    Happening,
    Invoice,
    Payment,
    Tender,
    WithholdingCertificate,
)
from billing.services.closing import close_open_checkouts
from billing.services.ledger import credit, debit, post
from billing.services.receipts import receipts_of, void_receipts
from billing.services.reopening import reopen
from billing.services.standings import keeps_standings, standing_changed
from kit import clock
from kit.errors import Invalid, Refused
from kit.money import ZERO
from shared_apps.audit.services import record

NO_REASON = _("Write why the payment is reversed.")
REVERSED = _("This payment was reversed before.")
NOT_A_TRANSFER = _("Only bank transfers are reversed. Card and PromptPay payments are refunded.")
SENT_BACK = _("A part of this payment was refunded or credited. It can no longer be reversed.")


@keeps_standings
def reverse_payment(*, payment: Payment, reason: str, actor: Any, at: datetime) -> Payment:
    """Reverse a bank transfer: its invoices are open again, its receipts void, its certificates no longer awaited.

    What has begun with it goes on; dunning sees to an invoice that stays open.

    Raises:
        Invalid: there is no reason.
        Refused: it is no transfer, was reversed before, or a part of it was sent back or credited.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    invoices = _lock_invoices(payment)
    locked = Payment.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=payment.pk)
    allocations = list(locked.allocations.order_by("pk"))
    _check(locked, allocations)
    withheld = list(locked.certificates.exclude(state=CertificateState.CANCELLED))
    vat = ZERO
    for invoice in invoices:
        parts = [one.amount for one in allocations if one.invoice_id == invoice.pk]
        taxes = [one.amount for one in withheld if one.invoice_id == invoice.pk]
        vat += reopen(invoice, sum([*parts, *taxes], ZERO))
        close_open_checkouts(invoice=invoice, at=at)
    tax = sum((one.amount for one in withheld), ZERO)
    post(
        key=f"reversal:{locked.tender}:{locked.reference}",
        happening=Happening.REVERSED,
        tenant=locked.tenant,
        lines=[
            credit(Account.BANK, locked.amount),
            debit(Account.RECEIVABLE, locked.allocated + tax),
            debit(Account.CREDIT, locked.amount - locked.allocated),
            credit(Account.WITHHELD, tax),
            debit(Account.VAT_DUE, vat),
            credit(Account.VAT_UNDUE, vat),
        ],
        day=clock.bangkok_day(at),
        at=at,
        document=locked.reference[:30],
        actor=actor,
    )
    _mark(locked, allocations, withheld, reason=reason.strip(), at=at)
    standing_changed(tenant_id=locked.tenant_id, at=at)
    record("billing.payment_reversed", actor=actor, target=locked, data={"reason": reason.strip()}, at=at)
    locked.refresh_from_db()
    return locked


def _lock_invoices(payment: Payment) -> list[Invoice]:
    """In the order of their ids, before the payment, as everything that settles does."""
    touched = Q(allocations__payment=payment) | Q(certificates__payment=payment)
    wanted = set(Invoice.objects.filter(touched).values_list("pk", flat=True))
    return list(Invoice.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))


def _check(payment: Payment, allocations: Sequence[Allocation]) -> None:
    if payment.reversed_at is not None:
        raise Refused(REVERSED, code="reversed")
    if payment.tender != Tender.TRANSFER:
        raise Refused(NOT_A_TRANSFER, code="not_a_transfer")
    if payment.refunded or any(one.returned for one in allocations):
        raise Refused(SENT_BACK, code="sent_back")


def _mark(
    payment: Payment,
    allocations: Sequence[Allocation],
    withheld: Sequence[WithholdingCertificate],
    *,
    reason: str,
    at: datetime,
) -> None:
    for one in allocations:
        Allocation.objects.filter(pk=one.pk).update(returned=one.amount)
    taxes = WithholdingCertificate.objects.filter(pk__in=[one.pk for one in withheld])
    taxes.update(state=CertificateState.CANCELLED, note=reason, decided_at=at)
    void_receipts(receipts_of(payment), reason=reason, at=at)
    Payment.objects.filter(pk=payment.pk).update(allocated=ZERO, reversed_at=at)
