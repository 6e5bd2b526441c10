"""From the rows of a document to what it says, in Thai, as of now."""

from collections.abc import Iterable
from datetime import date
from functools import singledispatch

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.documents.content import Content, Correction, Fact, Item, Party, PayTo
from billing.documents.wording import SoldLine, Words, arithmetic, months_explained, way_of_payment
from billing.models import CreditNote, DocumentKind, Invoice, Quote, QuoteKind, Receipt
from kit import clock
from kit.dates import format_medium
from kit.money import ZERO

LANGUAGE = "th"
"""Tax documents are written in Thai (Revenue Code s. 86/4, last paragraph)."""
Source = Quote | Invoice | Receipt | CreditNote


def content_of(source: Source, *, verify_url: str = "") -> Content:
    """What the document of a row says; `verify_url` is what its verification code opens."""
    with override(LANGUAGE):
        return _content(source, verify_url)


def seller() -> Party:
    """The operator."""
    return Party(**settings.SELLER)


def pay_to(invoice: Invoice) -> PayTo:
    """Where an invoice is paid. Reference 2 names the LGO."""
    reference2 = invoice.customer.get("dla_code") or f"T{invoice.tenant_id.hex[:8].upper()}"
    return PayTo(reference1=invoice.reference, reference2=reference2, **settings.SELLER_ACCOUNT)


@singledispatch
def _content(source: Source, verify_url: str) -> Content:
    raise TypeError(f"{source!r} is no document")


@_content.register
def _quotation(quote: Quote, verify_url: str) -> Content:
    is_budget = quote.kind == QuoteKind.BUDGET
    facts = [
        Fact(_("Valid until"), format_medium(quote.valid_until)),
        Fact(_("Service begins"), format_medium(quote.starts_on)),
    ]
    notes = [
        _("All prices include VAT."),
        _("The term begins when your purchase order is registered, or when the invoice is paid."),
        _("Payment within 30 days of the invoice."),
    ]
    if is_budget:
        notes = [_("All prices include VAT."), _("An estimate for a budget request; it is no offer to be accepted.")]
    return Content(
        kind=DocumentKind.QUOTATION,
        number=quote.number,
        issued_on=_day_of(quote),
        seller=seller(),
        buyer=_buyer(quote.customer),
        facts=facts,
        items=_items(quote.lines.all(), Words(quote.book)),
        gross=quote.gross,
        net=quote.net,
        vat=quote.vat,
        vat_percent=quote.book.vat_percent,
        notes=notes,
        verify_url=verify_url,
    )


@_content.register
def _invoice(invoice: Invoice, verify_url: str) -> Content:
    quote = invoice.quote
    facts = [
        Fact(_("Payment due"), format_medium(invoice.due_on)),
        Fact(_("Quotation"), quote.number),
        *_order_facts(quote),
        Fact(_("Payment reference 1"), invoice.reference),
    ]
    return Content(
        kind=DocumentKind.INVOICE,
        number=invoice.number,
        issued_on=invoice.issued_on,
        seller=seller(),
        buyer=_buyer(invoice.customer),
        facts=facts,
        items=_items(invoice.lines.all(), Words(quote.book)),
        gross=invoice.gross,
        net=invoice.net,
        vat=invoice.vat,
        vat_percent=invoice.vat_percent,
        withholding=invoice.withholding,
        withholding_percent=quote.book.withholding_percent,
        pay_to=pay_to(invoice),
        notes=[_("This is no tax invoice. The receipt / tax invoice is issued when the payment has arrived.")],
        verify_url=verify_url,
    )


