"""Accepting a quotation: its invoice, and what was bought, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum import luhn

from billing.models import (
    Account,
    DocumentKind,
    Happening,
    Invoice,
    InvoiceLine,
    ItemKind,
    Quote,
    QuoteKind,
    QuoteLine,
    QuoteState,
    Subscription,
    Term,
    TermItem,
)
from billing.periods import Period
from billing.rules import withholding
from billing.selectors import items_on, last_term
from billing.services.documents import freeze
from billing.services.entitlements import apply_entitlement
from billing.services.ledger import credit, debit, post
from billing.services.numbers import next_document_number
from billing.services.quotes import customer_snapshot
from billing.services.renewals import refresh_renewal
from kit import clock
from kit.errors import Conflict, Refused
from shared_apps.audit.services import record
from shared_apps.ui.templatetags.thai import thaidate

DUE_AFTER = timedelta(days=30)
ANSWERED = _("This quotation was answered already, or replaced by a newer one.")
EXPIRED = _("This quotation was valid until %(day)s. Ask for a new one; it may even cost less.")
CHANGED = _("The subscription has changed since this quotation was made. Ask for a new one.")


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """Who accepts, and the purchase order if there is one."""

    by: str
    order_number: str = ""
    order_date: date | None = None


@transaction.atomic
def accept_quote(*, quote: Quote, acceptance: Acceptance, actor: Any, at: datetime) -> Invoice:
    """Accept a quotation: its invoice is issued, and with a purchase order what was bought begins at once.

    Raises:
        Refused: it was answered, has run out, or no longer fits the subscription.
    """
    locked = Quote.objects.select_for_update(of=("self",)).select_related("book", "tenant").get(pk=quote.pk)
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
    if acceptance.order_number and settings.BILLING_ACTIVATE_ON_ORDER:
        begin(quote=locked, actor=actor, at=at)
    return invoice


@transaction.atomic
def begin(*, quote: Quote, actor: Any, at: datetime) -> None:
    """Let what an accepted quotation offers begin, once: by purchase order, or when its invoice is settled."""
    locked = Quote.objects.select_for_update(of=("self",)).select_related("book", "tenant", "term").get(pk=quote.pk)
    if locked.items.exists():
        return
    if locked.kind == QuoteKind.NEW:
        _begin_first_term(locked, at)
    elif locked.kind == QuoteKind.RENEWAL:
        _begin_next_term(locked)
    else:
        _add_to_term(locked, actor=actor, at=at)
    record("billing.begun", actor=actor, target=locked, data={"number": locked.number}, at=at)
    apply_entitlement(tenant=locked.tenant, actor=actor, at=at)


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
    subscription = Subscription.objects.select_for_update().get(tenant=quote.tenant)
    line = quote.lines.get(kind=ItemKind.PACKAGE)
    term = last_term(subscription)
    running = items_on(term, quote.starts_on).filter(kind=ItemKind.PACKAGE).first() if term else None
    if term is None or term.pk != quote.term_id or running is None or running.code != line.workings.get("from"):
        raise Refused(CHANGED, code="changed")


def _begin_first_term(quote: Quote, at: datetime) -> None:
    """A term that waited for its payment begins on the day of that, so that no paid day is lost."""
    start = max(quote.starts_on, clock.bangkok_day(at))
    subscription, is_new = Subscription.objects.get_or_create(
        tenant=quote.tenant, defaults={"anchor_day": start.day, "started_on": start}
    )
    if not is_new:
        raise Conflict(CHANGED, code="changed")
    _write_term(subscription, quote, Period.first(start), position=1)


def _begin_next_term(quote: Quote) -> None:
    """A late renewal starts where the old term ended."""
    subscription = Subscription.objects.select_for_update().get(tenant=quote.tenant)
    newest = last_term(subscription)
    if newest is None or newest.pk != quote.term_id:
        raise Conflict(CHANGED, code="changed")
    _write_term(subscription, quote, newest.period.next, position=newest.position + 1)
    chosen = Subscription.objects.filter(pk=subscription.pk)
    chosen.update(next_package="", next_storage=None, ends=False, ends_reason="")


def _write_term(subscription: Subscription, quote: Quote, period: Period, *, position: int) -> None:
    term = Term.objects.create(
        subscription=subscription, position=position, starts_on=period.start, ends_on=period.end, book=quote.book
    )
    _write_items(term, quote, starts_on=period.start)


def _add_to_term(quote: Quote, *, actor: Any, at: datetime) -> None:
    Subscription.objects.select_for_update().get(tenant=quote.tenant)
    term = quote.term
    if term is None:
        raise Conflict(CHANGED, code="changed")
    if quote.kind == QuoteKind.UPGRADE:
        running = items_on(term, quote.starts_on).filter(kind=ItemKind.PACKAGE)
        running.update(ends_on=quote.starts_on)
    _write_items(term, quote, starts_on=quote.starts_on)
    refresh_renewal(term=term, actor=actor, at=at)


def _write_items(term: Term, quote: Quote, *, starts_on: date) -> None:
    offers = {package.code: package for package in quote.book.packages.all()}
    sizes = {offer.code: offer.storage for offer in quote.book.storage.all()}
    for line in quote.lines.exclude(kind=ItemKind.INSTALLATION):
        is_package = line.kind == ItemKind.PACKAGE
        TermItem.objects.create(
            term=term,
            kind=line.kind,
            code=line.code,
            units=line.quantity,
            price=line.unit_price,
            accounts=offers[line.code].accounts if is_package else None,
            storage=offers[line.code].storage if is_package else sizes[line.code] * line.quantity,
            starts_on=starts_on,
            ends_on=term.ends_on,
            quote=quote,
        )
