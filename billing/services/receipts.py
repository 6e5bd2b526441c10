"""Receipts: issued with a settlement, and void when its money is gone. They keep their numbers."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet

from billing.models import DocumentKind, Invoice, Payment, Receipt
from billing.services.documents import freeze
from billing.services.numbers import next_document_number
from billing.services.telling import finance_people
from kit import clock
from kit.money import ZERO, baht
from shared_apps.notifications.services import notify
from shared_apps.ui.templatetags.thai import thainumber


@transaction.atomic
def issue_receipt(
    invoice: Invoice, *, settlement: str, gross: Decimal, vat: Decimal, withheld: Decimal, at: datetime
) -> Receipt:
    """The receipt and tax invoice of a settlement (Revenue Code s. 105 and 86/4). Amounts in baht."""
    day = clock.bangkok_day(at)
    receipt = Receipt.objects.create(
        number=next_document_number(kind=DocumentKind.RECEIPT, day=day),
        invoice=invoice,
        settlement=settlement,
        customer=invoice.customer,
        gross=baht(gross),
        net=baht(gross) - vat,
        vat=vat,
        withheld=withheld,
        issued_on=day,
        issued_at=at,
    )
    freeze(receipt, at=at)
    return receipt


def receipts_of(payment: Payment) -> "QuerySet[Receipt]":
    """The receipts that a payment gave, those of its credit included."""
    mine = Q(settlement__startswith=f"{payment.tender}:{payment.reference}:")
    return Receipt.objects.filter(mine | Q(settlement__startswith=f"credit:{payment.pk}:")).order_by("pk")


def void_receipts(receipts: Iterable[Receipt], *, reason: str, at: datetime) -> list[str]:
    """They no longer hold, and the LGO is told; returns the numbers of those that did until now."""
    keys = [one.pk for one in receipts]
    held = list(Receipt.objects.filter(pk__in=keys, voided_at=None).select_related("invoice__tenant").order_by("pk"))
    Receipt.objects.filter(pk__in=[one.pk for one in held]).update(voided_at=at, void_reason=reason)
    for one in held:
        _tell_void(one, reason)
    return [one.number for one in held]


def _tell_void(receipt: Receipt, reason: str) -> None:
    words = {
        "lgo": receipt.invoice.tenant.name,
        "receipt": receipt.number,
        "number": receipt.invoice.number,
        "amount": thainumber(receipt.gross, 2),
        "reason": reason,
    }
    for person in finance_people(receipt.invoice.tenant):
        notify("billing/receipt_void", to=person, context=words, key=f"receipt-void:{receipt.pk}")


@transaction.atomic
def take_out(
    payment: Payment, invoice: Invoice, *, cash: Decimal, vat: Decimal, rest: Decimal, reason: str, at: datetime
) -> list[str]:
    """Undo the receipts of a payment for an invoice of which `cash`, with its `vat`, is gone; returns their numbers.

    When some money is left of it (`rest`), a new receipt says how much.
    """
    held = list(receipts_of(payment).filter(invoice=invoice, voided_at=None))
    void = void_receipts(held, reason=reason, at=at)
    if held and rest:
        gross = sum((one.gross for one in held), ZERO) - cash
        kept = sum((one.vat for one in held), ZERO) - vat
        withheld = sum((one.withheld for one in held), ZERO)
        key = f"{held[-1].settlement}:{len(held)}:{held[-1].pk}"
        issue_receipt(invoice, settlement=key, gross=gross, vat=kept, withheld=withheld, at=at)
    return void
