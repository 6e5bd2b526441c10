"""Certificates of tax withheld: handed in, received, refused, and asked for at their steps."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from billing.models import BankAccount, CertificateState, Customer, WithholdingCertificate
from billing.services.certificates import remind_of_certificates
from kit import clock
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.provisioning.money.conftest import Browse, bought, moved, row
from tests.support.browser import HostClient

PDF = b"%PDF-1.4 tawi"
CASE = "/console/money/certificates"


@pytest.fixture
def awaited(north: Tenant, ours: BankAccount) -> WithholdingCertificate:
    """North paid net of 607.48 baht of tax."""
    invoice = bought(north)
    moved(ours, row(invoice.gross - invoice.withholding, invoice.reference))
    with public_scope():
        Customer.objects.create(tenant=north, legal_name="อบต.เหนือ", email="finance@north.go.th")
        return WithholdingCertificate.objects.select_related("invoice").get()


def paper(day: Any = None, **more: Any) -> dict[str, Any]:
    """What the form says."""
    day = day or clock.today()
    values = {"number": "1/2570", "issued_on_day": day.day, "issued_on_month": day.month}
    return {**values, "issued_on_year": day.year + 543, "file": SimpleUploadedFile("50.pdf", PDF), **more}


def state_of(awaited: WithholdingCertificate) -> str:
    with public_scope():
        awaited.refresh_from_db()
        return awaited.state


def test_it_is_handed_in_refused_mended_and_received(
    finance: HostClient, browse: Browse, north: Tenant, administrator: Any, awaited: WithholdingCertificate
) -> None:
    lgo = browse(north).sign_in(administrator)
    theirs = f"/desk/billing/invoices/{awaited.invoice.number}/certificates/{awaited.pk}"
    assert lgo.post(theirs, paper()).status_code == 302
    assert state_of(awaited) == CertificateState.HANDED_IN
    page = finance.get(f"{CASE}/{awaited.pk}").content.decode()
    assert "1/2570" in page
    answer = finance.get(f"{CASE}/{awaited.pk}/file")
    assert b"".join(answer.streaming_content) == PDF
    assert finance.post(f"{CASE}/{awaited.pk}/refuse", {"refusal-reason": ""}).status_code == 422
    assert finance.post(f"{CASE}/{awaited.pk}/refuse", {"refusal-reason": "ชื่อผู้รับไม่ถูก"}).status_code == 302
    assert state_of(awaited) == CertificateState.REFUSED
    with public_scope():
        told = Message.objects.get(event="billing/certificate_refused")
        assert (told.to, "ชื่อผู้รับไม่ถูก" in told.body) == ("finance@north.go.th", True)
    assert "ชื่อผู้รับไม่ถูก" in lgo.get(theirs).content.decode()
    assert lgo.post(theirs, paper(number="2/2570")).status_code == 302
    assert finance.post(f"{CASE}/{awaited.pk}/receive", paper(number="2/2570", file="")).status_code == 302
    assert (state_of(awaited), awaited.number) == (CertificateState.RECEIVED, "2/2570")
    again = finance.post(f"{CASE}/{awaited.pk}/refuse", {"refusal-reason": "x"}, follow=True).content.decode()
    assert "เปลี่ยนแปลงไม่ได้" in again or "แก้ไขไม่ได้" in again or "alert-warning" in again
    assert state_of(awaited) == CertificateState.RECEIVED
    assert lgo.post(theirs, paper()).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": " "}, "เลขที่"),
        ({"issued_on_year": 2402}, "เก่าเกินไป"),  # with a 29 February, if that is today
        ({"issued_on_year": ""}, "ปี"),
        ({"issued_on_day": 31, "issued_on_month": 2}, "ไม่มีวันที่นี้"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ no pdf")}, "PDF"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_kept(
    finance: HostClient, awaited: WithholdingCertificate, wrong: dict[str, Any], words: str
) -> None:
    answer = finance.post(f"{CASE}/{awaited.pk}/receive", paper(**wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if "number" not in wrong:
        assert answer.context["form"]["number"].value() == "1/2570"
    assert state_of(awaited) == CertificateState.AWAITED


def test_a_day_to_come_is_refused(finance: HostClient, awaited: WithholdingCertificate) -> None:
    answer = finance.post(f"{CASE}/{awaited.pk}/receive", paper(clock.today() + timedelta(days=1)))
    assert (answer.status_code, state_of(awaited)) == (422, CertificateState.AWAITED)


def test_only_finance_acts(
    second: HostClient, browse: Browse, onlooker: Any, south: Tenant, awaited: WithholdingCertificate
) -> None:
    for act in ("receive", "refuse", "remind"):
        url = f"{CASE}/{awaited.pk}/{act}"
        assert second.post(url, paper()).status_code == 403
        assert browse(None).sign_in(onlooker).post(url, paper()).status_code == 403
        assert url not in second.get(f"{CASE}/{awaited.pk}").content.decode()
    assert browse(None).sign_in(onlooker).get(f"{CASE}/{awaited.pk}/file").status_code == 403
    assert state_of(awaited) == CertificateState.AWAITED


def test_it_is_asked_for_by_hand_once_a_day(finance: HostClient, awaited: WithholdingCertificate) -> None:
    url = f"{CASE}/{awaited.pk}/remind"
    assert "alert-success" in finance.post(url, follow=True).content.decode()
    assert "alert-warning" in finance.post(url, follow=True).content.decode()
    with public_scope():
        assert Message.objects.filter(event="billing/certificate_awaited").count() == 1


def test_it_is_asked_for_at_each_step_and_no_more(awaited: WithholdingCertificate) -> None:
    """30, 60 and 90 days after the payment; a run that comes late or twice asks once."""
    sent = {}
    with public_scope():
        for days in (0, 29, 30, 30, 31, 59, 61, 61, 75, 90, 91, 400):
            at = awaited.since + timedelta(days=days, minutes=1)
            sent[days] = sent.get(days, 0) + remind_of_certificates(at=at)
        awaited.refresh_from_db()
        told = Message.objects.filter(event="billing/certificate_awaited")
        assert {days for days, count in sent.items() if count} == {30, 61, 90}
        assert (awaited.reminders, told.count()) == (3, 3)
        assert all("607.48" in one.body and awaited.invoice.number in one.body for one in told)


def test_nobody_is_asked_for_what_came(finance: HostClient, awaited: WithholdingCertificate) -> None:
    finance.post(f"{CASE}/{awaited.pk}/receive", paper())
    with public_scope():
        assert remind_of_certificates(at=awaited.since + timedelta(days=45)) == 0
    page = finance.get(CASE).content.decode()
    assert awaited.invoice.number not in page
    assert awaited.invoice.number in finance.get(f"{CASE}?state=received").content.decode()
