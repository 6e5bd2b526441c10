"""Documents as people, banks and auditors read them: words, amounts, QR codes, and bytes that never change."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.core.files.storage import default_storage

from billing.models import DocumentFile, Invoice, IssuedDocument, Marking, Receipt
from billing.selectors import issued_document
from billing.services import corrections, quotes
from billing.services.documents import bytes_of, issue_replacement, pdf_of, procurement_pack
from kit.bill_payment import read_qr
from kit.errors import Invalid, NotFound
from kit.identifiers import format_juristic_id
from shared_apps.files.services import path_of
from shared_apps.jobs.models import OutboxJob
from tenants.models import Tenant
from tests.billing.conftest import AT, accepted, at, ordered, paid, quoted_new
from tests.support.browser import HostClient

pytestmark = pytest.mark.usefixtures("lgo")
BUYER = {
    "legal_name": "เทศบาลตำบลเหนือ",
    "tax_id": "0994000123451",
    "branch": "สำนักงานใหญ่",
    "address": "99 หมู่ที่ 1 ตำบลน้ำแพร่ อำเภอเมือง จังหวัดเชียงใหม่ 50000",
}


def text_of(data: bytes) -> str:
    """The words of a PDF without white space, as a browser's reader copies them."""
    document = pypdfium2.PdfDocument(data)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def codes_of(data: bytes) -> list[str]:
    """What the QR codes of a PDF say, as a telephone sees them on paper at 150 dpi."""
    images = [page.render(scale=150 / 72).to_numpy() for page in pypdfium2.PdfDocument(data)]
    return [code.text for picture in images for code in zxingcpp.read_barcodes(picture)]


@pytest.fixture
def named(lgo: Tenant) -> Tenant:
    """An LGO that told us its tax data."""
    from billing.models import Customer

    Customer.objects.create(tenant=lgo, **BUYER)
    return lgo


def _assert_says(data: bytes, *words: str) -> None:
    text = text_of(data)
    for word in words:
        assert "".join(word.split()) in text, word


def test_a_quotation_shows_the_arithmetic(named: Tenant) -> None:
    ordered(named)
    day = date(2026, 10, 2)
    offer = quotes.offer_storage(tenant=named, code="100GB", units=1, starts_on=day, day=day)
    data = pdf_of(quotes.issue_quote(tenant=named, offer=offer, actor=None, at=at(day)))
    _assert_says(data, "ใบเสนอราคา", "QT-2570-000001", "2 ตุลาคม 2569", "ยืนราคาถึง", "31 ตุลาคม 2569", BUYER["legal_name"])
    _assert_says(data, "พื้นที่จัดเก็บเพิ่ม 100 GB", "เดือนละ 1,000.00 บาท × 1 × 3 เดือน = 3,000.00 บาท")
    _assert_says(data, "รอบสัญญา 1 มกราคม 2569 ถึง 31 ธันวาคม 2569", "ผ่านไปแล้ว 9 เดือน จึงเหลือ 3 เดือน")
    _assert_says(data, "2,803.74", "196.26", "3,000.00", "สามพันบาทถ้วน")


def test_an_upgrade_shows_the_difference(named: Tenant) -> None:
    ordered(named)
    day = date(2026, 10, 1)
    offer = quotes.offer_upgrade(tenant=named, package="M", starts_on=day, day=day)
    data = pdf_of(quotes.issue_quote(tenant=named, offer=offer, actor=None, at=at(day)))
    _assert_says(data, "(80,000.00 − 50,000.00) บาทต่อปี × 3 ÷ 12 เดือน = 7,500.00 บาท", "แพ็กเกจ S เป็นแพ็กเกจ M")


def test_an_invoice_is_paid_by_its_codes(named: Tenant) -> None:
    invoice = ordered(named)
    data = pdf_of(invoice)
    _assert_says(data, "ใบแจ้งหนี้", "(ต้นฉบับ)", invoice.number, "12/2569", "เอกสารนี้ไม่ใช่ใบกำกับภาษี", invoice.reference)
    _assert_says(data, "60,747.66", "4,252.34", "65,000.00", "607.48", "64,392.52", "หกหมื่นห้าพันบาทถ้วน")
    payments = [read_qr(code) for code in codes_of(data) if code.startswith("0002")]
    assert sorted(one.amount or 0 for one in payments) == [Decimal("64392.52"), Decimal("65000.00")]
    assert {(one.biller, one.reference1, one.reference2) for one in payments} == {
        ("099400099999201", invoice.reference, named.dla_code)
    }


