"""What an LGO does by itself: tax data, its next term, next year's budget, evidence, the papers of a purchase."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from billing.models import Customer, Evidence, EvidenceKind
from billing.services import customers, evidence, orders, quotes
from billing.services.documents import procurement_pack
from kit.errors import DomainError, Invalid, Refused
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tests.billing.conftest import AT, accepted, at, ordered, quoted_new
from tests.billing.test_documents import text_of
from tests.factories.photos import photo

pytestmark = pytest.mark.usefixtures("lgo")
VALUES = customers.CustomerValues(
    legal_name="เทศบาลตำบลเหนือ", tax_id="0-9940-00123-45-1", branch="สำนักงานใหญ่", address="99 หมู่ที่ 1"
)


def test_tax_data_stand_on_what_is_issued_afterwards(lgo: Tenant) -> None:
    before = quoted_new(lgo)
    customers.save_customer(tenant=lgo, values=VALUES, actor=None, by="สมหญิง", at=AT)
    assert Customer.objects.get(tenant=lgo).tax_id == "0994000123451"
    assert quoted_new(lgo).customer["tax_id"] == "0994000123451"
    before.refresh_from_db()
    assert before.customer["tax_id"] == ""
    entry = AuditEntry.objects.get(action="billing.customer_changed")
    assert entry.data["changes"]["by"] == [None, "สมหญิง"]


@pytest.mark.parametrize("number", ["", "0994000123452", "123", "๑"])
def test_a_tax_id_is_checked(lgo: Tenant, number: str) -> None:
    with pytest.raises(DomainError):
        values = customers.CustomerValues(legal_name="ก", tax_id=number, branch="", address="")
        customers.save_customer(tenant=lgo, values=values, actor=None, by="", at=AT)
    assert not Customer.objects.exists()


def test_a_budget_estimate_cannot_be_accepted(lgo: Tenant) -> None:
    day = date(2026, 11, 21)
    offer = quotes.offer_budget(tenant=lgo, package="S", storage={"100GB": 1}, year=2571, day=day)
    quote = quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(day))
    assert (quote.gross, quote.starts_on, quote.valid_until) == (77_000, date(2027, 10, 1), date(2028, 9, 30))
    with pytest.raises(Refused):
        orders.accept_quote(quote=quote, acceptance=orders.Acceptance(by="ก"), actor=None, at=at(day))
    with pytest.raises(Invalid):
        quotes.offer_budget(tenant=lgo, package="S", storage={}, year=2569, day=day)


def test_the_budget_of_a_subscriber_begins_with_the_renewal(lgo: Tenant) -> None:
    ordered(lgo)
    offer = quotes.offer_budget(tenant=lgo, package="S", storage={}, year=2570, day=date(2026, 6, 1))
    assert offer.starts_on == date(2027, 1, 1)
    assert sum((line.gross for line in offer.lines), Decimal(0)) == 50_000


def test_evidence_is_kept_and_settles_nothing(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    slip = photo()
    order = SimpleUploadedFile("ใบสั่ง.pdf", b"%PDF-1.4 order", "application/pdf")
    _hand_in(lgo, EvidenceKind.SLIP, slip, invoice)
    _hand_in(lgo, EvidenceKind.ORDER, order, invoice.quote)
    assert [one.file.extension for one in Evidence.objects.order_by("pk")] == ["jpg", "pdf"]
    invoice.refresh_from_db()
    assert invoice.settled == 0


def test_what_is_no_paper_is_refused(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    with pytest.raises(Invalid):
        _hand_in(lgo, EvidenceKind.SLIP, SimpleUploadedFile("a.exe", b"MZ..", "application/pdf"), invoice)
    assert not Evidence.objects.exists()


def _hand_in(lgo: Tenant, kind: EvidenceKind, upload: Any, about: Any) -> None:
    evidence.hand_in(tenant=lgo, kind=kind, upload=upload, about=about, by="สมหญิง", at=AT)


def test_the_papers_of_a_purchase_come_in_one_file(lgo: Tenant) -> None:
    quote = quoted_new(lgo)
    before = text_of(procurement_pack(quote))
    assert "ใบสั่งซื้อ/สั่งจ้าง" in before
    assert "ใบตรวจรับพัสดุ" in before
    assert "ใบแจ้งหนี้IV" not in before
    accepted(quote, day=date(2026, 1, 2))
    after = text_of(procurement_pack(quote))
    for words in ("ใบเสนอราคา", "ใบแจ้งหนี้", "(สำเนา)", "64,392.52", "หกหมื่นห้าพันบาทถ้วน", "ประธานกรรมการ"):
        assert words in after
