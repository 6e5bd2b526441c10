"""Money of an LGO, as the operator's finance sees it."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from billing.models import Bank, LedgerEntry
from billing.models.bank import EVIDENCE_PURPOSE
from billing.selectors import book_in_force, ladder_rules
from billing.services import certificates, corrections, matching, orders, quotes, statements
from billing.services.reconciliation import reconcile
from kit import clock
from shared_apps.files.models import StoredFile
from shared_apps.files.services import store_file
from tenants.models import Tenant
from tests.billing.statements.files import simple
from tests.support.samples.money import handed_in
from tests.support.samples.values import Values


def money_samples(lgo: Tenant) -> Values:
    """An invoice that was paid too much net of tax, what of it goes back, and the day's reconciliation."""
    now, today = timezone.now(), clock.today()
    offer = quotes.offer_new(tenant=lgo, package="SS", storage={}, starts_on=today, day=today)
    quote = quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=now)
    ordered = orders.Acceptance(by="นายก", order_number="1/2570", order_date=today)
    invoice = orders.accept_quote(quote=quote, acceptance=ordered, actor=None, at=now)
    values = {"bank": Bank.KTB, "number": "9876543210", "name": "สพร."}
    account = statements.save_account(account=None, values=values, actor=None, at=now)
    day = today - timedelta(days=1)
    rows = [(f"{day.day}/{day.month}/{day.year + 543}", "60000", "โอน")]
    made = statements.import_statement(
        account=account, name="bank.csv", content=simple(rows), today=today, actor=None, at=now
    )
    line = made.statement.lines.get()
    payment = matching.match_line(
        line=line,
        tenant=lgo,
        shares=[matching.Share(invoice=invoice, withheld=invoice.withholding)],
        evidence=matching.Evidence(text="โทรถามแล้ว", file=_paper().pk),
        actor=None,
        at=now,
    )
    certificate = payment.certificates.get()
    paper = certificates.Paper(number="1/2570", issued_on=day, upload=_pdf())
    certificates.hand_in_certificate(certificate=certificate, paper=paper, actor=None, by="กองคลัง", at=now)
    refund = corrections.request_refund(payment=payment, amount=Decimal(10), reason="เกิน", actor=None, at=now)
    run = reconcile(day=today, actor=None, at=now)
    keys = {
        "account_id": account.pk,
        "statement_id": made.statement.pk,
        "line_id": line.pk,
        "match_id": payment.bank_match.pk,
        "payment_id": payment.pk,
        "refund_id": refund.pk,
        "money_handed_in.evidence_id": handed_in(lgo, invoice).pk,
        "certificate_id": certificate.pk,
        "entry_id": LedgerEntry.objects.get(key=f"invoice:{invoice.number}").pk,
        "money_run.run_id": run.pk,
        "book_id": book_in_force(today).pk,
        "rules_id": ladder_rules(today).pk,
        **{f"money_{name}.number": invoice.number for name in ("invoice", "document", "credit_note")},
    }
    return {name: (str(key),) for name, key in keys.items()}


def _pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.pdf", b"%PDF-1.4 paper", content_type="application/pdf")


def _paper() -> StoredFile:
    return store_file(_pdf(), actor=None, purpose=EVIDENCE_PURPOSE, at=timezone.now())
