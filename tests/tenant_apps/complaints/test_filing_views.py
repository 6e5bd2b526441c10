"""Filing from the first page to the confirmation, in a browser without scripts."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenant_apps.complaints.models import Complaint, Draft
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.tenant_apps.complaints.conftest import photo

TOPIC = {"kind": "complaint", "category": "street-lights"}
DETAILS = {"title": "ไฟถนนดับ", "description": "ไฟถนนหน้าโรงเรียนดับมาสามวันแล้ว"}
PLACE = {"place": "หน้าโรงเรียน", "pin_latitude": "๑๘.๗๘๘๓", "pin_longitude": "98.9853"}
CONTACT = {"name": "มานะ", "phone": "๐๘๙-๘๗๖-๕๔๓๒", "email": "Mana@Example.com"}


@pytest.fixture
def guest(browse: Browse, north: Tenant) -> HostClient:
    return browse(north)


def _fill(client: HostClient, **contact: str) -> None:
    for step, data in (("", TOPIC), ("/place", PLACE), ("/details", DETAILS), ("/contact", contact or CONTACT)):
        response = client.post(f"/complaints/new{step}", data)
        assert response.status_code == 302, response.content.decode()


def _only(north: Tenant) -> Complaint:
    with tenant_scope(north):
        return Complaint.objects.select_related("category", "division").get()


def test_it_works(guest: HostClient, north: Tenant) -> None:
    assert guest.get("/complaints/new").status_code == 200
    guest.post("/complaints/new", TOPIC)
    guest.post("/complaints/new/details", {**DETAILS, "photos": [photo(), photo("b.jpg", "blue")]})
    guest.post("/complaints/new/place", PLACE)
    assert guest.post("/complaints/new/contact", CONTACT)["Location"] == "/complaints/new/check"
    checked = guest.get("/complaints/new/check").content.decode()
    for text in ("ไฟถนนดับ", "ไฟฟ้าสาธารณะ", "หน้าโรงเรียน", "18.788300, 98.985300", "089 876 5432", "mana@example.com"):
        assert text in checked
    assert guest.post("/complaints/new/check")["Location"] == "/complaints/filed"
    page = guest.get("/complaints/filed").content.decode()
    complaint = _only(north)
    assert complaint.number in page
    assert complaint.tracking_code in page
    assert re.search(r'class="big reference">\d{6}<', page)
    assert "data:image/svg+xml" in page
    with tenant_scope(north):
        assert complaint.photos.count() == 2


def test_neither_place_nor_pin_is_called_optional_when_one_is_needed(guest: HostClient) -> None:
    guest.post("/complaints/new", TOPIC)
    assert "(ไม่บังคับ)" not in guest.get("/complaints/new/place").content.decode()
    guest.post("/complaints/new", {"kind": "suggestion", "category": "other"})
    assert "(ไม่บังคับ)" in guest.get("/complaints/new/place").content.decode()


def test_the_pin_of_the_page_opens_the_case(guest: HostClient, browse: Browse, north: Tenant) -> None:
    _fill(guest)
    guest.post("/complaints/new/check")
    found = re.search(r'class="big reference">(\d{6})<', guest.get("/complaints/filed").content.decode())
    assert found is not None
    phone = browse(north)
    answer = phone.post("/complaints/track", {"reference": _only(north).number.lower(), "pin": f" {found[1]} "})
    assert answer.status_code == 302
    assert "ไฟถนนดับ" in phone.get(answer["Location"]).content.decode()


def test_pressed_twice_files_once(guest: HostClient, north: Tenant) -> None:
    _fill(guest)
    assert guest.post("/complaints/new/check")["Location"] == "/complaints/filed"
    first = guest.get("/complaints/filed").content
    assert guest.post("/complaints/new/check")["Location"] == "/complaints/filed"
    assert re.findall(rb"reference\">(\d{6})<", guest.get("/complaints/filed").content) == re.findall(
        rb"reference\">(\d{6})<", first
    )
    _only(north)


def test_what_was_typed_stays_when_something_is_wrong(guest: HostClient, north: Tenant) -> None:
    guest.post("/complaints/new", TOPIC)
    response = guest.post("/complaints/new/details", {"title": "ไฟดับ", "description": "สั้น", "photos": [photo()]})
    page = response.content.decode()
    assert response.status_code == 422
    assert "เขียนรายละเอียดอย่างน้อย 10 ตัวอักษร" in page
    assert 'value="ไฟดับ"' in page
    assert ">สั้น</textarea>" in page.replace("\n", "")
    with tenant_scope(north):
        draft = Draft.objects.get()
    assert draft.photos[0] in page
    kept = guest.post("/complaints/new/details", {**DETAILS, "photos_ids": draft.photos})
    assert kept["Location"] == "/complaints/new/place"
    with tenant_scope(north):
        assert Draft.objects.get().photos == draft.photos


def test_a_bad_photo_is_told_and_the_good_one_kept(guest: HostClient, north: Tenant) -> None:
    guest.post("/complaints/new", TOPIC)
    bomb = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml")
    response = guest.post("/complaints/new/details", {**DETAILS, "photos": [photo(), bomb]})
    assert response.status_code == 422
    assert "ไฟถนนหน้าโรงเรียนดับมาสามวันแล้ว" in response.content.decode()


def test_a_photo_by_script(guest: HostClient, north: Tenant) -> None:
    assert guest.post("/complaints/new/photo", {"photo": photo()}).status_code == 409
    guest.post("/complaints/new", TOPIC)
    sent = guest.post("/complaints/new/photo", {"photo": photo()})
    assert sent.status_code == 201
    assert guest.get(sent.json()["url"]).status_code == 200
    wrong = guest.post("/complaints/new/photo", {"photo": SimpleUploadedFile("a.jpg", b"no", "image/jpeg")})
    assert wrong.status_code == 422
    assert re.search("[ก-๙]", wrong.json()["error"])


def test_a_photo_of_a_draft_is_the_writers(guest: HostClient, browse: Browse, north: Tenant, south: Tenant) -> None:
    guest.post("/complaints/new", TOPIC)
    url = guest.post("/complaints/new/photo", {"photo": photo()}).json()["url"]
    assert browse(north).get(url).status_code == 404
    assert browse(south).get(url).status_code == 404


def test_back_keeps_what_was_filled_in(guest: HostClient) -> None:
    _fill(guest)
    assert "ไฟถนนดับ" in guest.get("/complaints/new/details").content.decode()
    assert 'value="18.788300"' in guest.get("/complaints/new/place").content.decode()
    assert "mana@example.com" in guest.get("/complaints/new/contact").content.decode()
    changed = guest.post("/complaints/new/details", {**DETAILS, "title": "ไฟดับทั้งซอย"})
    assert changed["Location"] == "/complaints/new/check"


def test_steps_are_not_skipped(guest: HostClient) -> None:
    for step in ("details", "place", "contact", "check"):
        assert guest.get(f"/complaints/new/{step}")["Location"] == "/complaints/new"
    guest.post("/complaints/new", TOPIC)
    assert guest.get("/complaints/new/check")["Location"] == "/complaints/new/place"


def test_details_typed_after_the_session_ended_are_kept(guest: HostClient) -> None:
    assert guest.post("/complaints/new/details", DETAILS)["Location"] == "/complaints/new"
    guest.post("/complaints/new", TOPIC)
    assert "ไฟถนนดับ" in guest.get("/complaints/new/details").content.decode()


def test_a_changed_category_may_need_a_place(guest: HostClient) -> None:
    guest.post("/complaints/new", {**TOPIC, "category": "welfare"})
    guest.post("/complaints/new/details", DETAILS)
    assert guest.post("/complaints/new/place", {})["Location"] == "/complaints/new/contact"
    guest.post("/complaints/new/contact", CONTACT)
    assert guest.post("/complaints/new", TOPIC)["Location"] == "/complaints/new/place"
    assert "เขียนจุดสังเกตหรือปักหมุด" in guest.post("/complaints/new/place", {}).content.decode()


def test_beginning_anew_forgets(guest: HostClient, north: Tenant) -> None:
    guest.post("/complaints/new", TOPIC)
    assert "เริ่มใหม่" in guest.get("/complaints/new").content.decode()
    guest.post("/complaints/new/discard")
    with tenant_scope(north):
        assert not Draft.objects.exists()


def test_a_signed_in_citizen_is_known(guest: HostClient, north: Tenant, citizen: Any) -> None:
    guest.sign_in(citizen)
    guest.post("/complaints/new", TOPIC)
    guest.post("/complaints/new/details", DETAILS)
    guest.post("/complaints/new/place", PLACE)
    page = guest.get("/complaints/new/contact").content.decode()
    assert "มานี มีนา" in page
    assert "081 234 5678" in page
    guest.post("/complaints/new/contact", {"name": "มานี", "phone": "", "email": ""})
    guest.post("/complaints/new/check")
    assert _only(north).reporter_id == citizen.pk


def test_anonymous_leaves_nothing(guest: HostClient, north: Tenant, citizen: Any) -> None:
    guest.sign_in(citizen)
    _fill(guest, name="มานี", phone="0812345678", email="", anonymous="on")
    assert "ไม่เปิดเผยตัว" in guest.get("/complaints/new/check").content.decode()
    guest.post("/complaints/new/check")
    assert _only(north).is_anonymous


def test_the_confirmation_is_for_half_an_hour(guest: HostClient, north: Tenant) -> None:
    from datetime import timedelta

    from kit import clock

    _fill(guest)
    guest.post("/complaints/new/check")
    later = clock.now() + timedelta(minutes=31)
    with patch("tenant_apps.complaints.views.filing.clock.now", return_value=later):
        assert guest.get("/complaints/filed")["Location"] == "/complaints/track"


@pytest.mark.usefixtures("empty_caches")
def test_too_many_cases_are_stopped_with_words(north: Tenant, browse: Browse) -> None:
    from shared_apps.accounts.throttle import Limit

    client = browse(north)
    with patch("tenant_apps.complaints.views.filing.FILED", Limit("t", seconds=60, by_ip=0, by_identifier=0)):
        _fill(client)
        assert client.post("/complaints/new/check")["Location"] == "/complaints/new/check"
    assert "ส่งหลายครั้งเกินไป" in client.get("/complaints/new/check").content.decode()
    with tenant_scope(north):
        assert not Complaint.objects.exists()


def test_pages_hold_no_english(guest: HostClient) -> None:
    """Names of things in Latin letters that Thais use are let through."""
    _fill(guest)
    for path in ("", "/details", "/place", "/contact", "/check"):
        words = _latin_words(guest.get(f"/complaints/new{path}").content.decode())
        assert words <= {"EN", "MB", "SMS", "PIN", "QR", "Mana", "mana", "example", "com"}, path


def _latin_words(html: str) -> set[str]:
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html.split("<body", 1)[1], flags=re.DOTALL)
    return set(re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>|&\w+;", " ", body.split(">", 1)[1])))
