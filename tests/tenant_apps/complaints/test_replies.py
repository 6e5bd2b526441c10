"""Answers and reopening with photos of which nothing is lost; the case on paper; both people of a proxy are told."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from shared_apps.notifications.models import Message
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint, PendingReply, Photo
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.tenant_apps.complaints.conftest import AT, file_one, photo

pytestmark = pytest.mark.usefixtures("empty_caches")


@pytest.fixture
def reporter(browse: Browse, north: Tenant, citizen: Any) -> HostClient:
    return browse(north).sign_in(citizen)


@pytest.fixture
def asked(mine: Complaint, officer: Any) -> Complaint:
    services.accept(complaint=mine, version=1, actor=officer, at=AT)
    services.ask(complaint=mine, version=2, actor=officer, at=AT, note="ต้นไหนครับ")
    return mine


def _page(client: HostClient, case: Complaint) -> str:
    return client.get(f"/complaints/track/{case.tracking_code}").content.decode()


def test_an_answer_with_photos(reporter: HostClient, asked: Complaint) -> None:
    url = f"/complaints/track/{asked.tracking_code}/answer"
    sent = reporter.post(f"{url}/photo", {"photo": photo()})
    assert sent.status_code == 201
    assert reporter.get(sent.json()["url"]).status_code == 200
    refused = reporter.post(url, {"note": "ต้น", "photos_ids": [sent.json()["id"]], "photos": [photo(colour="blue")]})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert ">ต้น</textarea>" in page.replace("\n", "")
    kept = PendingReply.objects.get()
    assert len(kept.photos) == 2
    assert all(key in page for key in kept.photos)
    assert all(key in _page(reporter, asked) for key in kept.photos)
    captions = {f"photos_caption_{kept.photos[1]}": "เสาเลขที่ ๑๒"}
    good = reporter.post(url, {"note": "ต้นหน้าประตูวัด", "photos_ids": kept.photos[::-1], **captions})
    assert good.status_code == 302
    photos = Photo.objects.filter(complaint=asked, event__action="answer").order_by("pk")
    assert [str(one.file_id) for one in photos] == kept.photos[::-1]
    assert photos[0].caption == "เสาเลขที่ ๑๒"
    assert not PendingReply.objects.exists()
    assert "เสาเลขที่ ๑๒" in _page(reporter, asked)


def test_words_of_an_answer_are_kept_while_typing(
    reporter: HostClient, asked: Complaint, browse: Browse, north: Tenant, stranger: Any
) -> None:
    url = f"/complaints/track/{asked.tracking_code}/answer/autosave"
    assert "บันทึกแล้ว" in reporter.post(url, {"note": "กำลังเขี\x00ยน"}).json()["saved"]
    assert "กำลังเขียน" in _page(reporter, asked)
    assert browse(north).sign_in(stranger).post(url, {"note": "x"}).status_code == 404
    assert reporter.post(url.replace("/answer/", "/close/"), {"note": "x"}).status_code == 404


def test_several_rounds_and_reopening_with_photos(reporter: HostClient, asked: Complaint, officer: Any) -> None:
    url = f"/complaints/track/{asked.tracking_code}"
    reporter.post(f"{url}/answer", {"note": "ต้นหน้าประตูวัด"})
    asked.refresh_from_db()
    services.ask(complaint=asked, version=asked.version, actor=officer, at=AT, note="มีรูปไหมครับ")
    reporter.post(f"{url}/answer", {"note": "ส่งรูปแล้วครับ", "photos": [photo()]})
    asked.refresh_from_db()
    after = [photo(colour="green")]
    services.resolve(complaint=asked, version=asked.version, actor=officer, at=AT, note="เปลี่ยนหลอดแล้ว", photos=after)
    page = _page(reporter, asked)
    assert 'class="side-by-side"' in page
    assert "27 พฤศจิกายน 2569" in page
    with time_machine.travel(AT + timedelta(days=1)):
        again = reporter.post(f"{url}/reopen", {"reopen-note": "ยังดับอยู่", "reopen-photos": [photo(colour="black")]})
    assert again.status_code == 302
    asked.refresh_from_db()
    assert asked.state == "reopened"
    assert Photo.objects.filter(complaint=asked, event__action="reopen").count() == 1


def test_a_reply_that_comes_too_late_is_kept(reporter: HostClient, asked: Complaint, officer: Any) -> None:
    services.resume(complaint=asked, version=asked.version, actor=officer, at=AT)
    url = f"/complaints/track/{asked.tracking_code}/answer"
    assert reporter.post(url, {"note": "ตอบช้าไปหน่อย", "photos": [photo()]}).status_code == 422
    kept = PendingReply.objects.get()
    assert kept.note == "ตอบช้าไปหน่อย"
    assert len(kept.photos) == 1


def test_the_paper_holds_the_case_and_only_for_its_people(
    reporter: HostClient, browse: Browse, north: Tenant, south: Tenant, mine: Complaint, stranger: Any, officer: Any
) -> None:
    services.accept(complaint=mine, version=1, actor=officer, at=AT, note="บันทึกภายในลับ")
    url = f"/complaints/track/{mine.tracking_code}/paper"
    response = reporter.get(url)
    assert response["Content-Type"] == "application/pdf"
    text = _text(response.content)
    for words in (mine.number, "ท่อระบายน้ำตัน", "มานี มีนา", "2569", "รับเรื่องแล้ว"):
        assert words in text
    assert "บันทึกภายในลับ" not in text
    assert browse(north).sign_in(stranger).get(url).status_code == 404
    assert browse(south).get(url).status_code == 404
    desk = f"/desk/complaints/{mine.number}/paper"
    officers = _text(browse(north).sign_in(officer).get(desk).content)
    assert "บันทึกภายในลับ" in officers
    assert "มานี มีนา" not in officers
    assert reporter.get(desk).status_code == 404


def _text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_both_people_of_a_proxy_are_told(in_north: Tenant) -> None:
    person = services.Behalf(name="ยายมี", relation="headman", phone="+66811112222")
    file_one(name="ผู้ใหญ่ทอง", email="thong@example.com", on_behalf=person)
    told = Message.objects.filter(event="complaints/filed")
    assert {message.to for message in told} == {"thong@example.com", "+66811112222"}


def test_south_sees_no_replies(asked: Complaint, reporter: HostClient, south: Tenant) -> None:
    reporter.post(f"/complaints/track/{asked.tracking_code}/answer/autosave", {"note": "กำลังเขียน"})
    with tenant_scope(south):
        assert not PendingReply.objects.exists()
