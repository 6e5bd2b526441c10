"""Money that comes in: recorded once, settles invoices, and what is too much is kept as credit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
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
from billing.rules import vat_due
from billing.selectors import payments_with_credit
from billing.services.beginning import begin
from billing.services.closing import close_open_checkouts
from billing.services.ledger import Line, credit, debit, post
from billing.services.receipts import issue_receipt
from billing.services.standings import keeps_standings, standing_changed
from kit import clock
from kit.errors import DomainError, Invalid
from kit.money import ZERO
from shared_apps.audit.services import record
from tenants.models import Tenant

TOO_MUCH_WITHHELD = _("The tax withheld is more than %(most)s baht, which is what may be withheld of this invoice.")
NOT_THEIRS = _("This invoice belongs to another local government.")
NOTHING = _("An amount has to be more than nothing.")
_ACCOUNTS = {Tender.STRIPE: Account.STRIPE, Tender.TRANSFER: Account.BANK}


@dataclass(frozen=True, kw_only=True)
class Share:
    """An invoice to be settled, and the tax that the payer withheld of it (baht)."""

    invoice: Invoice
    withheld: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class MoneyIn:
    """Money as its provider tells of it. `reference` is theirs, and unique among payments of this way."""

    tenant: Tenant
    tender: Tender
    reference: str
    amount: Decimal
    received_on: date


def record_payment(*, money: MoneyIn, shares: Sequence[Share], actor: Any, at: datetime) -> Payment:
    """Record a payment and settle the invoices it is for, in their order; the rest becomes credit.

    Whoever tells of the same payment again gets the first record, and nothing happens. An invoice that was settled
    meanwhile takes nothing.

    Raises:
        Invalid: nothing came in, an invoice is another LGO's, or more was withheld than may be.
    """
    try:
        return _record_payment(money, shares, actor=actor, at=at)
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint != "billing_payment_once":
            raise
        return Payment.objects.get(tender=money.tender, reference=money.reference)


@keeps_standings
def use_credit(*, invoice: Invoice, actor: Any, at: datetime) -> Decimal:
    """Settle what is open of an invoice from the LGO's credit, oldest payment first. Returns how much was used."""
    locked = _lock(invoice)
    used = ZERO
    for payment in payments_with_credit(locked.tenant).select_for_update(of=("self",)):
        amount = min(payment.credit, locked.balance)
        if not amount:
            break
        key = f"credit:{payment.pk}:{locked.number}"
        vat = _allocate(payment, locked, amount, at)
        lines = [debit(Account.CREDIT, amount), credit(Account.RECEIVABLE, amount), *_vat_falls_due(vat)]
        _post(key, Happening.CREDIT_USED, locked, lines, actor=actor, at=at)
        issue_receipt(locked, settlement=key, gross=amount, vat=vat, withheld=ZERO, at=at)
        used += amount
    if used:
        record("billing.credit_used", actor=actor, target=locked, data={"amount": str(used)}, at=at)
        close_open_checkouts(invoice=locked, at=at)
    _after_settling(locked, actor=actor, at=at)
    standing_changed(tenant_id=locked.tenant_id, at=at)
    return used


@keeps_standings
def _record_payment(money: MoneyIn, shares: Sequence[Share], *, actor: Any, at: datetime) -> Payment:
    if money.amount <= 0:
        raise Invalid(NOTHING, code="nothing", field="amount")
    # The row comes first: whoever tells of the same payment at this moment waits here, and then finds it.
    payment = Payment.objects.create(**vars(money), recorded_at=at, recorded_by=actor)
    invoices = _lock_all(shares, money.tenant)
    settled = ZERO
    for share in shares:
        settled += _settle(payment, invoices[share.invoice.pk], share.withheld, actor=actor, at=at)
    lines = [
        debit(_ACCOUNTS[money.tender], money.amount),
        credit(Account.RECEIVABLE, settled),
        credit(Account.CREDIT, money.amount - settled),
    ]
    post(
        key=f"payment:{money.tender}:{money.reference}",
        happening=Happening.PAID,
        tenant=money.tenant,
        lines=lines,
        day=money.received_on,
        at=at,
        document=money.reference[:30],
        actor=actor,
    )
    record(
        "billing.payment_recorded",
        actor=actor,
        target=payment,
        data={"amount": str(money.amount), "settled": str(settled)},
        at=at,
    )
    for invoice in invoices.values():
        _after_settling(invoice, actor=actor, at=at)
        close_open_checkouts(invoice=invoice, at=at)
    standing_changed(tenant_id=money.tenant.pk, at=at)
    return payment


