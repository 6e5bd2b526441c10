"""An LGO's quotations, invoice, receipt and certificate, in the operator's books."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from billing.models import Customer, Evidence, EvidenceKind, Invoice, Receipt, Tender
from billing.selectors import issued_document
from billing.services import evidence, orders, payments, quotes
from billing.services.documents import issue_replacement
from kit import clock
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.support.samples.values import Values


def money(tenant: Tenant, canary: tuple[str, str]) -> Values:
    """A quotation to be answered, and one whose invoice was paid in part; nothing of it has begun."""
    with public_scope():
        name = f"{canary[0]} {canary[1]}"
        Customer.objects.create(tenant=tenant, legal_name=name, tax_id="0994000123451", address=name)
        quote, accepted = _quote(tenant), _quote(tenant)
        at = clock.now()
        acceptance = orders.Acceptance(by=name)
        invoice = orders.accept_quote(quote=accepted, acceptance=acceptance, actor=None, at=at)
        receipt = _paid(tenant, invoice)
        issue_replacement(document=issued_document(receipt.number), reason="ต้นฉบับสูญหาย", by=name, actor=None, at=at)
        of_quotes = ("quote", "order", "accept", "decline", "pack")
        of_invoices = ("invoice", "pay", "slip", "certificate")
        of_documents = ("document", "replace", "pdf")
        return {
            **{f"finance_{route}.number": (quote.number,) for route in of_quotes},
            **{f"finance_{route}.number": (invoice.number,) for route in of_invoices},
            **{f"finance_{route}.number": (receipt.number,) for route in of_documents},
            "certificate_id": (str(invoice.certificates.get().pk),),
            "finance_evidence.evidence_id": (str(handed_in(tenant, invoice).pk),),
        }


def handed_in(tenant: Tenant, invoice: Invoice) -> Evidence:
    """A slip about an invoice."""
    slip = SimpleUploadedFile("slip.pdf", b"%PDF-1.4 slip", "application/pdf")
    kind, by = EvidenceKind.SLIP, "กองคลัง"
    return evidence.hand_in(tenant=tenant, kind=kind, upload=slip, about=invoice, by=by, at=clock.now())


def _quote(tenant: Tenant) -> quotes.Quote:
    day, at = clock.today(), clock.now()
    start = day + timedelta(days=1)
    offer = quotes.offer_new(tenant=tenant, package="S", storage={"50GB": 1}, starts_on=start, day=day)
    return quotes.issue_quote(tenant=tenant, offer=offer, actor=None, at=at)


def _paid(tenant: Tenant, invoice: Invoice) -> Receipt:
    arrived = payments.MoneyIn(
        tenant=tenant,
        tender=Tender.TRANSFER,
        reference=f"sample-{invoice.number}",
        amount=Decimal(1000),
        received_on=clock.today(),
    )
    shares = [payments.Share(invoice=invoice, withheld=Decimal(10))]
    payments.record_payment(money=arrived, shares=shares, actor=None, at=clock.now())
    return Receipt.objects.get(invoice=invoice)
