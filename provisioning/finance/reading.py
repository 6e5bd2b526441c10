"""What an LGO's pages of money show. Everything is of one LGO, named by its tenant."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from billing import documents
from billing.documents.content import PayTo
from billing.ladder import Standing
from billing.models import (
    UNDER_WAY,
    Checkout,
    CreditNote,
    Customer,
    DocumentFile,
    DocumentKind,
    Evidence,
    Invoice,
    IssuedDocument,
    Payment,
    Quote,
    QuoteKind,
    QuoteState,
    Receipt,
    Subscription,
    Term,
    WithholdingCertificate,
)
from billing.selectors import (
    Entitlement,
    customer_of,
    entitlement_on,
    issued_document,
    issued_documents,
    last_term,
    open_invoices,
    payments_with_credit,
    standing,
    subscription_of,
    term_on,
)
from billing.services.checkouts import is_available, is_simulated, withheld_of
from kit.errors import NotFound, gettext_noop
from kit.money import ZERO
from provisioning.finance import badges
from provisioning.finance.lines import ShownLine, package_name, shown_lines
from provisioning.finance.scoped import in_public
from provisioning.states import Badge
from tenants.models import Tenant

NO_QUOTE = gettext_noop("There is no quotation of this number.")
NO_INVOICE = gettext_noop("There is no invoice of this number.")


@dataclass(frozen=True)
class Overview:
    """The LGO's package and what waits for it."""

    standing: Standing
    badge: Badge
    subscription: Subscription | None
    term: Term | None
    entitlement: Entitlement | None
    package: str
    quotes: list[tuple[Quote, Badge]]
    invoices: list[tuple[Invoice, Badge]]
    certificates: list[WithholdingCertificate]
    credit: Decimal
    customer: Customer | None

    @property
    def lacks_tax_data(self) -> bool:
        """Whether documents could not name the buyer as the law wants it."""
        return not has_tax_data(self.customer)


def has_tax_data(customer: Customer | None) -> bool:
    """Whether the buyer can be named on a tax invoice (Revenue Code s. 86/4)."""
    return customer is not None and bool(customer.tax_id and customer.address and customer.legal_name)


@in_public
def overview(tenant: Tenant, day: date) -> Overview:
    """The first page."""
    subscription = subscription_of(tenant)
    now = standing(tenant, day)
    running = entitlement_on(subscription, day) if subscription else None
    term = (term_on(subscription, day) or last_term(subscription)) if subscription else None
    quotes = Quote.objects.filter(tenant=tenant, state=QuoteState.ISSUED, valid_until__gte=day)
    credit = sum((payment.credit for payment in payments_with_credit(tenant)), ZERO)
    return Overview(
        standing=now,
        badge=badges.stage_badge(now.stage),
        subscription=subscription,
        term=term,
        entitlement=running,
        package=_package_name(term, running),
        quotes=[
            (one, badges.quote_badge(one, day))
            for one in quotes.exclude(kind=QuoteKind.BUDGET).order_by("valid_until")[:10]
        ],
        invoices=[(one, badges.invoice_badge(one, day)) for one in open_invoices(tenant)[:10]],
        certificates=list(_certificates(tenant).filter(state__in=["awaited", "refused"])[:10]),
        credit=credit,
        customer=customer_of(tenant),
    )


def _package_name(term: Term | None, running: Entitlement | None) -> str:
    if term is None or running is None:
        return ""
    found = term.book.packages.filter(code=running.package).first()
    return package_name(found) if found else running.package


def _certificates(tenant: Tenant) -> "QuerySet[WithholdingCertificate]":
    return WithholdingCertificate.objects.filter(invoice__tenant=tenant).select_related("invoice").order_by("-since")


@in_public
def customer(tenant: Tenant) -> Customer | None:
    """Its tax data."""
    return customer_of(tenant)


# --- quotations -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuotePage:
    """A quotation with its arithmetic."""

    quote: Quote
    badge: Badge
    lines: list[ShownLine]
    invoice: Invoice | None
    evidence: list[Evidence]
    can_accept: bool
    void: documents.Void | None
    has_tax_data: bool
    withholding_percent: Decimal


def quote_of(tenant: Tenant, number: str) -> Quote:
    """A quotation of this LGO; public scope.

    Raises:
        NotFound: it has none of that number.
    """
    found = Quote.objects.select_related("book", "tenant").filter(tenant=tenant, number=number).first()
    if found is None:
        raise NotFound(NO_QUOTE, code="no_quote")
    return found


@in_public
def quote_page(tenant: Tenant, number: str, day: date) -> QuotePage:
    """One quotation of this LGO.

    Raises:
        NotFound: it has none of that number.
    """
    quote = quote_of(tenant, number)
    is_open = quote.state == QuoteState.ISSUED and quote.valid_until >= day
    return QuotePage(
        quote=quote,
        badge=badges.quote_badge(quote, day),
        lines=shown_lines(quote.lines.all(), quote.book),
        invoice=Invoice.objects.filter(quote=quote).first(),
        evidence=_handed_in(quote=quote),
        can_accept=is_open and quote.kind != QuoteKind.BUDGET,
        void=documents.void_of(issued_document(number)),
        has_tax_data=has_tax_data(customer_of(tenant)),
        withholding_percent=quote.book.withholding_percent,
    )