@_content.register
def _receipt(receipt: Receipt, verify_url: str) -> Content:
    invoice = receipt.invoice
    facts = [
        Fact(_("Invoice"), invoice.number),
        *_order_facts(invoice.quote),
        Fact(_("Paid by"), way_of_payment(receipt.settlement)),
    ]
    words = Words(invoice.quote.book)
    is_whole = receipt.gross == invoice.gross
    return Content(
        kind=DocumentKind.RECEIPT,
        number=receipt.number,
        issued_on=receipt.issued_on,
        seller=seller(),
        buyer=_buyer(receipt.customer),
        facts=facts,
        items=_items(invoice.lines.all(), words) if is_whole else [_part(receipt, words)],
        gross=receipt.gross,
        net=receipt.net,
        vat=receipt.vat,
        vat_percent=invoice.vat_percent,
        withholding=receipt.withheld,
        withholding_percent=invoice.quote.book.withholding_percent if receipt.withheld else ZERO,
        verify_url=verify_url,
    )


@_content.register
def _credit_note(note: CreditNote, verify_url: str) -> Content:
    invoice = note.invoice
    taken_before = sum((one.net for one in invoice.credit_notes.exclude(pk=note.pk).filter(pk__lt=note.pk)), ZERO)
    value_before = invoice.net - taken_before
    issued = [Fact(one.number, format_medium(one.issued_on)) for one in invoice.receipts.order_by("pk")]
    return Content(
        kind=DocumentKind.CREDIT_NOTE,
        number=note.number,
        issued_on=note.issued_on,
        seller=seller(),
        buyer=_buyer(invoice.customer),
        facts=[Fact(_("Invoice"), invoice.number), Fact(_("Date of the invoice"), format_medium(invoice.issued_on))],
        items=[_taken_back(note, Words(invoice.quote.book))],
        gross=note.gross,
        net=note.net,
        vat=note.vat,
        vat_percent=invoice.vat_percent,
        correction=Correction(
            originals=issued, value_before=value_before, value_right=value_before - note.net, reason=note.reason
        ),
        verify_url=verify_url,
    )


def _items(lines: Iterable[SoldLine], words: Words) -> list[Item]:
    return [_item(line, words) for line in lines]


def _item(line: SoldLine, words: Words) -> Item:
    detail = "\n".join(filter(None, (arithmetic(line), months_explained(line.workings))))
    is_monthly = line.rule == "months"
    return Item(
        title=words.title(line),
        detail=detail,
        quantity=_("%(units)s × %(months)s months") % {"units": line.quantity, "months": line.months}
        if is_monthly
        else str(line.quantity),
        unit_price=line.unit_price if is_monthly else line.gross,
        amount=line.gross,
    )


def _part(receipt: Receipt, words: Words) -> Item:
    title = _("Part of invoice %(number)s: %(items)s") % {
        "number": receipt.invoice.number,
        "items": _named(receipt.invoice, words),
    }
    detail = _("The invoice is over %(gross)s baht.") % {"gross": f"{receipt.invoice.gross:,.2f}"}
    return Item(title=title, detail=detail, unit_price=receipt.gross, amount=receipt.gross)


def _taken_back(note: CreditNote, words: Words) -> Item:
    title = _("Taken back of invoice %(number)s: %(items)s") % {
        "number": note.invoice.number,
        "items": _named(note.invoice, words),
    }
    return Item(title=title, unit_price=note.gross, amount=note.gross)


def _named(invoice: Invoice, words: Words) -> str:
    return ", ".join(words.title(line) for line in invoice.lines.all())


def _order_facts(quote: Quote) -> list[Fact]:
    if not quote.order_number:
        return []
    dated = f" · {format_medium(quote.order_date)}" if quote.order_date else ""
    return [Fact(_("Purchase order"), f"{quote.order_number}{dated}")]


def _buyer(customer: dict[str, str]) -> Party:
    return Party(
        name=customer.get("legal_name", ""),
        tax_id=customer.get("tax_id", ""),
        branch=customer.get("branch", ""),
        address=customer.get("address", ""),
        email=customer.get("email", ""),
    )


def _day_of(quote: Quote) -> date:
    return clock.bangkok_day(quote.issued_at)
