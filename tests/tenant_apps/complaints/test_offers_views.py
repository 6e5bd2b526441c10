"""What is offered on the way: neighbours' cases, drafts that are never lost, the place of a photo; following; PINs."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from shared_apps.notifications.models import Message
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Draft, Follower, OnBehalf, Photo
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.factories.photos import photo_with_gps
from tests.support.browser import HostClient
from tests.support.publication import publish
from tests.tenant_apps.complaints.conftest import AT, file_one, photo

TOPIC = {"kind": "complaint", "category": "street-lights"}
DETAILS = {"title": "ไฟถนนดับ", "description": "ไฟถนนหน้าโรงเรียนดับมาสามวันแล้ว"}
PLACE = {"place": "หน้าโรงเรียน", "pin_latitude": "18.7883", "pin_longitude": "98.9853"}
HERE = {"latitude": "18.7884", "longitude": "98.9852"}

pytestmark = pytest.mark.usefixtures("empty_caches")


@pytest.fixture
def guest(browse: Browse, north: Tenant) -> HostClient:
    return browse(north)


def _draft(north: Tenant) -> Draft:
    with tenant_scope(north):
        return Draft.objects.get()


def _code(north: Tenant, to: str) -> str:
    with tenant_scope(north):
        body = Message.objects.filter(event="casework/code", to=to).latest("created_at").body
    found = re.search(r"[0-9]{6}", body)
    assert found is not None
    return found[0]


def test_neighbours_cases_come_before_typing(guest: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        known = file_one(**HERE, title="ไฟดับหน้าตลาด", is_private=False, name="มานะ", phone="+66898765432").complaint
    guest.post("/complaints/new", TOPIC)
    answer = guest.post("/complaints/new/place", PLACE)
    assert answer["Location"] == "/complaints/new/nearby"
    page = guest.get("/complaints/new/nearby").content.decode()
    assert "มีคนแจ้งแล้ว 1 เรื่องใกล้นี้" in page
    assert f"/complaints/cases/{known.number}" in page
    assert "ไฟดับหน้าตลาด" in page
    assert "มานะ" not in page
    assert 'href="/complaints/new/details"' in page


def test_without_neighbours_one_goes_straight_on(guest: HostClient) -> None:
    guest.post("/complaints/new", TOPIC)
    assert guest.post("/complaints/new/place", PLACE)["Location"] == "/complaints/new/details"
    assert guest.get("/complaints/new/nearby")["Location"] == "/complaints/new/details"


def test_without_a_pin_the_subject_finds_what_was_reported(guest: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        known = file_one(title="ไฟทางดับหน้าวัดป่าศรีสว่าง", is_private=False).complaint
    guest.post("/complaints/new", TOPIC)
    guest.post("/complaints/new/place", {"place": "หน้าวัด"})
    part = guest.get("/complaints/new/alike", {"title": "ไฟดับ หน้าวัดป่า"}).content.decode()
    assert known.number in part
    guest.post("/complaints/new/details", {**DETAILS, "title": "ไฟดับ หน้าวัดป่า"})
    guest.post("/complaints/new/contact", {})
    assert known.number in guest.get("/complaints/new/check").content.decode()


def test_who_asks_for_advice_is_asked_for_no_place(guest: HostClient, north: Tenant) -> None:
    asked = guest.post("/complaints/new", {"kind": "advice", "category": "other"})
    assert asked["Location"] == "/complaints/new/details"
    page = guest.get("/complaints/new/details").content.decode()
    assert "คุณอยากทราบเรื่องอะไร" in page
    assert guest.post("/complaints/new/details", DETAILS)["Location"] == "/complaints/new/contact"
    guest.post("/complaints/new/contact", {})
    assert "หมุด" not in guest.get("/complaints/new/check").content.decode()
    assert guest.post("/complaints/new/check")["Location"] == "/complaints/filed"


def test_filing_for_somebody_else(guest: HostClient, north: Tenant) -> None:
    guest.post("/complaints/new", {**TOPIC, "whose": "other"})
    guest.post("/complaints/new/place", PLACE)
    guest.post("/complaints/new/details", DETAILS)
    lacking = guest.post("/complaints/new/contact", {"phone": "0898765432"})
    assert lacking.status_code == 422
    for words in ("กรอกชื่อผู้ที่คุณยื่นแทน", "เลือกว่าผู้นี้เกี่ยวข้องกับคุณอย่างไร", "กรอกชื่อของคุณ"):
        assert words in lacking.content.decode()
    person = {"behalf_name": "ยายมี ใจงาม", "behalf_relation": "headman", "behalf_phone": "0811112222"}
    assert guest.post("/complaints/new/contact", {**person, "name": "ผู้ใหญ่ทอง"})["Location"] == "/complaints/new/check"
    assert "ยายมี ใจงาม" in guest.get("/complaints/new/check").content.decode()
    guest.post("/complaints/new/check")
    with tenant_scope(north):
        behalf = OnBehalf.objects.select_related("complaint").get()
    assert (behalf.name, behalf.relation, behalf.phone) == ("ยายมี ใจงาม", "headman", "+66811112222")
    assert behalf.complaint.reporter_name == "ผู้ใหญ่ทอง"


def test_anonymous_filing_is_the_lgos_choice(guest: HostClient, north: Tenant, administrator: Any) -> None:
    guest.post("/complaints/new", TOPIC)
    assert "anonymous" in guest.get("/complaints/new/contact").content.decode()
    with tenant_scope(north):
        services.change_citizen_options(values={"allows_anonymous": False}, actor=administrator, at=AT)
        cache.clear()
    page = guest.get("/complaints/new/contact").content.decode()
    assert 'name="anonymous"' not in page
    assert guest.post("/complaints/new/contact", {"name": "มานี"}).status_code == 422
    assert guest.post("/complaints/new/contact", {"name": "มานี", "phone": "0812345678"}).status_code == 302


def test_what_is_typed_is_kept_while_typing(guest: HostClient, north: Tenant) -> None:
    assert guest.post("/complaints/new/autosave", {"step": "details", "title": "ไ"}).status_code == 409
    guest.post("/complaints/new", TOPIC)
    typed = {"step": "details", "title": "ไฟ\x00ดับ", "description": "สั้น", "evil": "x"}
    assert "บันทึกแล้ว" in guest.post("/complaints/new/autosave", typed).json()["saved"]
    page = guest.get("/complaints/new/details").content.decode()
    assert 'value="ไฟดับ"' in page
    assert "evil" not in _draft(north).typed["details"]
    guest.post("/complaints/new/details", DETAILS)
    assert _draft(north).typed == {}


def test_a_refused_page_is_kept_and_the_draft_outlives_the_session(guest: HostClient, north: Tenant) -> None:
    guest.post("/complaints/new", TOPIC)
    assert guest.post("/complaints/new/place", {"pin_latitude": "abc", "pin_longitude": "5"}).status_code == 422
    assert guest.post("/complaints/new/details", {"title": "ไฟดับ", "description": "สั้น"}).status_code == 422
    guest.cookies.pop("session", None)
    guest.cookies.pop("__Host-session", None)
    assert 'value="ไฟดับ"' in guest.get("/complaints/new/details").content.decode()
    assert 'value="abc"' in guest.get("/complaints/new/place").content.decode()
    assert "ไฟดับ" in guest.get("/").content.decode()


def test_a_draft_is_resumed_on_another_device(
    browse: Browse, north: Tenant, south: Tenant, citizen: Any, stranger: Any
) -> None:
    phone = browse(north).sign_in(citizen)
    phone.post("/complaints/new", TOPIC)
    phone.post("/complaints/new/details", {"title": "ไฟดับ", "description": "สั้น"})
    draft = _draft(north)
    desktop = browse(north).sign_in(citizen)
    assert "ไฟดับ" in desktop.get("/").content.decode()
    resume = f"/complaints/new/resume/{draft.pk}"
    assert resume in desktop.get("/complaints/new").content.decode()
    assert browse(north).sign_in(stranger).post(resume).status_code == 404
    assert browse(south).post(resume).status_code in {302, 404}
    assert desktop.post(resume)["Location"] == "/complaints/new/place"
    assert 'value="ไฟดับ"' in desktop.get("/complaints/new/details").content.decode()


def test_a_photo_sent_twice_is_stored_once(guest: HostClient, north: Tenant) -> None:
    guest.post("/complaints/new", TOPIC)
    sent = [guest.post("/complaints/new/photo", {"photo": photo(), "key": "k1"}).json()["id"] for _turn in range(2)]
    assert sent[0] == sent[1]
    other = guest.post("/complaints/new/photo", {"photo": photo(colour="blue"), "key": "k2"}).json()["id"]
    assert guest.post("/complaints/new/photo", {"remove": sent[0]}).status_code == 204
    assert _draft(north).photos == [other]


def test_photos_keep_their_order_and_words(guest: HostClient, north: Tenant) -> None:
    guest.post("/complaints/new", TOPIC)
    one, two = (
        guest.post("/complaints/new/photo", {"photo": photo(colour=colour)}).json()["id"] for colour in ("red", "blue")
    )
    guest.post("/complaints/new/place", PLACE)
    words = {f"photos_caption_{two}": "เสาไฟต้นที่สอง"}
    guest.post(
        "/complaints/new/autosave", {"step": "details", f"photos_caption_{one}": "กำลังเขียน", "photos_caption_x": "?"}
    )
    assert "กำลังเขียน" in guest.get("/complaints/new/details").content.decode()
    words[f"photos_caption_{one}"] = ""
    guest.post("/complaints/new/details", {**DETAILS, "photos_ids": [two, one], **words})
    assert "เสาไฟต้นที่สอง" in guest.get("/complaints/new/details").content.decode()
    guest.post("/complaints/new/contact", {})
    guest.post("/complaints/new/check")
    with tenant_scope(north):
        photos = list(Photo.objects.values_list("file_id", "caption"))
    assert [(str(key), caption) for key, caption in photos] == [(two, "เสาไฟต้นที่สอง"), (one, "")]


def test_the_place_of_a_photo_is_offered_and_not_taken(guest: HostClient, north: Tenant) -> None:
    guest.post("/complaints/new", TOPIC)
    guest.post("/complaints/new/place", {"place": "หน้าวัด"})
    there = SimpleUploadedFile("gps.jpg", photo_with_gps(), content_type="image/jpeg")
    answer = guest.post("/complaints/new/details", {**DETAILS, "photos": [there]})
    assert answer["Location"] == "/complaints/new/photo-place"
    assert "latitude" not in _draft(north).answers or not _draft(north).answers["latitude"]
    assert "ใช่ที่นี่หรือไม่" in guest.get("/complaints/new/photo-place").content.decode()
    assert guest.post("/complaints/new/photo-place", {"use": "yes"})["Location"] == "/complaints/new/contact"
    assert _draft(north).answers["latitude"]
    assert guest.get("/complaints/new/photo-place")["Location"] == "/complaints/new/contact"


def test_a_guest_follows_by_code_and_stops(guest: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        case = file_one(**HERE).complaint
    url = f"/complaints/cases/{case.number}"
    assert guest.post(f"{url}/follow", {"address": "ไม่ใช่"}).status_code == 422
    assert guest.post(f"{url}/follow", {"address": "Ploy@Example.com"})["Location"] == url
    code = _code(north, "ploy@example.com")
    wrong = "000000" if code != "000000" else "000001"
    assert guest.post(f"{url}/code", {"code": wrong}).status_code == 422
    assert guest.post(f"{url}/code", {"code": code})["Location"] == url
    with tenant_scope(north):
        assert Follower.objects.get().email == "ploy@example.com"
    assert "2 คนเดือดร้อนเรื่องเดียวกัน" in guest.get(url).content.decode()
    guest.post(f"{url}/unfollow", {"address": "ploy@example.com"})
    guest.post(f"{url}/code", {"code": _code(north, "ploy@example.com")})
    with tenant_scope(north):
        assert not Follower.objects.exists()


def test_nobody_learns_who_follows(guest: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        case = file_one(**HERE).complaint
    url = f"/complaints/cases/{case.number}"
    guest.post(f"{url}/unfollow", {"address": "ploy@example.com"})
    assert "กรอกรหัส" in guest.get(url).content.decode()
    with tenant_scope(north):
        assert not Message.objects.filter(event="casework/code").exists()


def test_a_citizen_follows_and_stops(browse: Browse, north: Tenant, citizen: Any) -> None:
    with tenant_scope(north):
        case = file_one(**HERE).complaint
    client, url = browse(north).sign_in(citizen), f"/complaints/cases/{case.number}"
    client.post(f"{url}/follow")
    assert "คุณติดตามเรื่องนี้อยู่" in client.get(url).content.decode()
    client.post(f"{url}/unfollow")
    assert "คุณติดตามเรื่องนี้อยู่" not in client.get(url).content.decode()


def test_a_restricted_case_is_shown_to_nobody(browse: Browse, north: Tenant, south: Tenant) -> None:
    with tenant_scope(north):
        secret = file_one(category="corruption").complaint
        shown = file_one().complaint
    assert browse(north).get(f"/complaints/cases/{secret.number}").status_code == 404
    assert browse(north).post(f"/complaints/cases/{secret.number}/follow", {"address": "a@b.co"}).status_code == 404
    assert browse(north).get(f"/complaints/cases/{shown.number}").status_code == 200
    assert browse(south).get(f"/complaints/cases/{shown.number}").status_code == 404


def test_the_list_is_there_when_the_lgo_shows_it(guest: HostClient, north: Tenant, administrator: Any) -> None:
    publish(north, shows_cases=False)
    assert guest.get("/complaints/cases").status_code == 404
    with tenant_scope(north):
        known = file_one(**HERE, title="ไฟดับหน้าตลาด", is_private=False, name="มานะ รักดี").complaint
        hidden = file_one(category="corruption").complaint
        services.change_citizen_options(values={"shows_cases": True}, actor=administrator, at=AT)
        cache.clear()
    page = guest.get("/complaints/cases").content.decode()
    assert known.number in page
    assert "มานะ" not in page
    assert hidden.number not in page
    assert known.number not in guest.get("/complaints/cases", {"category": "roads"}).content.decode()
    assert known.number not in guest.get("/complaints/cases", {"state": "closed"}).content.decode()


def test_a_lost_pin_is_replaced_by_code(guest: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        receipt = file_one(email="mana@example.com", phone="+66898765432")
    number = receipt.complaint.number
    sent = guest.post("/complaints/lost-pin", {"reference": number, "address": "MANA@example.com"})
    assert sent["Location"] == "/complaints/lost-pin/code"
    page = guest.post("/complaints/lost-pin/code", {"code": _code(north, "mana@example.com")}).content.decode()
    found = re.search(r'class="big reference">(\d{6})<', page)
    assert found is not None
    assert guest.get(f"/complaints/track/{receipt.complaint.tracking_code}").status_code == 200
    opened = guest.post("/complaints/track", {"reference": number, "pin": found[1]})
    assert opened.status_code == 302


@pytest.mark.parametrize("reference", ["theirs", "RQ-2569-999999", "???"])
def test_a_lost_pin_tells_nothing_to_others(guest: HostClient, north: Tenant, reference: str) -> None:
    with tenant_scope(north):
        number = file_one(email="mana@example.com").complaint.number
    asked = {"reference": number if reference == "theirs" else reference, "address": "eve@example.com"}
    assert guest.post("/complaints/lost-pin", asked)["Location"] == "/complaints/lost-pin/code"
    page = guest.get("/complaints/lost-pin/code").content.decode()
    assert "eve@example.com" in page
    assert guest.post("/complaints/lost-pin/code", {"code": "123456"}).status_code == 422
    with tenant_scope(north):
        assert not Message.objects.filter(event="casework/code").exists()


def test_guessing_the_code_ends_soon(guest: HostClient, north: Tenant) -> None:
    with tenant_scope(north):
        number = file_one(email="mana@example.com").complaint.number
    guest.post("/complaints/lost-pin", {"reference": number, "address": "mana@example.com"})
    code = _code(north, "mana@example.com")
    wrong = "111111" if code != "111111" else "222222"
    for _turn in range(5):
        guest.post("/complaints/lost-pin/code", {"code": wrong})
    assert guest.post("/complaints/lost-pin/code", {"code": code})["Location"] == "/complaints/lost-pin"