def _handed_in(**about: Quote | Invoice) -> list[Evidence]:
    return list(Evidence.objects.filter(**about).select_related("file").order_by("-at"))


# --- invoices ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Amount:
    """A way to settle an invoice: the amount, and what its QR code says."""

    net: bool
    amount: Decimal
    qr: str


@dataclass(frozen=True)
class InvoicePage:
    """An invoice, how to pay it, and what has settled it."""

    invoice: Invoice
    badge: Badge
    lines: list[ShownLine]
    account: PayTo
    amounts: list[Amount]
    withheld: Decimal
    receipts: list[Receipt]
    credit_notes: list[CreditNote]
    certificates: list[tuple[WithholdingCertificate, Badge]]
    evidence: list[Evidence]
    checkout: Checkout | None
    can_pay_online: bool
    is_simulated: bool
    void: documents.Void | None


@in_public
def invoice_page(tenant: Tenant, number: str, day: date) -> InvoicePage:
    """One invoice of this LGO.

    Raises:
        NotFound: it has none of that number.
    """
    invoice = _invoice(tenant, number)
    account = documents.pay_to(invoice)
    withheld = withheld_of(invoice) if invoice.is_open else ZERO
    return InvoicePage(
        invoice=invoice,
        badge=badges.invoice_badge(invoice, day),
        lines=shown_lines(invoice.lines.all(), invoice.quote.book),
        account=account,
        amounts=_amounts(invoice, account, withheld),
        withheld=withheld,
        receipts=list(invoice.receipts.order_by("pk")),
        credit_notes=list(invoice.credit_notes.order_by("pk")),
        certificates=[(one, badges.certificate_badge(one.state)) for one in invoice.certificates.order_by("pk")],
        evidence=_handed_in(invoice=invoice),
        checkout=Checkout.objects.filter(invoice=invoice, state__in=UNDER_WAY).first(),
        can_pay_online=is_available(),
        is_simulated=is_simulated(),
        void=documents.void_of(issued_document(number)),
    )


def _invoice(tenant: Tenant, number: str) -> Invoice:
    rows = Invoice.objects.select_related("quote__book", "tenant")
    found = rows.filter(tenant=tenant, number=number).first()
    if found is None:
        raise NotFound(NO_INVOICE, code="no_invoice")
    return found


def _amounts(invoice: Invoice, account: PayTo, withheld: Decimal) -> list[Amount]:
    if not invoice.is_open:
        return []
    wanted = [(False, invoice.balance), *([(True, invoice.balance - withheld)] if withheld else [])]
    return [Amount(net, amount, account.qr(amount)) for net, amount in wanted]


# --- documents --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DocumentRow:
    """A document in the list."""

    number: str
    kind: str
    kind_label: str
    issued_on: date
    gross: Decimal
    badge: Badge


@in_public
def document_rows(tenant: Tenant, narrow: Any, day: date) -> list[DocumentRow]:
    """The documents that a filter leaves (`narrow(queryset)`), newest first: five queries."""
    found: list[IssuedDocument] = list(narrow(issued_documents(tenant)))
    numbers = [one.number for one in found]
    quotes = {one.number: one for one in Quote.objects.filter(number__in=numbers)}
    invoices = {one.number: one for one in Invoice.objects.filter(number__in=numbers)}
    void = documents.void_receipts(numbers)
    named = {
        **{number: badges.quote_badge(quote, day) for number, quote in quotes.items()},
        **{number: badges.invoice_badge(invoice, day) for number, invoice in invoices.items()},
        **dict.fromkeys(void, badges.VOID),
    }
    return [_row(one, named.get(one.number)) for one in found]


def _row(document: IssuedDocument, badge: Badge | None) -> DocumentRow:
    kind = document.get_kind_display()
    shown = badge or badges.ISSUED
    return DocumentRow(document.number, document.kind, kind, document.issued_on, document.gross, shown)


@dataclass(frozen=True)
class DocumentPage:
    """A document and its pieces; of a receipt also what it is for."""

    document: IssuedDocument
    receipt: Receipt | None
    replacements: list[DocumentFile]
    can_be_replaced: bool
    void: documents.Void | None


@in_public
def document_page(tenant: Tenant, number: str) -> DocumentPage:
    """One document of this LGO.

    Raises:
        NotFound: it has none of that number.
    """
    document = issued_document(number, tenant)
    pieces = list(document.files.filter(marking="replacement").order_by("position"))
    void = documents.void_of(document)
    receipt = Receipt.objects.select_related("invoice__quote").filter(number=number, invoice__tenant=tenant).first()
    return DocumentPage(document, receipt, pieces, document.kind != DocumentKind.QUOTATION and void is None, void)


# --- history ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Happened:
    """Something that happened with the LGO's money."""

    at: datetime
    what: str
    number: str
    amount: Decimal | None


def _settled_by(payment: Payment) -> str:
    return ", ".join(sorted({one.invoice.number for one in payment.allocations.all()}))


@in_public
def happened(tenant: Tenant) -> list[Happened]:
    """Documents that were issued, and money that came."""
    issued = [
        Happened(one.issued_at, one.get_kind_display(), one.number, one.gross) for one in issued_documents(tenant)
    ]
    paid = [
        Happened(one.recorded_at, one.get_tender_display(), _settled_by(one), one.amount)
        for one in Payment.objects.filter(tenant=tenant).prefetch_related("allocations__invoice")
    ]
    return [*issued, *paid]