def _lock_all(shares: Sequence[Share], tenant: Tenant) -> dict[int, Invoice]:
    """The invoices, locked in the order of their ids, so that two payments never wait for one another."""
    wanted = sorted({share.invoice.pk for share in shares})
    found = Invoice.objects.select_for_update(of=("self",)).select_related("tenant", "quote").filter(pk__in=wanted)
    invoices = {invoice.pk: invoice for invoice in found.order_by("pk")}
    if any(invoice.tenant_id != tenant.pk for invoice in invoices.values()):
        raise Invalid(NOT_THEIRS, code="not_theirs", field="invoice")
    return invoices


def _lock(invoice: Invoice) -> Invoice:
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("tenant", "quote")
    return rows.get(pk=invoice.pk)


def _settle(payment: Payment, invoice: Invoice, withheld: Decimal, *, actor: Any, at: datetime) -> Decimal:
    """Settle as much of the invoice as is open and paid for; the tax withheld counts first. Returns the money used."""
    withheld = min(withheld, invoice.balance)
    _check_withheld(invoice, withheld)
    cash = min(payment.credit, invoice.balance - withheld)
    if not cash:
        return ZERO
    key = f"{payment.tender}:{payment.reference}:{invoice.number}"
    tax_vat = _withhold(payment, invoice, withheld, key=key, actor=actor, at=at) if withheld else ZERO
    vat = _allocate(payment, invoice, cash, at)
    if vat:
        _post(f"{key}:vat", Happening.PAID, invoice, _vat_falls_due(vat), actor=actor, at=at)
    issue_receipt(invoice, settlement=key, gross=cash + withheld, vat=vat + tax_vat, withheld=withheld, at=at)
    return cash


def _check_withheld(invoice: Invoice, withheld: Decimal) -> None:
    owed = invoice.certificates.exclude(state=CertificateState.CANCELLED)
    before = sum((one.amount for one in owed), ZERO)
    if withheld < 0 or before + withheld > invoice.withholding:
        raise Invalid(TOO_MUCH_WITHHELD, code="withheld", params={"most": f"{invoice.withholding - before:,.2f}"})


def _withhold(payment: Payment, invoice: Invoice, amount: Decimal, *, key: str, actor: Any, at: datetime) -> Decimal:
    """Tax withheld settles its part of the invoice; its certificate is awaited from now on. Returns the VAT due."""
    WithholdingCertificate.objects.create(invoice=invoice, payment=payment, amount=amount, since=at)
    vat = _cover(invoice, amount)
    lines = [debit(Account.WITHHELD, amount), credit(Account.RECEIVABLE, amount), *_vat_falls_due(vat)]
    _post(f"{key}:withheld", Happening.WITHHELD, invoice, lines, actor=actor, at=at)
    return vat


def _allocate(payment: Payment, invoice: Invoice, amount: Decimal, at: datetime) -> Decimal:
    vat = _cover(invoice, amount)
    payment.allocated += amount
    Payment.objects.filter(pk=payment.pk).update(allocated=payment.allocated)
    Allocation.objects.create(payment=payment, invoice=invoice, amount=amount, vat=vat, at=at)
    return vat


def _cover(invoice: Invoice, amount: Decimal) -> Decimal:
    """Count `amount` as settled; returns the VAT that falls due with it."""
    owed, vat = invoice.gross - invoice.credited, invoice.vat - _vat_credited(invoice)
    due = vat_due(gross=owed, vat=vat, paid_before=invoice.settled, paid_now=amount)
    invoice.settled += amount
    Invoice.objects.filter(pk=invoice.pk).update(settled=invoice.settled)
    return due


def _vat_credited(invoice: Invoice) -> Decimal:
    return sum((note.vat for note in invoice.credit_notes.all()), ZERO)


def _vat_falls_due(vat: Decimal) -> list[Line]:
    return [debit(Account.VAT_UNDUE, vat), credit(Account.VAT_DUE, vat)]


def _post(key: str, happening: Happening, invoice: Invoice, lines: list[Line], *, actor: Any, at: datetime) -> None:
    post(
        key=key,
        happening=happening,
        tenant=invoice.tenant,
        lines=lines,
        day=clock.bangkok_day(at),
        at=at,
        document=invoice.number,
        actor=actor,
    )


def _after_settling(invoice: Invoice, *, actor: Any, at: datetime) -> None:
    """A settled invoice is closed, and what it was for begins if it waited for the money.

    Money is never refused: when it cannot begin, that stands in the log, and the invoice among those `not_begun`.
    """
    if invoice.is_open or invoice.settled_at is not None:
        return
    Invoice.objects.filter(pk=invoice.pk).update(settled_at=at)
    if not invoice.settled:
        return
    try:
        begin(quote=invoice.quote, actor=actor, at=at)
    except DomainError as refused:
        record("billing.not_begun", actor=actor, target=invoice, data={"why": refused.code}, at=at)
