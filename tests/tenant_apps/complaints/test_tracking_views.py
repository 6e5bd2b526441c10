"""Following a case as a guest and as a citizen."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from shared_apps.audit.models import AuditEntry
from shared_apps.casework.codes import pin_digest
from shared_apps.casework.periods import Period
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint
from tenant_apps.surveys.selectors import responses, results
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.tenant_apps.complaints.conftest import AT, File, photo

PIN = "135790"
pytestmark = pytest.mark.usefixtures("empty_caches")


def _move(complaint: Complaint, officer: Any, *actions: str) -> None:
    for action in actions:
        complaint.refresh_from_db()
        verb: Any = getattr(services, action)
        words = {"note": "รายละเอียดจากเจ้าหน้าที่"} if action in {"ask", "resolve", "file_in_error"} else {}
        verb(complaint=complaint, version=complaint.version, actor=officer, at=AT, **words)
    complaint.refresh_from_db()


@pytest.fixture
def case(filed: Complaint) -> Complaint:
    digest = pin_digest(tracking_code=filed.tracking_code, pin=PIN)
    Complaint.objects.filter(pk=filed.pk).update(pin_digest=digest)
    return filed


@pytest.fixture
def guest(browse: Browse, north: Tenant, case: Complaint) -> HostClient:
    """A guest who has shown the PIN."""
    client = browse(north)
    assert client.post("/complaints/track", {"reference": case.tracking_code, "pin": PIN}).status_code == 302
    return client


@pytest.mark.parametrize("typed", ["RQ-2569-000001", "rq ๒๕๖๙ 1", "code"])
@pytest.mark.parametrize("pin", [PIN, "๑๓๕๗๙๐", "135 790", "135-790\u200b"])
def test_number_or_code_and_pin_in_any_spelling(
    browse: Browse, north: Tenant, case: Complaint, typed: str, pin: str
) -> None:
    reference = case.tracking_code.lower() if typed == "code" else typed
    response = browse(north).post("/complaints/track", {"reference": reference, "pin": pin})
    assert response["Location"] == f"/complaints/track/{case.tracking_code}"


@pytest.mark.parametrize("reference", ["RQ-2569-000001", "RQ-2569-999999", "nonsense", "\x00", "😀" * 30])
@pytest.mark.parametrize("pin", ["000000", "12", "abc", "²²²²²²", "\x00"])
def test_a_wrong_pin_says_the_same_as_a_wrong_number(
    browse: Browse, north: Tenant, case: Complaint, reference: str, pin: str
) -> None:
    response = browse(north).post("/complaints/track", {"reference": reference, "pin": pin})
    assert response.status_code == 422
    assert "มีข้อมูลที่ต้องแก้ไข" in response.content.decode()


def test_a_pin_that_is_too_short_is_said_at_its_field(browse: Browse, north: Tenant, case: Complaint) -> None:
    response = browse(north).post("/complaints/track", {"reference": case.number, "pin": "12"})
    assert "รหัส PIN มี 6 หลัก" in response.context["form"].errors["pin"][0]


def test_five_wrong_pins_lock(browse: Browse, north: Tenant, case: Complaint) -> None:
    client = browse(north)
    for _turn in range(5):
        client.post("/complaints/track", {"reference": case.number, "pin": "000000"})
    response = client.post("/complaints/track", {"reference": case.number, "pin": PIN})
    assert response.status_code == 422
    assert "15 นาที" in response.content.decode()


def test_without_the_pin_nothing_is_seen(browse: Browse, north: Tenant, case: Complaint, stranger: Any) -> None:
    client = browse(north).sign_in(stranger)
    page = client.get(f"/complaints/track/{case.tracking_code}")
    assert page.status_code == 200
    assert "ไฟถนนดับ" not in page.content.decode()
    for action in ("answer", "confirm", "reopen", "rate"):
        assert client.post(f"/complaints/track/{case.tracking_code}/{action}", {}).status_code == 404


def test_south_knows_nothing(browse: Browse, south: Tenant, case: Complaint, south_citizen: Any) -> None:
    client = browse(south).sign_in(south_citizen)
    assert client.get(f"/complaints/track/{case.tracking_code}").status_code == 404
    assert client.post("/complaints/track", {"reference": case.number, "pin": PIN}).status_code == 422
    assert "ไฟถนนดับ" not in client.get("/my-cases").content.decode()


def test_the_case_page(guest: HostClient, case: Complaint) -> None:
    page = guest.get(f"/complaints/track/{case.tracking_code}").content.decode()
    for text in ("ไฟถนนดับ", case.number, "รอรับเรื่อง", "15 ธันวาคม 2569", "แจ้งเรื่องแล้ว", "หน้าโรงเรียนวัดบ้านเหนือ"):
        assert text in page
    assert "สมหญิง" not in page


def test_a_question_is_answered(guest: HostClient, case: Complaint, officer: Any) -> None:
    _move(case, officer, "accept", "ask")
    address = f"/complaints/track/{case.tracking_code}"
    assert "รายละเอียดจากเจ้าหน้าที่" in guest.get(address).content.decode()
    short = guest.post(f"{address}/answer", {"note": "อืม"})
    assert short.status_code == 422
    assert "เขียนอย่างน้อย 5 ตัวอักษร" in short.content.decode()
    assert guest.post(f"{address}/answer", {"note": "ต้นที่สามจากปากซอย"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "in_progress"
    again = guest.post(f"{address}/answer", {"note": "ตอบอีกครั้งหนึ่ง"})
    assert again.status_code == 422
    assert "ตอบอีกครั้งหนึ่ง" not in guest.get(address).content.decode()


def test_confirmed_and_rated(guest: HostClient, case: Complaint, officer: Any) -> None:
    _move(case, officer, "accept", "resolve")
    address = f"/complaints/track/{case.tracking_code}"
    assert guest.post(f"{address}/confirm").status_code == 302
    page = guest.get(address).content.decode()
    assert "ให้คะแนนบริการ" in page
    assert guest.post(f"{address}/rate", {"score": "9"}).status_code == 422
    assert guest.post(f"{address}/rate", {"score": "5", "comment": "เร็วมาก"}).status_code == 302
    assert "คุณให้ 5 คะแนนจาก 5" in guest.get(address).content.decode()
    assert guest.post(f"{address}/rate", {"score": "1"}).status_code == 422


def test_rated_with_reasons(
    guest: HostClient, browse: Browse, north: Tenant, south: Tenant, case: Complaint, administrator: Any
) -> None:
    _move(case, administrator, "accept", "resolve", "close")
    address = f"/complaints/track/{case.tracking_code}"
    both = guest.post(f"{address}/rate", {"score": "4", "good": ["speed"], "bad": ["speed"], "comment": "เร็วดี"})
    assert both.status_code == 422
    assert "ให้เหลือเพียงด้านเดียว" in both.content.decode()
    assert "เร็วดี" in both.content.decode()
    assert guest.post(f"{address}/rate", {"score": "4", "good": ["x"]}).status_code == 422
    given = {"score": "4", "good": ["speed", "manner"], "bad": ["news"]}
    assert guest.post(f"{address}/rate", given).status_code == 302
    page = guest.get(address).content.decode()
    assert all(words in page for words in ("ความรวดเร็ว", "ความสุภาพ", "การแจ้งความคืบหน้า"))
    desk = browse(north).sign_in(administrator)
    assert "ความรวดเร็ว" in desk.get(f"/desk/complaints/{case.number}").content.decode()
    file = desk.get("/desk/satisfaction/export.csv?figure=reason").content.decode()
    assert "ความรวดเร็ว,1,0" in file
    assert "การแจ้งความคืบหน้า,0,1" in file
    with tenant_scope(south):
        assert not results(responses(Period(None, None))).total.count


def test_reopened_with_a_reason(guest: HostClient, case: Complaint, officer: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("kit.clock.now", lambda: AT)
    _move(case, officer, "accept", "resolve")
    address = f"/complaints/track/{case.tracking_code}"
    assert guest.post(f"{address}/reopen", {"reopen-note": ""}).status_code == 422
    assert guest.post(f"{address}/reopen", {"reopen-note": "ยังดับเหมือนเดิม"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "reopened"


def test_after_photos_are_the_followers(
    guest: HostClient, browse: Browse, north: Tenant, south: Tenant, case: Complaint, officer: Any, stranger: Any
) -> None:
    _move(case, officer, "accept")
    services.resolve(complaint=case, version=case.version, actor=officer, at=AT, note="เปลี่ยนแล้ว", photos=[photo()])
    url = f"/files/{case.photos.get().file_id}"
    assert guest.get(url).status_code == 200
    assert browse(north).sign_in(officer).get(url).status_code == 200
    assert browse(north).get(url).status_code == 404
    assert browse(north).sign_in(stranger).get(url).status_code == 404
    assert browse(south).get(url).status_code == 404


def test_my_cases(browse: Browse, north: Tenant, citizen: Any, stranger: Any, file_in_north: File) -> None:
    for number in range(12):
        file_in_north(reporter=citizen, title=f"เรื่องที่ {number}", description="น้ำไม่ไหลมาสามวันแล้ว")
    client = browse(north).sign_in(citizen)
    first = client.get("/my-cases").content.decode()
    assert "เรื่องที่ 11" in first
    assert "เรื่องที่ 0<" not in first
    assert "เรื่องที่ 0<" in client.get("/my-cases?page=2").content.decode()
    assert "เรื่องที่ 3<" in client.get("/my-cases?q=rq-2569-๐๐๐๐๐๔").content.decode()
    assert "ไม่พบเรื่องที่ตรงกับที่ค้นหา" in client.get("/my-cases?q=ยานอวกาศ&show=open").content.decode()
    assert client.get("/my-cases?page=zzz&show=%00&q=%00").status_code == 200
    other = browse(north).sign_in(stranger).get("/my-cases").content.decode()
    assert "คุณยังไม่เคยแจ้งเรื่อง" in other


def _titles(client: HostClient, query: str) -> list[str]:
    return re.findall(r">(เรื่อง[^<]+)</a>", client.get(f"/my-cases{query}").content.decode())


def test_my_cases_are_filtered_sorted_and_taken_along(
    browse: Browse, north: Tenant, citizen: Any, officer: Any, stranger: Any, file_in_north: File
) -> None:
    first = file_in_north(reporter=citizen, title="เรื่องหนึ่ง").complaint
    file_in_north(reporter=citizen, title="เรื่องสอง", kind="advice")
    file_in_north(reporter=citizen, title="เรื่องสาม", kind="suggestion")
    file_in_north(reporter=stranger, title="เรื่องของคนอื่น")
    _move(first, officer, "accept", "ask")
    client = browse(north).sign_in(citizen)
    assert _titles(client, "") == ["เรื่องสาม", "เรื่องสอง", "เรื่องหนึ่ง"]
    assert _titles(client, "?sort=submitted_at") == ["เรื่องหนึ่ง", "เรื่องสอง", "เรื่องสาม"]
    assert _titles(client, "?show=waiting") == ["เรื่องหนึ่ง"]
    assert _titles(client, "?kind=advice") == ["เรื่องสอง"]
    assert _titles(client, "?show=done") == []
    file = client.get("/my-cases.csv?kind=advice").content.decode()
    assert ("เรื่องสอง" in file, "เรื่องหนึ่ง" in file) == (True, False)
    assert client.get("/my-cases.xlsx").content[:2] == b"PK"
    assert "เรื่องของคนอื่น" not in client.get("/my-cases.csv").content.decode()
    assert browse(north).sign_in(officer).get("/my-cases.csv").status_code == 404
    with tenant_scope(north):
        assert AuditEntry.objects.filter(action="complaints.own_export").count() == 3


def test_my_cases_ask_to_sign_in(browse: Browse, north: Tenant) -> None:
    assert browse(north).get("/my-cases")["Location"].startswith("/accounts/login")


def test_the_reporter_needs_no_pin(browse: Browse, north: Tenant, mine: Complaint, citizen: Any) -> None:
    page = browse(north).sign_in(citizen).get(f"/complaints/track/{mine.tracking_code}")
    assert "ท่อระบายน้ำตัน" in page.content.decode()


def test_my_cases_need_few_queries(
    browse: Browse, north: Tenant, citizen: Any, file_in_north: File, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        file_in_north(reporter=citizen, title=f"เรื่องที่ {number}")
    client = browse(north).sign_in(citizen)
    client.get("/my-cases")
    with django_assert_max_num_queries(8):
        client.get("/my-cases")
    with tenant_scope(north):
        assert Complaint.objects.count() == 10


def test_the_home_page_shows_the_newest_cases(browse: Browse, north: Tenant, mine: Complaint, citizen: Any) -> None:
    page = browse(north).sign_in(citizen).get("/").content.decode()
    assert mine.title in page
    assert f"/complaints/track/{mine.tracking_code}" in page


def test_examples_have_the_offices_letters_and_this_year(browse: Browse, north: Tenant, south: Tenant) -> None:
    with tenant_scope(north):
        services.change_policy(values={"number_prefix": "TKN", "number_digits": 5}, actor=None, at=AT)
    with time_machine.travel(datetime(2028, 3, 1, 10, tzinfo=UTC), tick=False):
        for page in ("/complaints/track", "/"):
            assert "TKN-2571-00001" in browse(north).get(page).content.decode(), page
            assert "RQ-2571-000001" in browse(south).get(page).content.decode(), page