def test_a_receipt_is_a_tax_invoice_by_law(named: Tenant) -> None:
    """Revenue Code s. 86/4: the words, both parties with tax id and branch, number, date, items, VAT apart."""
    invoice = ordered(named)
    paid(named, invoice, amount="64392.52", withheld="607.48")
    data = pdf_of(Receipt.objects.get())
    _assert_says(data, "ใบกำกับภาษี", "(ต้นฉบับ)", "RT-2569-000001", invoice.number)
    _assert_says(data, "สำนักงานพัฒนารัฐบาลดิจิทัล (องค์การมหาชน)", "0-99-4-000-99999-2", "สำนักงานใหญ่")
    _assert_says(data, BUYER["legal_name"], "0-99-4-000-12345-1", BUYER["address"])
    _assert_says(data, "แพ็กเกจ S", "ค่าติดตั้งระบบ", "60,747.66", "ภาษีมูลค่าเพิ่ม 7%", "4,252.34", "65,000.00")
    _assert_says(data, "607.48", "64,392.52", "โอนผ่านธนาคาร T-1")


def test_a_part_payment_names_what_it_is_for(named: Tenant) -> None:
    paid(named, ordered(named), amount="20000")
    _assert_says(
        pdf_of(Receipt.objects.get()), "ชำระบางส่วนตามใบแจ้งหนี้", "แพ็กเกจ S", "20,000.00", "1,308.41", "65,000.00"
    )


def test_a_credit_note_says_what_it_corrects(named: Tenant) -> None:
    """Revenue Code s. 86/10: the original, its value, the right value, the difference, the VAT, the reason."""
    invoice = ordered(named)
    paid(named, invoice, amount="65000")
    note = corrections.issue_credit_note(
        invoice=invoice, gross=Decimal(15_000), reason="ยกเลิกค่าติดตั้ง", actor=None, at=at(date(2026, 2, 1))
    )
    data = pdf_of(note)
    _assert_says(data, "ใบลดหนี้", note.number, "RT-2569-000001", "ยกเลิกค่าติดตั้ง", "หนึ่งหมื่นห้าพันบาทถ้วน")
    _assert_says(data, "60,747.66", "46,728.97", "14,018.69", "981.31", "15,000.00")


def test_bytes_never_change(named: Tenant, settings: pytest.FixtureRequest) -> None:
    invoice = ordered(named)
    first = pdf_of(invoice)
    settings.SELLER = {**settings.SELLER, "name": "อีกหน่วยงานหนึ่ง"}  # type: ignore[attr-defined]
    named.customer.legal_name = "ชื่อใหม่"
    named.customer.save()
    assert pdf_of(invoice) == first
    piece = DocumentFile.objects.get(document__number=invoice.number)
    assert hashlib.sha256(first).hexdigest() == piece.sha256
    assert "อีกหน่วยงานหนึ่ง" not in text_of(pdf_of(invoice, is_copy=True))


def test_the_same_content_gives_the_same_bytes(named: Tenant) -> None:
    from billing import documents

    content = documents.from_json(issued_document(ordered(named).number).content)
    assert documents.render(content) == documents.render(content)


def test_original_and_copy_are_marked(named: Tenant) -> None:
    invoice = ordered(named)
    original, copy = text_of(pdf_of(invoice)), text_of(pdf_of(invoice, is_copy=True))
    assert original.replace("(ต้นฉบับ)", "") == copy.replace("(สำเนา)", "")
    assert "(ต้นฉบับ)" in original
    assert "(สำเนา)" in copy


def test_a_file_that_was_tampered_with_is_not_given_out(named: Tenant) -> None:
    invoice = ordered(named)
    pdf_of(invoice)
    piece = DocumentFile.objects.get()
    with default_storage.open(path_of(piece.sha256, "pdf"), "r+b") as stored:
        stored.write(b"%PDF-9")
    with pytest.raises(NotFound):
        pdf_of(invoice)


def test_a_replacement_says_so(named: Tenant) -> None:
    invoice = ordered(named)
    paid(named, invoice, amount="65000")
    document = issued_document(Receipt.objects.get().number)
    day = date(2026, 3, 5)
    for reason in ("ต้นฉบับสูญหายจากน้ำท่วม", "ชำรุด"):
        piece = issue_replacement(document=document, reason=reason, by="สมหญิง", actor=None, at=at(day))
        _assert_says(bytes_of(piece), "ใบกำกับภาษี", "(ใบแทน)", f"ใบแทนครั้งที่ {piece.position}", "5 มีนาคม 2569", reason)
    assert [one.position for one in document.files.filter(marking=Marking.REPLACEMENT)] == [1, 2]
    with pytest.raises(Invalid):
        issue_replacement(document=document, reason=" ", by="สมหญิง", actor=None, at=at(day))


