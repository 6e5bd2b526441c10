"""Credit notes and refunds through their pages: asked for by one, approved by another, refused when they cannot be."""

from decimal import Decimal
from typing import Any

import pytest

from billing.models import CreditNote, Invoice, Payment, Refund, RefundState, Tender
from billing.services.payments import MoneyIn, Share, record_payment
from kit import clock
from provisioning.models import Approval
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.provisioning.money.conftest import Browse, bought
from tests.support.browser import HostClient

REASON = "ลดราคาตามข้อตกลง"


@pytest.fixture
def invoice(north: Tenant) -> Invoice:
    """65,000 baht that north owes."""
    return bought(north)


@pytest.fixture
def payment(invoice: Invoice) -> Payment:
    """A transfer of 500 baht too much."""
    money = MoneyIn(
        tenant=invoice.tenant,
        tender=Tender.TRANSFER,
        reference="KTB-1",
        amount=invoice.gross + 500,
        received_on=clock.today(),
    )
    with public_scope():
        return record_payment(money=money, shares=[Share(invoice=invoice)], actor=None, at=clock.now())


def asked() -> Approval:
    """What waits for a second person."""
    with public_scope():
        return Approval.objects.get()


def decide(client: HostClient, approval: Approval, decision: str, **more: str) -> Any:
    """Decide at the page of requests."""
    return client.post(f"/console/approvals/{approval.pk}/decide", {"decision": decision, **more})


def test_two_people_take_back_a_part_of_an_invoice(finance: HostClient, second: HostClient, invoice: Invoice) -> None:
    url = f"/console/money/invoices/{invoice.number}"
    answer = finance.post(f"{url}/credit-note", {"amount": "๕,๐๐๐.๐๐", "reason": REASON})
    assert answer.url == url
    assert "กำลังรออนุมัติ" in finance.get(url).content.decode()
    request = asked()
    assert decide(finance, request, "approve").status_code == 422
    with public_scope():
        assert not CreditNote.objects.exists()
    assert "5,000.00" in second.get(f"/console/approvals/{request.pk}").content.decode()
    assert decide(second, request, "approve").status_code == 302
    with public_scope():
        note = CreditNote.objects.get()
        invoice.refresh_from_db()
        assert (note.gross, note.reason, invoice.balance) == (5_000, REASON, 60_000)
    page = second.get(url).content.decode()
    assert note.number in page
    assert finance.get(f"/console/money/documents/{note.number}").content.startswith(b"%PDF-")
    assert note.number in finance.get("/console/money/credit-notes").content.decode()


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("", "กรอก"),
        ("0", "มากกว่าศูนย์"),
        ("-5", "มากกว่าศูนย์"),
        ("ห้าพัน", "ไม่ใช่จำนวนเงิน"),
        ("1.005", "มีทศนิยมเกินสองตำแหน่ง"),
        ("65000.01", "65,000.00"),
        ("99999999999999999999", ""),
        ("1e9", "ไม่ใช่จำนวนเงิน"),
    ],
)
def test_an_amount_that_cannot_be_is_told_at_once(
    finance: HostClient, invoice: Invoice, amount: str, words: str
) -> None:
    """Not only to the second person, who could not approve it either; and nothing that was typed is lost."""
    answer = finance.post(f"/console/money/invoices/{invoice.number}/credit-note", {"amount": amount, "reason": REASON})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert REASON in page
    assert words in page
    assert answer.context["form"]["amount"].value() == amount
    with public_scope():
        assert not Approval.objects.exists()


def test_a_reason_is_needed_and_the_same_is_asked_once(finance: HostClient, invoice: Invoice) -> None:
    url = f"/console/money/invoices/{invoice.number}/credit-note"
    assert finance.post(url, {"amount": "10", "reason": " "}).status_code == 422
    assert finance.post(url, {"amount": "10", "reason": REASON}).status_code == 302
    assert finance.post(url, {"amount": "20", "reason": REASON}).status_code == 422
    assert finance.post("/console/money/invoices/IV-2570-999999/credit-note", {"amount": "1"}).status_code == 404


