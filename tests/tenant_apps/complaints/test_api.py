"""Complaints for programs: citizens with a token, guests with a PIN, officers."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shared_apps.audit.models import AuditEntry
from tenant_apps.complaints.models import Complaint
from tenant_apps.surveys.models import Response
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.factories.photos import photo, svg
from tests.support.api import PROBLEM, Program, token_for

pytestmark = pytest.mark.usefixtures("empty_caches")
NEW = {
    "category": "street-lights",
    "title": "ไฟถนนดับหน้าโรงเรียน",
    "description": "ไฟถนนดับมาสามวันแล้ว มืดมาก",
    "place": "หน้าโรงเรียนบ้านเหนือ",
    "latitude": 17.392145,
    "longitude": 104.772013,
    "name": "มานี มีนา",
    "phone": "081-234-5678",
    "email": "Manee@Example.com",
    "notice_version": "1",
}


@pytest.fixture
def guest(north: Tenant) -> Program:
    return Program(north, "north")


@pytest.fixture
def mine(north: Tenant, citizen: Any) -> Program:
    return Program(north, "north", token_for(north, citizen))


@pytest.fixture
def desk(north: Tenant, officer: Any) -> Program:
    return Program(north, "north", token_for(north, officer))


def _filed(program: Program, **values: Any) -> dict[str, Any]:
    answer = program.post("/api/v1/complaints", {**NEW, **values})
    assert answer.status_code == 201, answer.content.decode()
    made: dict[str, Any] = answer.json()
    return made


def _row(tenant: Tenant, number: str) -> Complaint:
    with tenant_scope(tenant):
        return Complaint.objects.select_related("category").get(number=number)


def test_a_guest_files_and_follows_with_the_pin(north: Tenant, south: Tenant, guest: Program) -> None:
    made = _filed(guest)
    row = _row(north, made["number"])
    assert (row.reporter_id, row.reporter_phone, row.reporter_email) == (None, "+66812345678", "manee@example.com")
    assert (str(row.latitude), row.language) == ("17.392145", "th")
    path = f"/api/v1/complaints/{made['tracking_code']}"
    assert guest.get(path).status_code == 404
    assert guest.get(path, x_case_pin="000000" if made["pin"] != "000000" else "111111").status_code == 404
    seen = guest.get(path, x_case_pin=made["pin"])
    assert seen.status_code == 200
    assert seen.json()["title"] == NEW["title"]
    assert seen.json()["events"][0]["action"] == "file"
    assert seen["ETag"] == '"1"'
    assert Program(south, "south").get(path, x_case_pin=made["pin"]).status_code == 404


def test_a_citizen_lists_only_their_own(north: Tenant, mine: Program, guest: Program, stranger: Any) -> None:
    first, second = _filed(mine), _filed(mine, title="ถนนเป็นหลุม")
    _filed(guest)
    page = mine.get("/api/v1/my/complaints?limit=1").json()
    assert [one["number"] for one in page["items"]] == [second["number"]]
    _filed(mine, title="เรื่องใหม่ที่มาระหว่างนั้น")
    rest = mine.get(f"/api/v1/my/complaints?limit=5&cursor={page['next_cursor']}").json()
    assert [one["number"] for one in rest["items"]] == [first["number"]]
    assert rest["next_cursor"] is None
    other = Program(north, "north", token_for(north, stranger))
    assert other.get("/api/v1/my/complaints").json()["items"] == []
    assert other.get(f"/api/v1/complaints/{first['tracking_code']}").status_code == 404
    found = mine.get("/api/v1/my/complaints?q=หลุม&show=open").json()["items"]
    assert [one["number"] for one in found] == [second["number"]]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"category": "nothing"}, "#/category"),
        ({"title": "  ก "}, "#/title"),
        ({"titel": "x"}, "#/titel"),
        ({"place": "", "latitude": None, "longitude": None}, "#/place"),
        ({"latitude": None}, "#"),
        ({"latitude": 60}, "#/latitude"),
        ({"phone": "12"}, "#/phone"),
        ({"email": "a@b"}, "#/email"),
        ({"kind": "joke"}, "#/kind"),
    ],
)
def test_what_is_wrong_is_named_in_the_language_asked_for(guest: Program, change: Any, pointer: str) -> None:
    answers = [
        guest.post("/api/v1/complaints", {**NEW, **change}, accept_language=language) for language in ("th", "en")
    ]
    for answer in answers:
        assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
        assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    thai, english = (answer.json()["errors"][0]["detail"] for answer in answers)
    assert thai != english
    assert any("ก" <= letter <= "๛" for letter in thai)
    assert english.isascii() or "“" in english


def test_the_whole_life_of_a_case(north: Tenant, mine: Program, desk: Program, clerk: Any) -> None:
    made = _filed(mine)
    case = f"/api/v1/desk/complaints/{made['number']}"
    own = f"/api/v1/complaints/{made['tracking_code']}"
    seen = desk.get(case)
    assert seen.json()["contact"] == {"name": "ม••• ม•••", "phone": "xxx xxx 5678", "email": "m•••@example.com"}
    accepted = desk.post(f"{case}/accept", {}, if_match=seen["ETag"])
    assert (accepted.status_code, accepted.json()["state"], accepted["ETag"]) == (200, "accepted", '"2"')
    people = {one["name"]: one["id"] for one in desk.get("/api/v1/desk/officers").json()}
    assigned = desk.post(f"{case}/assign", {"officer": people[str(clerk)]}, if_match='"2"')
    assert assigned.json()["assignee"] == str(clerk)
    assert desk.post(f"{case}/start", {"note": "รับไปทำ"}, if_match='"3"').json()["state"] == "in_progress"
    assert desk.post(f"{case}/ask", {"note": "เสาไฟต้นไหนครับ"}, if_match='"4"').status_code == 200
    waiting = mine.get(own).json()
    assert (waiting["question"], waiting["actions"]) == ("เสาไฟต้นไหนครับ", ["answer"])
    assert mine.post(f"{own}/answer", {"note": "ต้นที่สามจากซอย"}).json()["state"] == "in_progress"
    assert desk.post(f"{case}/resolve", {"note": "เปลี่ยนหลอดแล้ว"}, if_match='"6"').json()["state"] == "resolved"
    assert desk.post_photo(f"{case}/photos", photo("after.jpg")).json()["moment"] == "after"
    assert mine.post(f"{own}/reopen", {"note": "ยังดับอยู่ครับ"}).json()["state"] == "reopened"
    assert desk.post(f"{case}/accept", {}, if_match='"8"').status_code == 200
    assert desk.post(f"{case}/resolve", {"note": "แก้สายไฟแล้ว"}, if_match='"9"').status_code == 200
    assert mine.post(f"{own}/confirm").json()["state"] == "closed"
    rated = mine.post(f"{own}/rating", {"score": 5, "comment": "ดีมาก"})
    assert (rated.status_code, rated.json()) == (201, {"score": 5, "comment": "ดีมาก", "good": [], "bad": []})
    again = mine.post(f"{own}/rating", {"score": 1})
    assert again.status_code == 403
    with tenant_scope(north):
        assert Response.objects.get(case_reference=made["number"]).score == 5


def test_moves_name_the_version_they_were_decided_on(desk: Program, guest: Program) -> None:
    case = f"/api/v1/desk/complaints/{_filed(guest)['number']}"
    without = desk.post(f"{case}/accept", {})
    assert (without.status_code, without.json()["code"]) == (428, "precondition_required")
    assert desk.post(f"{case}/accept", {}, if_match='"1"').status_code == 200
    stale = desk.post(f"{case}/start", {}, if_match='"1"')
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert desk.post(f"{case}/start", {}, if_match="*").status_code == 412
    refused = desk.post(f"{case}/close", {}, if_match='"2"')
    assert refused.status_code == 409
    assert refused["Content-Type"] == PROBLEM


def test_contact_is_shown_and_that_is_recorded(north: Tenant, desk: Program, guest: Program, officer: Any) -> None:
    number = _filed(guest)["number"]
    shown = desk.post(f"/api/v1/desk/complaints/{number}/contact").json()
    assert shown == {"name": "มานี มีนา", "phone": "+66812345678", "email": "manee@example.com"}
    with tenant_scope(north):
        assert AuditEntry.objects.filter(action="complaints.contact_seen", actor=officer).count() == 1


def test_photos_come_one_by_one(guest: Program) -> None:
    made = _filed(guest)
    path = f"/api/v1/complaints/{made['tracking_code']}/photos"
    for number in range(5):
        sent = guest.post_photo(path, photo(f"{number}.jpg"), x_case_pin=made["pin"])
        assert sent.status_code == 201, sent.content.decode()
    sixth = guest.post_photo(path, photo("6.jpg"), x_case_pin=made["pin"])
    assert (sixth.status_code, sixth.json()["code"]) == (429, "too_many_photos")
    assert guest.post_photo(path, photo("7.jpg")).status_code == 404
    other = _filed(guest)
    bad = guest.client.post(
        f"/api/v1/complaints/{other['tracking_code']}/photos",
        {"photo": svg_upload()},
        headers={"x-case-pin": other["pin"]},
    )
    assert (bad.status_code, bad["Content-Type"]) == (422, PROBLEM)


def svg_upload() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("x.svg", svg(), content_type="image/svg+xml")


def test_officers_filter_and_page_with_constant_queries(desk: Program, guest: Program) -> None:
    numbers = [_filed(guest, title=f"ไฟดับ {place}")["number"] for place in range(4)]
    desk.get("/api/v1/desk/complaints")
    with CaptureQueriesContext(connection) as few:
        page = desk.get("/api/v1/desk/complaints?limit=1").json()
    with CaptureQueriesContext(connection) as many:
        whole = desk.get("/api/v1/desk/complaints?limit=100&state=new&category=street-lights&q=ไฟดับ").json()
    assert len(few) == len(many)
    assert [one["number"] for one in whole["items"]] == numbers[::-1]
    assert "reporter" not in str(page)
    assert "มานี" not in str(page)
    assert desk.get("/api/v1/desk/complaints?filed_from=2500-01-01").json()["items"] == []
    wrong = desk.get("/api/v1/desk/complaints?filed_from=1/1/2569&limit=1000")
    assert {one["parameter"] for one in wrong.json()["errors"]} == {"filed_from", "limit"}
    assert desk.get("/api/v1/desk/complaints?cursor=made-up").json()["code"] == "bad_cursor"


def test_restricted_cases_are_hidden_from_other_officers(north: Tenant, desk: Program, administrator: Any) -> None:
    with tenant_scope(north):
        from tenant_apps.complaints.models import Category

        restricted = Category.objects.filter(restricted=True).first()
    assert restricted is not None
    made = _filed(Program(north, "north"), category=restricted.code)
    path = f"/api/v1/desk/complaints/{made['number']}"
    assert desk.get(path).status_code == 404
    assert made["number"] not in str(desk.get("/api/v1/desk/complaints").json())
    whole = Program(north, "north", token_for(north, administrator))
    assert whole.get(path).status_code == 200
    with tenant_scope(north):
        assert AuditEntry.objects.filter(action="complaints.restricted_seen", actor=administrator).count() == 1


def test_south_sees_nothing(north: Tenant, south: Tenant, desk: Program, guest: Program, south_officer: Any) -> None:
    number = _filed(guest)["number"]
    other = Program(south, "south", token_for(south, south_officer))
    assert other.get("/api/v1/desk/complaints").json()["items"] == []
    assert other.get(f"/api/v1/desk/complaints/{number}").status_code == 404
    foreign = Program(south, "south", desk.headers["authorization"].removeprefix("Bearer "))
    answer = foreign.get("/api/v1/desk/complaints")
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")
    cursor = desk.get("/api/v1/desk/complaints?limit=1").json()["next_cursor"]
    assert cursor is None or other.get(f"/api/v1/desk/complaints?cursor={cursor}").status_code == 400


def test_categories_and_divisions_are_public(guest: Program) -> None:
    found = guest.get("/api/v1/public/categories")
    assert found["Access-Control-Allow-Origin"] == "*"
    assert "street-lights" in {one["code"] for one in found.json()}
    assert guest.get("/api/v1/public/divisions").json()[0]["name"]
