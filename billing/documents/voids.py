"""Which documents no longer hold, since when, and why. Nothing of it is frozen: the original stays as it was issued."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.documents.freezing import LANGUAGE
from billing.models import DocumentKind, Invoice, IssuedDocument, Quote, QuoteState, Receipt
from kit import clock


@dataclass(frozen=True, kw_only=True)
class Void:
    """That a document no longer holds: since when, why, and by which other one (a credit note, or what replaces it).

    Whatever is given out from then on says it.
    """

    on: date
    reason: str = ""
    by_number: str = ""

    @property
    def is_credited(self) -> bool:
        """Whether a credit note took it back."""
        return self.by_number.startswith("CN-")


def void_of(document: IssuedDocument) -> Void | None:
    """How a document became void; None while it holds.

    A receipt is void when its payment was undone, an invoice when credit notes took back all of it, and a quotation
    when it was declined, replaced, or its invoice was taken back.
    """
    if document.kind == DocumentKind.RECEIPT:
        return _receipt(document.number)
    if document.kind == DocumentKind.INVOICE:
        return _invoice(Invoice.objects.get(number=document.number))
    return _quotation(document.number) if document.kind == DocumentKind.QUOTATION else None


def void_receipts(numbers: Iterable[str]) -> set[str]:
    """Which receipts of these numbers are void."""
    return set(Receipt.objects.filter(number__in=numbers).exclude(voided_at=None).values_list("number", flat=True))


def _receipt(number: str) -> Void | None:
    receipt = Receipt.objects.get(number=number)
    if receipt.voided_at is None:
        return None
    later = Receipt.objects.filter(invoice=receipt.invoice_id, issued_at__gte=receipt.voided_at, pk__gt=receipt.pk)
    newer = later.order_by("pk").first()
    day = clock.bangkok_day(receipt.voided_at)
    return Void(on=day, reason=receipt.void_reason, by_number=newer.number if newer else "")


def _invoice(invoice: Invoice) -> Void | None:
    if invoice.credited < invoice.gross:
        return None
    note = invoice.credit_notes.order_by("-pk")[0]
    return Void(on=note.issued_on, reason=note.reason, by_number=note.number)


def _quotation(number: str) -> Void | None:
    quote = Quote.objects.get(number=number)
    if quote.state not in {QuoteState.DECLINED, QuoteState.SUPERSEDED}:
        return None
    if quote.state == QuoteState.SUPERSEDED:
        return _superseded(quote)
    invoice = Invoice.objects.filter(quote=quote, credited=F("gross")).first()
    if invoice is not None:
        return _invoice(invoice)
    with override(LANGUAGE):
        reason = _("Declined by %(name)s") % {"name": quote.answered_by} if quote.answered_by else ""
    return Void(on=clock.bangkok_day(quote.answered_at or quote.issued_at), reason=reason)


def _superseded(quote: Quote) -> Void:
    later = Quote.objects.filter(tenant=quote.tenant_id, term=quote.term_id, kind=quote.kind, pk__gt=quote.pk)
    newer = later.order_by("pk").first()
    day = clock.bangkok_day(newer.issued_at if newer else quote.issued_at)
    return Void(on=day, by_number=newer.number if newer else "")
