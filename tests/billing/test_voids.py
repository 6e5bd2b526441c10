"""Documents that no longer hold: what is given out says so, and what was issued never changes."""

from datetime import date, timedelta
from decimal import Decimal

import pypdfium2
import pytest

from billing.documents import void_of
from billing.models import Customer, DocumentFile, Invoice, Payment, Receipt
from billing.selectors import issued_document
from billing.services import corrections, orders, quotes, reversals
from billing.services.documents import given_out, issue_replacement, pdf_of, procurement_pack
from kit.errors import Invalid, NotFound
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tests.billing.conftest import accepted, at, ordered, paid, quoted_new

DAY = date(2026, 2, 3)


def text_of(data: bytes) -> str:
    """The words of a PDF without white space."""
    pages = pypdfium2.PdfDocument(data)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def given(number: str, *, is_copy: bool = False, replacement: int = 0) -> str:
    """The words of what is given out now."""
    return text_of(given_out(issued_document(number), is_copy=is_copy, replacement=replacement))


def says(text: str, *words: str) -> bool:
    """Whether all of these stand in a text without white space."""
    return all(word.replace(" ", "") in text for word in words)


def test_a_reversed_payment_voids_its_receipt(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    paid(lgo, invoice, amount="65000")
    number = Receipt.objects.get().number
    document = issued_document(number)
    original = pdf_of(document)
    issue_replacement(document=document, reason="สูญหาย", by="สมหญิง", actor=None, at=at(DAY))
    assert void_of(document) is None
    reversals.reverse_payment(payment=Payment.objects.get(), reason="จับคู่ผิดราย", actor=None, at=at(DAY))
    assert says(given(number), number, "ยกเลิก", "ยกเลิกเมื่อ 3 กุมภาพันธ์ 2569", "เหตุผล: จับคู่ผิดราย", "(ต้นฉบับ)")
    assert says(given(number, is_copy=True), "ยกเลิกเมื่อ", "(สำเนา)")
    assert says(given(number, replacement=1), "ยกเลิกเมื่อ", "(ใบแทน)", "ใบแทนครั้งที่ 1", "สูญหาย")
    paid(lgo, invoice, amount="65000", reference="T-2", day=DAY)
    newer = Receipt.objects.get(voided_at=None).number
    assert says(given(number), f"ใช้เอกสารเลขที่ {newer} แทน")
    assert not says(given(newer), "ยกเลิก")
    # What was issued is as it was, byte for byte.
    assert pdf_of(document) == original
    assert not says(text_of(original), "ยกเลิก")
    assert DocumentFile.objects.filter(document=document).count() == 2


def test_what_is_void_is_not_replaced(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    corrections.issue_credit_note(invoice=invoice, gross=invoice.gross, reason="ออกซ้ำ", actor=None, at=at(DAY))
    with pytest.raises(Invalid) as refused:
        issue_replacement(document=issued_document(invoice.number), reason="สูญหาย", by="สมหญิง", actor=None, at=at(DAY))
    assert refused.value.code == "void"
    with pytest.raises(NotFound):
        given_out(issued_document(invoice.number), replacement=1)


def test_a_credit_note_over_all_of_it_voids_an_invoice_that_was_not_paid(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    part = corrections.issue_credit_note(invoice=invoice, gross=Decimal(1000), reason="ส่วนลด", actor=None, at=at(DAY))
    assert void_of(issued_document(invoice.number)) is None
    invoice.refresh_from_db()
    rest = corrections.issue_credit_note(invoice=invoice, gross=invoice.balance, reason="ออกซ้ำ", actor=None, at=at(DAY))
    assert says(given(invoice.number), "ยกเลิก", f"ตามใบลดหนี้เลขที่ {rest.number}", "เหตุผล: ออกซ้ำ")
    for note in (part, rest):
        assert not says(given(note.number), "ยกเลิก เมื่อ")
        assert void_of(issued_document(note.number)) is None


def test_a_tax_invoice_that_a_credit_note_corrects_still_holds(lgo: Tenant) -> None:
    """Revenue Code s. 86/10: the credit note corrects it; it is not void."""
    invoice = ordered(lgo)
    paid(lgo, invoice, amount="65000")
    invoice.refresh_from_db()
    corrections.issue_credit_note(invoice=invoice, gross=invoice.gross, reason="ยกเลิกสัญญา", actor=None, at=at(DAY))
    assert void_of(issued_document(Receipt.objects.get().number)) is None
    assert void_of(issued_document(invoice.number)) is not None


def test_a_declined_quotation_says_who_did_not_want_it(lgo: Tenant) -> None:
    quote = quoted_new(lgo)
    quotes.decline_quote(quote=quote, actor=None, by="สมหญิง ใจดี", at=at(DAY))
    assert says(given(quote.number), "ยกเลิก", "สมหญิง ใจดี ไม่รับใบเสนอราคานี้")
    quote.refresh_from_db()
    assert says(text_of(procurement_pack(quote)), "ยกเลิกเมื่อ 3 กุมภาพันธ์ 2569")


def test_a_quotation_that_was_replaced_names_the_newer(lgo: Tenant) -> None:
    ordered(lgo)
    subscription = lgo.subscription
    term = subscription.terms.get()
    day = term.ends_on - timedelta(days=60)
    made = []
    for _number in range(2):
        offer = quotes.offer_renewal(subscription=subscription, term=term, day=day, valid_until=term.ends_on)
        made.append(quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(day)))
    older, newer = made
    assert says(given(older.number), "ยกเลิก", f"ใช้เอกสารเลขที่ {newer.number} แทน")
    assert void_of(issued_document(newer.number)) is None


def test_an_accepted_quotation_whose_invoice_was_taken_back_is_void(lgo: Tenant) -> None:
    quote = quoted_new(lgo)
    invoice = accepted(quote, day=date(2026, 1, 1), acceptance=orders.Acceptance(by="นายก"))
    note = corrections.issue_credit_note(invoice=invoice, gross=invoice.gross, reason="ผิด", actor=None, at=at(DAY))
    assert says(given(quote.number), f"ตามใบลดหนี้เลขที่ {note.number}")
    assert Invoice.objects.get().is_open is False


def test_a_long_reason_is_cut_and_stays_on_the_page(lgo: Tenant) -> None:
    invoice = ordered(lgo)
    reason = "เหตุผลที่ยาวมาก " * 30
    corrections.issue_credit_note(invoice=invoice, gross=invoice.gross, reason=reason[:500], actor=None, at=at(DAY))
    stamped, plain = given_out(issued_document(invoice.number)), pdf_of(invoice)
    assert len(pypdfium2.PdfDocument(stamped)) == len(pypdfium2.PdfDocument(plain))
    assert says(text_of(stamped), "เหตุผลที่ยาวมาก", "…")


def test_the_lgo_is_told_of_a_void_receipt(lgo: Tenant) -> None:
    Customer.objects.create(tenant=lgo, legal_name="อบต.เหนือ", email="finance@north.go.th")
    invoice = ordered(lgo)
    paid(lgo, invoice, amount="65000")
    reversals.reverse_payment(payment=Payment.objects.get(), reason="จับคู่ผิดราย", actor=None, at=at(DAY))
    receipt = Receipt.objects.get()
    message = Message.objects.get(event="billing/receipt_void", to="finance@north.go.th")
    assert message.subject == f"ใบเสร็จรับเงิน {receipt.number} ถูกยกเลิก"
    assert says("".join(message.body.split()), invoice.number, "65,000.00", "เหตุผล: จับคู่ผิดราย")