def test_a_document_is_made_by_a_job_too(named: Tenant) -> None:
    quote = quoted_new(named)
    assert OutboxJob.objects.filter(name="billing.make_document", arguments={"number": quote.number}).exists()


def test_documents_are_never_changed(named: Tenant) -> None:
    document = issued_document(quoted_new(named).number)
    with pytest.raises(TypeError):
        document.save()
    assert document.issued_at == AT


def test_anyone_verifies_a_paper(named: Tenant, browse: Callable[[Tenant | None], HostClient]) -> None:
    invoice = ordered(named)
    code = next(code for code in codes_of(pdf_of(invoice)) if "/documents/" in code).rsplit("/", 1)[1]
    page = browse(None).get(f"/documents/{code}").content.decode()
    for words in (invoice.number, "65,000.00", BUYER["legal_name"]):
        assert words in page
    forged = browse(None).get("/documents/nothing")
    assert forged.status_code == 404
    assert "ไม่มีเอกสารใดใช้รหัสนี้" in forged.content.decode()


def test_every_number_has_its_document(named: Tenant) -> None:
    invoice = accepted(quoted_new(named), day=date(2026, 1, 2))
    paid(named, invoice, amount="65000")
    kinds = list(IssuedDocument.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["QT", "IV", "RT"]
    assert all(re.fullmatch(r"[A-Z]{2}-2569-000001", one.number) for one in IssuedDocument.objects.all())


def _bought(lgo: Tenant) -> dict[str, bytes]:
    """One of each kind, and the papers of the purchase: two lines, tax withheld, a part taken back."""
    invoice = ordered(lgo, "S", storage={"50GB": 2})
    paid(lgo, invoice, amount=str(invoice.gross - invoice.withholding), withheld=str(invoice.withholding))
    note = corrections.issue_credit_note(
        invoice=invoice, gross=Decimal(15_000), reason="ยกเลิกค่าติดตั้ง", actor=None, at=at(date(2026, 2, 1))
    )
    papers = {one.number: pdf_of(one) for one in (invoice.quote, invoice, Receipt.objects.get(), note)}
    return papers | {"pack": procurement_pack(invoice.quote)}


_UNSAID = {"kind", "verify_url", "biller", "issued_on", "vat_percent", "withholding_percent"}
_AMOUNT, _TAX_ID = re.compile(r"-?\d+\.\d\d"), re.compile(r"\d{13}")


def _written(content: Any) -> Iterator[str]:
    """All that the frozen content of a document says for people, as it is written for them."""
    if isinstance(content, dict):
        content = [value for name, value in content.items() if name not in _UNSAID]
    if isinstance(content, list):
        for value in content:
            yield from _written(value)
    elif isinstance(content, str):
        yield _as_people_read(content)


def _as_people_read(text: str) -> str:
    if _AMOUNT.fullmatch(text):
        return f"{Decimal(text):,.2f}"
    return format_juristic_id(text) if _TAX_ID.fullmatch(text) else text


def test_all_that_was_frozen_is_read_from_the_paper(named: Tenant) -> None:
    """Names, addresses, items with their arithmetic, amounts, notes: by a reader that knows nothing of the writer."""
    papers = _bought(named)
    pack, wanted = text_of(papers.pop("pack")), []
    assert sorted(number[:2] for number in papers) == ["CN", "IV", "QT", "RT"]
    for number, data in papers.items():
        text = text_of(data)
        for words in _written(issued_document(number).content):
            plain = "".join(words.split())
            if plain != "0.00":
                assert plain in text, (number, words)
                wanted.append((number[:2], plain))
    assert [one for one in wanted if one[0] in {"QT", "IV"} and one[1] not in pack] == []
    assert len(wanted) > 80


def test_codes_of_every_paper_are_read(named: Tenant) -> None:
    """Gross and net on the invoice, alone and in the pack; and on each paper the code by which it is verified."""
    papers = _bought(named)
    invoice = Invoice.objects.get()
    for number, data in papers.items():
        codes = codes_of(data)
        amounts = sorted(read_qr(code).amount or 0 for code in codes if code.startswith("0002"))
        has_payment = number in {invoice.number, "pack"}
        assert amounts == ([invoice.gross - invoice.withholding, invoice.gross] if has_payment else [])
        verified = {code.rsplit("/", 1)[1] for code in codes if "/documents/" in code}
        kinds = [invoice.quote.number, invoice.number] if number == "pack" else [number]
        assert verified == {issued_document(one).code for one in kinds}