def test_a_credit_note_that_no_longer_fits_is_not_approved(
    finance: HostClient, second: HostClient, invoice: Invoice
) -> None:
    finance.post(f"/console/money/invoices/{invoice.number}/credit-note", {"amount": "65000", "reason": REASON})
    with public_scope():
        Invoice.objects.update(credited=1)
    answer = decide(second, asked(), "approve")
    assert answer.status_code == 422
    assert "64,999.00" in answer.content.decode()
    assert decide(second, asked(), "decline", note="ยอดเปลี่ยนแล้ว").status_code == 302
    with public_scope():
        assert not CreditNote.objects.exists()


def test_who_only_approves_or_only_looks_asks_for_nothing(
    second: HostClient, browse: Browse, onlooker: Any, invoice: Invoice
) -> None:
    url = f"/console/money/invoices/{invoice.number}"
    for client in (second, browse(None).sign_in(onlooker)):
        assert client.post(f"{url}/credit-note", {"amount": "10", "reason": REASON}).status_code == 403
    assert f"{url}/credit-note" not in second.get(url).content.decode()
    with public_scope():
        assert not Approval.objects.exists()


def test_two_people_send_credit_back_by_transfer(finance: HostClient, second: HostClient, payment: Payment) -> None:
    url = f"/console/money/payments/{payment.pk}"
    assert "500.00" in finance.get(url).content.decode()
    assert finance.post(f"{url}/refund", {"amount": "500", "reason": "โอนเกิน"}).url == url
    assert decide(finance, asked(), "approve").status_code == 422
    assert decide(second, asked(), "approve").status_code == 302
    with public_scope():
        refund = Refund.objects.get()
        assert (refund.amount, refund.state) == (500, RefundState.REQUESTED)
    sent = f"/console/money/refunds/{refund.pk}/sent"
    assert sent in finance.get(url).content.decode()
    assert second.get(sent).status_code == 403
    assert finance.post(sent, {"reference": ""}).status_code == 422
    assert finance.post(sent, {"reference": "KTB-778"}).url == url
    assert finance.post(sent, {"reference": "KTB-779"}, follow=True).status_code == 200
    with public_scope():
        refund.refresh_from_db()
        payment.refresh_from_db()
        assert (refund.state, refund.reference, payment.credit) == (RefundState.DONE, "KTB-778", 0)
    assert "KTB-778" in finance.get(url).content.decode()
    assert "โอนเกิน" in finance.get("/console/money/refunds").content.decode()


def test_a_refund_that_failed_is_credit_again(finance: HostClient, second: HostClient, payment: Payment) -> None:
    finance.post(f"/console/money/payments/{payment.pk}/refund", {"amount": "200", "reason": "โอนเกิน"})
    decide(second, asked(), "approve")
    with public_scope():
        refund = Refund.objects.get()
    finance.post(f"/console/money/refunds/{refund.pk}/sent", {"outcome": "failed"})
    with public_scope():
        payment.refresh_from_db()
        assert payment.credit == 500
        told = AuditEntry.objects.filter(action="billing.refund_ended").get()
        assert told.data["state"] == RefundState.FAILED


@pytest.mark.parametrize("amount", ["500.01", "0", "-1", "เงิน", "9999999999999"])
def test_more_than_the_credit_is_not_asked_for(finance: HostClient, payment: Payment, amount: str) -> None:
    answer = finance.post(f"/console/money/payments/{payment.pk}/refund", {"amount": amount, "reason": "โอนเกิน"})
    assert answer.status_code == 422
    assert answer.context["form"]["reason"].value() == "โอนเกิน"
    with public_scope():
        assert not Approval.objects.exists()
        payment.refresh_from_db()
        assert (payment.credit, payment.refunded) == (Decimal(500), 0)


def test_who_may_not_act_sends_nothing_back(
    second: HostClient, browse: Browse, north: Tenant, administrator: Any, payment: Payment
) -> None:
    values = {"amount": "1", "reason": "x"}
    url = f"/console/money/payments/{payment.pk}"
    assert second.post(f"{url}/refund", values).status_code == 403
    assert f"{url}/refund" not in second.get(url).content.decode()
    assert browse(None).post(f"{url}/refund", values).status_code == 302
    assert browse(north).sign_in(administrator).post(f"{url}/refund", values, follow=True).status_code == 404
    with public_scope():
        assert not Refund.objects.exists()
