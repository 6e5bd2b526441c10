"""What a lost dispute takes: the money, what it had settled, and the receipts that said it was paid."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from billing.models import Account, Allocation, CertificateState, Dispute, Happening, Invoice, Payment
from billing.services.closing import close_open_checkouts
from billing.services.ledger import credit, debit, post
from billing.services.receipts import take_out
from billing.services.reopening import reopen
from billing.services.standings import standing_changed
from kit import clock
from kit.money import ZERO


class _Gone(NamedTuple):
    """What is owed again: cash, tax that was said to be withheld with it, and the VAT that is due no longer."""

    cash: Decimal = ZERO
    tax: Decimal = ZERO
    vat: Decimal = ZERO


@transaction.atomic
def take_back(*, dispute: Dispute, payment: Payment, invoices: Mapping[int, Invoice], at: datetime) -> list[str]:
    """First the unused credit of the payment, then what it had settled, the newest first, is owed again.

    `payment` and `invoices` (all that it settled, by id) are locked. A settlement of which nothing is left takes the
    tax withheld with it along: no certificate of it is owed. Returns the numbers of the receipts that are void.
    """
    with translation.override("th"):
        reason = _("The payer's bank took the payment back (dispute %(reference)s)") % {"reference": dispute.reference}
    spare = min(payment.credit, dispute.amount)
    left, gone = dispute.amount - spare, _Gone()
    void: list[str] = []
    for allocation in Allocation.objects.filter(payment=payment).order_by("-pk"):
        part = min(left, allocation.amount - allocation.returned)
        if part:
            invoice = invoices[allocation.invoice_id]
            lost, numbers = _undo(allocation, payment, invoice, part, reason=reason, at=at)
            gone = _Gone(gone.cash + lost.cash, gone.tax + lost.tax, gone.vat + lost.vat)
            void += numbers
            left -= part
    Payment.objects.filter(pk=payment.pk).update(
        allocated=payment.allocated - gone.cash, refunded=payment.refunded + gone.cash + spare
    )
    standing_changed(tenant_id=payment.tenant_id, at=at)
    _post(dispute, payment, gone, spare=spare, loss=left, at=at)
    return void


def _post(dispute: Dispute, payment: Payment, gone: _Gone, *, spare: Decimal, loss: Decimal, at: datetime) -> None:
    """`loss` is what was refunded before and is taken a second time."""
    post(
        key=f"dispute:{dispute.reference}:lost",
        happening=Happening.DISPUTE_LOST,
        tenant=payment.tenant,
        lines=[
            debit(Account.RECEIVABLE, gone.cash + gone.tax),
            credit(Account.WITHHELD, gone.tax),
            debit(Account.CREDIT, spare),
            debit(Account.FEES, loss),
            credit(Account.DISPUTED, dispute.amount),
            debit(Account.VAT_DUE, gone.vat),
            credit(Account.VAT_UNDUE, gone.vat),
        ],
        day=clock.bangkok_day(at),
        at=at,
        document=payment.reference[:30],
    )


def _undo(
    allocation: Allocation, payment: Payment, invoice: Invoice, part: Decimal, *, reason: str, at: datetime
) -> tuple[_Gone, list[str]]:
    """A part of a settlement is gone: it is owed again, and its receipt is void."""
    rest = allocation.amount - allocation.returned - part
    Allocation.objects.filter(pk=allocation.pk).update(returned=allocation.returned + part)
    vat = reopen(invoice, part)
    numbers = take_out(payment, invoice, cash=part, vat=vat, rest=rest, reason=reason, at=at)
    tax = ZERO if rest else _cancel_certificates(payment, invoice, reason=reason, at=at)
    if tax:
        vat += reopen(invoice, tax)
    close_open_checkouts(invoice=invoice, at=at)
    return _Gone(part, tax, vat), numbers


def _cancel_certificates(payment: Payment, invoice: Invoice, *, reason: str, at: datetime) -> Decimal:
    rows = invoice.certificates.filter(payment=payment).exclude(state=CertificateState.CANCELLED)
    amount = sum((one.amount for one in rows), ZERO)
    rows.update(state=CertificateState.CANCELLED, note=reason, decided_at=at)
    return amount
