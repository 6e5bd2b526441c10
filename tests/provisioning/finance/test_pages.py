"""The LGO's pages of money, as its finance officer uses them; nothing of it reaches another LGO."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import Customer, Evidence, Invoice, IssuedDocument, Quote, Receipt, Subscription, Tender
from billing.services.payments import MoneyIn, Share, record_payment
from kit import clock
from kit.dates import format_medium
from provisioning.finance.registrations import SERVICE
from shared_apps.accounts import rights
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.support.browser import HostClient

Browse = Callable[[Tenant | None], HostClient]
TAX = {
    "legal_name": "องค์การบริหารส่วนตำบลเหนือ",
    "tax_id": "0-9940-00123-45-1",
    "branch": "สำนักงานใหญ่",
    "address": "99 หมู่ที่ 1 ตำบลเหนือ",
}
PAGES = ("", "usage", "history", "tax", "new", "storage", "upgrade", "renewal", "budget", "documents")


@pytest.fixture
def finance(browse: Browse, north: Tenant, administrator: Any) -> HostClient:
    """Who does the money of north."""
    return browse(north).sign_in(administrator)


@pytest.fixture
def south_administrator(south: Tenant, south_officer: Any) -> Any:
    """Who may do everything in south."""
    with tenant_scope(south):
        south_officer.is_administrator = True
        south_officer.save()
    return south_officer


@pytest.fixture
def named(north: Tenant) -> None:
    """North told us its tax data."""
    with public_scope():
        Customer.objects.create(tenant=north, **{**TAX, "tax_id": "0994000123451"})


def quoted(finance: HostClient, package: str = "S", **more: str) -> str:
    """A first quotation by the form; gives its number."""
    answer = finance.post("/desk/billing/new", {"package": package, "begins": "now", **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url.rsplit("/", 1)[1])


def ordered(finance: HostClient, number: str) -> Invoice:
    """The invoice of a quotation that was accepted by purchase order."""
    today = clock.today()
    values = {
        "order_number": "15/2570",
        "order_date_day": str(today.day),
        "order_date_month": str(today.month),
        "order_date_year": str(today.year + 543),
        "file": SimpleUploadedFile("ใบสั่ง.pdf", b"%PDF-1.4 order", "application/pdf"),
    }
    answer = finance.post(f"/desk/billing/quotes/{number}/order", values)
    assert answer.status_code == 302, answer.content.decode()
    with public_scope():
        return Invoice.objects.select_related("tenant").get(number=answer.url.rsplit("/", 1)[1])


def settle(invoice: Invoice, amount: str, withheld: str = "0") -> Receipt:
    """Money that arrived by transfer."""
    with public_scope():
        money = MoneyIn(
            tenant=invoice.tenant,
            tender=Tender.TRANSFER,
            reference=f"T-{invoice.number}",
            amount=Decimal(amount),
            received_on=clock.today(),
        )
        shares = [Share(invoice=invoice, withheld=Decimal(withheld))]
        record_payment(money=money, shares=shares, actor=None, at=clock.now())
        return Receipt.objects.get(invoice=invoice)


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_on_trial_and_say_what_to_do(finance: HostClient, page: str) -> None:
    answer = finance.get(f"/desk/billing/{page}")
    assert answer.status_code == 200
    assert "แพ็กเกจและค่าบริการ" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_who_has_no_right_sees_nothing(browse: Browse, north: Tenant, officer: Any, citizen: Any, page: str) -> None:
    assert browse(north).get(f"/desk/billing/{page}").url.startswith("/officers/sign-in")
    assert browse(north).sign_in(citizen).get(f"/desk/billing/{page}").status_code == 404
    assert browse(north).sign_in(officer).get(f"/desk/billing/{page}").status_code == 403


def test_finance_may_buy_and_inspectors_may_look() -> None:
    service = next(one for one in rights.services() if one.code == SERVICE)
    assert service.rights_for(rights.Duty.FINANCE) == ("billing.view", "billing.edit", "billing.export")
    assert service.rights_for(rights.Duty.AUDITOR) == ("billing.view", "billing.export")
    assert service.rights_for(rights.Duty.INTAKE) == ()


def test_from_trial_to_receipt(finance: HostClient, north: Tenant, named: None) -> None:
    number = quoted(finance)
    page = finance.get(f"/desk/billing/quotes/{number}").content.decode()
    assert "65,000.00" in page
    assert "4,252.34" in page
    invoice = ordered(finance, number)
    with public_scope():
        north.refresh_from_db()
        assert (north.state, north.accounts, north.bytes_allowed) == ("active", 50, 10 * 1024**3)
        assert Evidence.objects.get(quote__number=number).kind == "order"
    page = finance.get(f"/desk/billing/invoices/{invoice.number}").content.decode()
    for words in ("64,392.52", "607.48", invoice.reference, "15/2570", "data:image/svg+xml"):
        assert words in page
    receipt = settle(invoice, "64392.52", "607.48")
    page = finance.get(f"/desk/billing/invoices/{invoice.number}").content.decode()
    assert receipt.number in page
    assert "ชำระแล้ว" in page
    for name in (number, invoice.number, receipt.number):
        file = finance.get(f"/desk/billing/documents/{name}/file.pdf")
        assert file.content.startswith(b"%PDF-")
        assert file["Content-Type"] == "application/pdf"
    with tenant_scope(north):
        done = set(AuditEntry.objects.filter(action__startswith="billing.").values_list("action", flat=True))
        assert {"billing.quote_issued", "billing.quote_accepted"} <= done


def test_tax_data_are_needed_and_checked(finance: HostClient, north: Tenant) -> None:
    number = quoted(finance)
    assert "/desk/billing/tax" in finance.get(f"/desk/billing/quotes/{number}").content.decode()
    refused = finance.post(f"/desk/billing/quotes/{number}/accept", follow=True).content.decode()
    assert "กรอกข้อมูลภาษีของหน่วยงานก่อน" in refused
    wrong = finance.post("/desk/billing/tax", {**TAX, "tax_id": "0-9940-00123-45-2"})
    assert wrong.status_code == 422
    assert "ตรวจตัวเลขอีกครั้ง" in wrong.content.decode() or "ผิด" in wrong.content.decode()
    assert "99 หมู่ที่ 1" in wrong.content.decode()
    saved = finance.post(f"/desk/billing/tax?next=/desk/billing/quotes/{number}", TAX)
    assert saved.url == f"/desk/billing/quotes/{number}"
    assert finance.post("/desk/billing/tax?next=https://evil.example/", TAX).url == "/desk/billing/tax"
    accepted = finance.post(f"/desk/billing/quotes/{number}/accept")
    with public_scope():
        assert Invoice.objects.get().customer["tax_id"] == "0994000123451"
        assert not Subscription.objects.exists()
    assert accepted.url.startswith("/desk/billing/invoices/IV-")


def test_more_storage_costs_less_from_the_next_month_on(finance: HostClient, north: Tenant, named: None) -> None:
    ordered(finance, quoted(finance))
    page = finance.get("/desk/billing/storage?units=2").content.decode()
    assert "24,000.00" in page
    assert "22,000.00" in page
    assert "เดือนละ 1,000.00 บาท × 2 × 12 เดือน = 24,000.00 บาท" in page
    answer = finance.post("/desk/billing/storage/quote", {"code": "100GB", "units": "2", "begins": "next"})
    number = answer.url.rsplit("/", 1)[1]
    with public_scope():
        quote = Quote.objects.get(number=number)
        assert (quote.gross, quote.starts_on > clock.today()) == (22_000, True)
    answer = finance.post("/desk/billing/storage/quote", {"code": "100GB", "units": "1", "begins": "now"})
    ordered(finance, answer.url.rsplit("/", 1)[1])
    with public_scope():
        north.refresh_from_db()
        assert north.bytes_allowed == 110 * 1024**3


def test_a_larger_package_costs_the_difference(finance: HostClient, north: Tenant, named: None) -> None:
    ordered(finance, quoted(finance))
    page = finance.get("/desk/billing/upgrade").content.decode()
    assert "30,000.00" in page
    assert "27,500.00" in page
    number = finance.post("/desk/billing/upgrade/quote", {"code": "M", "begins": "now"}).url.rsplit("/", 1)[1]
    ordered(finance, number)
    with public_scope():
        north.refresh_from_db()
        assert north.accounts == 100


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"code": "100GB", "units": "0", "begins": "now"},
        {"code": "100GB", "units": "1", "begins": "never"},
        {"code": "9GB", "units": "1", "begins": "now"},
    ],
)
def test_nonsense_is_refused_in_words(finance: HostClient, named: None, values: dict[str, str]) -> None:
    ordered(finance, quoted(finance))
    answer = finance.post("/desk/billing/storage/quote", values, follow=True)
    assert answer.status_code == 200
    assert "alert" in answer.content.decode()
    with public_scope():
        assert not Quote.objects.filter(kind="storage").exists()


def test_the_renewal_is_chosen(finance: HostClient, administrator: Any, named: None) -> None:
    ordered(finance, quoted(finance, "M"))
    assert finance.post("/desk/billing/renewal", {"package": "-"}).status_code == 422
    finance.post("/desk/billing/renewal", {"package": "-", "reason": "ใช้ระบบของจังหวัด"})
    assert "คุณเลือกไม่ต่ออายุ" in finance.get("/desk/billing/").content.decode()
    finance.post("/desk/billing/renewal", {"package": "S", "storage_100GB": "1"})
    page = finance.get("/desk/billing/renewal").content.decode()
    assert re.search(r'value="S"[^>]*checked|checked[^>]*value="S"', page)
    early = finance.post("/desk/billing/renewal/quote", follow=True).content.decode()
    assert re.search(r"256\d|257\d", early)
    assert not re.search(r"20\d\d-\d\d-\d\d", early)
    with time_machine.travel(clock.now() + timedelta(days=300), tick=True):
        number = finance.sign_in(administrator).post("/desk/billing/renewal/quote").url.rsplit("/", 1)[1]
        with public_scope():
            assert Quote.objects.get(number=number).gross == 62_000


def test_an_estimate_for_the_budget(finance: HostClient) -> None:
    year = str(clock.today().year + 543 + 1)
    answer = finance.post("/desk/billing/budget", {"year": year, "package": "S", "storage_100GB": "1"})
    number = answer.url.rsplit("/", 1)[1]
    page = finance.get(answer.url).content.decode()
    assert "77,000.00" in page
    assert f"/quotes/{number}/order" not in page


def test_too_many_quotations_a_day(finance: HostClient) -> None:
    for _number in range(20):
        quoted(finance)
    refused = finance.post("/desk/billing/new", {"package": "S", "begins": "now"})
    assert refused.status_code == 422
    assert "20" in refused.content.decode()


def test_documents_are_searched_and_taken_away(finance: HostClient, named: None) -> None:
    invoice = ordered(finance, quoted(finance))
    settle(invoice, "65000")
    assert "RT-" in finance.get("/desk/billing/documents?kind=RT").content.decode()
    found = finance.get("/desk/billing/documents?q=IV-").content.decode()
    assert invoice.number in found
    assert "RT-" not in found
    assert finance.get("/desk/billing/documents?sort=-gross&page=1&year=2560").status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(finance.get("/desk/billing/documents?export=xlsx").content)).active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)][1] == invoice.number


def test_the_list_asks_the_same_number_of_queries(finance: HostClient, named: None) -> None:
    ordered(finance, quoted(finance))
    finance.get("/desk/billing/documents")
    with CaptureQueriesContext(connection) as few:
        finance.get("/desk/billing/documents")
    for _number in range(4):
        answer = finance.post("/desk/billing/storage/quote", {"code": "50GB", "units": "1", "begins": "now"})
        ordered(finance, answer.url.rsplit("/", 1)[1])
    finance.get("/desk/billing/documents")
    with CaptureQueriesContext(connection) as many:
        finance.get("/desk/billing/documents")
    assert len(many) == len(few)


def test_a_slip_is_evidence_only(finance: HostClient, named: None) -> None:
    invoice = ordered(finance, quoted(finance))
    wrong = finance.post(f"/desk/billing/invoices/{invoice.number}/slip", {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert wrong.status_code == 422
    slip = SimpleUploadedFile("สลิป.pdf", b"%PDF-1.4 slip", "application/pdf")
    finance.post(f"/desk/billing/invoices/{invoice.number}/slip", {"file": slip, "note": "โอนแล้ว"})
    assert "สลิป.pdf" in finance.get(f"/desk/billing/invoices/{invoice.number}").content.decode()
    with public_scope():
        invoice.refresh_from_db()
        assert invoice.settled == 0


def test_a_certificate_is_handed_in(finance: HostClient, named: None) -> None:
    invoice = ordered(finance, quoted(finance))
    settle(invoice, "64392.52", "607.48")
    with public_scope():
        certificate = invoice.certificates.get()
    url = f"/desk/billing/invoices/{invoice.number}/certificates/{certificate.pk}"
    assert "607.48" in finance.get(url).content.decode()
    assert url in finance.get("/desk/billing/").content.decode()
    today = clock.today()
    values = {"number": "1/15", "issued_on_day": today.day, "issued_on_month": today.month}
    values |= {"issued_on_year": today.year + 543, "file": SimpleUploadedFile("50.pdf", b"%PDF-1.4 tawi")}
    assert finance.post(url, values).status_code == 302
    with public_scope():
        certificate.refresh_from_db()
        assert (certificate.state, certificate.number) == ("handed_in", "1/15")


def test_a_replacement_needs_a_reason(finance: HostClient, named: None) -> None:
    invoice = ordered(finance, quoted(finance))
    receipt = settle(invoice, "65000")
    page = finance.get(f"/desk/billing/documents/{receipt.number}").content.decode()
    for told in (f"/desk/billing/invoices/{invoice.number}", "15/2570", "65,000.00", "4,252.34"):
        assert told in page, told
    assert finance.post(f"/desk/billing/documents/{receipt.number}/replace", {"reason": ""}).status_code == 422
    finance.post(f"/desk/billing/documents/{receipt.number}/replace", {"reason": "ต้นฉบับสูญหาย"})
    page = finance.get(f"/desk/billing/documents/{receipt.number}").content.decode()
    assert "ต้นฉบับสูญหาย" in page
    original = finance.get(f"/desk/billing/documents/{receipt.number}/file.pdf").content
    assert finance.get(f"/desk/billing/documents/{receipt.number}/file.pdf?replacement=1").content != original


def test_south_sees_nothing_of_north(
    finance: HostClient, browse: Browse, south: Tenant, south_administrator: Any, named: None
) -> None:
    number = quoted(finance)
    invoice = ordered(finance, number)
    receipt = settle(invoice, "64392.52", "607.48")
    with public_scope():
        certificate = invoice.certificates.get()
    there = browse(south).sign_in(south_administrator)
    for path in (
        f"quotes/{number}",
        f"quotes/{number}/procurement.pdf",
        f"invoices/{invoice.number}",
        f"invoices/{invoice.number}/certificates/{certificate.pk}",
        *(f"documents/{one}" for one in (number, invoice.number, receipt.number)),
        *(f"documents/{one}/file.pdf" for one in (number, invoice.number, receipt.number)),
    ):
        assert there.get(f"/desk/billing/{path}").status_code == 404, path
    for path in ("quotes/{0}/order", "quotes/{0}/accept", "quotes/{0}/decline"):
        there.post("/desk/billing/" + path.format(number), {"order_number": "1"})
    for path in ("pay", "slip"):
        there.post(f"/desk/billing/invoices/{invoice.number}/{path}", {"net": "0"})
    there.post(f"/desk/billing/documents/{receipt.number}/replace", {"reason": "อยากได้"})
    for page in PAGES:
        body = there.get(f"/desk/billing/{page}").content.decode()
        assert not any(text in body for text in (number, invoice.number, receipt.number, "ตำบลเหนือ")), page
    with public_scope():
        assert Quote.objects.get(number=number).answered_by != str(south_administrator)
        assert not IssuedDocument.objects.filter(files__marking="replacement").exists()


def test_paying_stays_possible_on_a_read_only_site(finance: HostClient, north: Tenant, named: None) -> None:
    invoice = ordered(finance, quoted(finance))
    with public_scope():
        Tenant.objects.filter(pk=north.pk).update(
            read_only=True, state="read_only", entitled_until=clock.today() - timedelta(days=40)
        )
    _forget()
    page = finance.get("/desk/people").content.decode()
    assert "ชำระเงินที่ค้างไว้เพื่อเปิดใช้งานอีกครั้ง" in page
    assert 'href="/desk/billing/"' in page
    slip = SimpleUploadedFile("สลิป.pdf", b"%PDF-1.4 slip", "application/pdf")
    answer = finance.post(f"/desk/billing/invoices/{invoice.number}/slip", {"file": slip})
    assert answer.status_code == 302


def test_officers_are_told_before_the_end(finance: HostClient, browse: Browse, north: Tenant) -> None:
    with public_scope():
        Tenant.objects.filter(pk=north.pk).update(entitled_until=clock.today() + timedelta(days=5))
    _forget()
    assert "ทดลองใช้ฟรีถึง" in finance.get("/desk/people").content.decode()
    assert "ทดลองใช้ฟรีถึง" not in browse(north).get("/").content.decode()


def _forget() -> None:
    from tenants.resolver import forget_all

    forget_all()


def test_the_last_day_is_the_last_that_is_paid_for(finance: HostClient, named: None) -> None:
    ordered(finance, quoted(finance))
    with public_scope():
        last = Subscription.objects.get().terms.get().period.last_day
    page = finance.get("/desk/billing/").content.decode()
    assert f"ถึง {format_medium(last)}" in page


def test_the_history_tells_who_did_what(
    finance: HostClient, browse: Any, south: Tenant, south_officer: Any, administrator: Any, named: None
) -> None:
    number = quoted(finance)
    page = finance.get("/desk/billing/history").content.decode()
    assert number in page
    assert "ขอใบเสนอราคา" in page
    assert administrator.display_name in page
    for query, count in ((f"q={number}", 2), ("kind=office", 1), ("kind=money", 1), ("q=ไม่มีคำนี้", 0)):
        assert len(finance.get(f"/desk/billing/history?{query}").context["table"].rows) == count, query
    assert finance.get("/desk/billing/history?first_day=1&first_month=1&first_year=2400").status_code == 200
    csv = finance.get("/desk/billing/history?export=csv&kind=office").content.decode("utf-8-sig")
    assert csv.count(number) == 1
    other = browse(south).sign_in(south_officer).get("/desk/billing/history", follow=True)
    assert number not in other.content.decode()
