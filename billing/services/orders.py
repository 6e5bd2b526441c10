"""Accepting a quotation: its invoice, and what was bought, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from stdnum import luhn

from billing.models import (
    Account,
    DocumentKind,
    Happening,
    Invoice,
    InvoiceLine,
    Quote,
    QuoteKind,
    QuoteLine,
    QuoteState,
    Subscription,
)
from billing.rules import withholding
from billing.services.beginning import CHANGED, begin, package_replaced
from billing.services.documents import freeze
from billing.services.ledger import credit, debit, post
from billing.services.numbers import next_document_number
from billing.services.payments import use_credit
from billing.services.quotes import customer_snapshot
from billing.services.standings import keeps_standings, standing_changed
from kit import clock
from kit.errors import Refused
from shared_apps.audit.services import record
from shared_apps.ui.templatetags.thai import thaidate

DUE_AFTER = timedelta(days=30)
ANSWERED = _("This quotation was answered already, or replaced by a newer one.")
EXPIRED = _("This quotation was valid until %(day)s. Ask for a new one; it may even cost less.")


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """Who accepts, and the purchase order if there is one."""

    by: str
    order_number: str = ""
    order_date: date | None = None


@keeps_standings
def accept_quote(*, quote: Quote, acceptance: Acceptance, actor: Any, at: datetime) -> Invoice:
    """Accept a quotation: its invoice is issued, and with a purchase order what was bought begins at once.

    What the LGO has as credit settles the invoice, as far as it goes.

    Raises:
        Refused: it was answered, has run out, or no longer fits the subscription.
    """
    locked = Quote.objects.select_for_update(of=("self",)).select_related("book", "tenant", "term").get(pk=quote.pk)
    day = clock.bangkok_day(at)
    if locked.state != QuoteState.ISSUED or locked.kind == QuoteKind.BUDGET:
        raise Refused(ANSWERED, code="answered")
    if locked.valid_until < day:
        raise Refused(EXPIRED, code="expired", params={"day": thaidate(locked.valid_until, "medium")})
    _check_fits(locked)
    answer: dict[str, Any] = {
        "state": QuoteState.ACCEPTED,
        "answered_at": at,
        "answered_by": acceptance.by,
        "order_number": acceptance.order_number,
        "order_date": acceptance.order_date,
    }
    Quote.objects.filter(pk=locked.pk).update(**answer)
    vars(locked).update(answer)
    record("billing.quote_accepted", actor=actor, target=locked, data={"order": acceptance.order_number}, at=at)
    invoice = _issue_invoice(locked, actor=actor, at=at)
    if use_credit(invoice=invoice, actor=actor, at=at):
        invoice.refresh_from_db()
    if acceptance.order_number and settings.BILLING_ACTIVATE_ON_ORDER:
        begin(quote=locked, actor=actor, at=at)
    standing_changed(tenant_id=locked.tenant_id, at=at)
    return invoice


def payment_reference(number: str) -> str:
    """Reference 1 of a bank payment: the invoice's number without hyphens, with a check digit."""
    plain = number.replace("-", "")
    digits = "".join(filter(str.isdigit, plain))
    return f"{plain}{luhn.calc_check_digit(digits)}"


def _issue_invoice(quote: Quote, *, actor: Any, at: datetime) -> Invoice:
    day = clock.bangkok_day(at)
    number = next_document_number(kind=DocumentKind.INVOICE, day=day)
    book = quote.book
    invoice = Invoice.objects.create(
        number=number,
        tenant=quote.tenant,
        quote=quote,
        customer=customer_snapshot(quote.tenant),
        reference=payment_reference(number),
        gross=quote.gross,
        net=quote.net,
        vat=quote.vat,
        vat_percent=book.vat_percent,
        withholding=withholding(gross=quote.gross, vat_rate=book.vat_percent, rate=book.withholding_percent),
        issued_on=day,
        due_on=day + DUE_AFTER,
        issued_at=at,
        issued_by=actor,
    )
    InvoiceLine.objects.bulk_create([_copy(line, invoice) for line in quote.lines.all()])
    freeze(invoice, at=at)
    post(
        key=f"invoice:{number}",
        happening=Happening.INVOICED,
        tenant=quote.tenant,
        lines=[
            debit(Account.RECEIVABLE, invoice.gross),
            credit(Account.DEFERRED, invoice.net),
            credit(Account.VAT_UNDUE, invoice.vat),
        ],
        day=day,
        at=at,
        document=number,
        actor=actor,
    )
    record("billing.invoice_issued", actor=actor, target=invoice, data={"number": number}, at=at)
    return invoice


def _copy(line: QuoteLine, invoice: Invoice) -> InvoiceLine:
    names = [field.attname for field in QuoteLine._meta.concrete_fields if field.name not in {"id", "quote"}]
    return InvoiceLine(invoice=invoice, **{name: getattr(line, name) for name in names})


def _check_fits(quote: Quote) -> None:
    """A quotation for a running term fits only what it was reckoned from."""
    if quote.kind == QuoteKind.NEW and Subscription.objects.filter(tenant=quote.tenant).exists():
        raise Refused(CHANGED, code="changed")
    if quote.kind == QuoteKind.UPGRADE:
        _check_upgrade(quote)


def _check_upgrade(quote: Quote) -> None:
    Subscription.objects.select_for_update().get(tenant=quote.tenant)
    if quote.term is None or package_replaced(quote, quote.term) is None:
        raise Refused(CHANGED, code="changed")
