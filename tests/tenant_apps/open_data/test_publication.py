"""One setting says where cases are published: every place with it on and off (docs/decisions/0008)."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.selectors import alike_cases, category_by_code, nearby_cases
from tenant_apps.complaints.workflow import State
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.api import Program, token_for
from tests.support.publication import publish

V2, API = "/open311/v2", "/api/v1/public/cases"
NEAR = "latitude=17.3925&longitude=104.772"
LISTED, NEARBY, CLOSED = (True, 200), (False, 200), (False, 0)
EVERY_WAY = pytest.mark.parametrize("options", [LISTED, NEARBY, CLOSED], ids=["listed", "nearby", "closed"])


@pytest.fixture
def guest(north: Tenant) -> Program:
    return Program(north, "north")


def _file(tenant: Tenant, *, state: State = State.NEW, reporter: Any = None) -> Complaint:
    with tenant_scope(tenant):
        category = category_by_code("street-lights")
        assert category is not None
        filing = services.Filing(
            category=category,
            title="ไฟถนนดับทั้งซอย",
            description="ดับมาสามวันแล้ว",
            place="หน้าวัด",
            latitude=Decimal("17.392145"),
            longitude=Decimal("104.772013"),
            is_private=False,
        )
        case = services.file_complaint(filing=filing, reporter=reporter, at=timezone.now()).complaint
        Complaint.objects.filter(pk=case.pk).update(state=state)
        return case


def _open(tenant: Tenant, options: tuple[bool, int]) -> None:
    publish(tenant, shows_cases=options[0], nearby_metres=options[1])


def _numbers(answer: Any, name: str = "service_request_id") -> set[str]:
    rows = answer.json()
    return {row[name] for row in (rows["items"] if isinstance(rows, dict) else rows)}


@EVERY_WAY
def test_lists_stand_together(north: Tenant, browse: Browse, guest: Program, options: tuple[bool, int]) -> None:
    both = {_file(north).number, _file(north, state=State.CLOSED).number}
    _open(north, options)
    is_listed = options == LISTED
    status = 200 if is_listed else 404
    for path in ("/complaints/cases?state=all", f"{API}?state=all", "/open-data/cases.csv", "/open-data/cases.json"):
        assert guest.get(path).status_code == status, path
    assert _numbers(guest.get(f"{V2}/requests.json")) == (both if is_listed else set())
    assert (b"<service_request_id>" in guest.get(f"{V2}/requests.xml").content) is is_listed
    page = browse(north).get("/open-data").content.decode()
    assert ("/open-data/cases.csv" in page) is is_listed
    assert ("ไม่ได้เผยแพร่รายการเรื่อง" in page) is not is_listed
    assert ("/complaints/cases" in browse(north).get("/complaints/track").content.decode()) is is_listed
    if is_listed:
        assert _numbers(guest.get(f"{API}?state=all"), "number") == both
        files = (json.loads(b"".join(guest.get("/open-data/cases.json").streaming_content)))["cases"]
        assert {row["number"] for row in files} == both


@EVERY_WAY
def test_one_case_says_no_more_than_the_lists(
    north: Tenant, south: Tenant, browse: Browse, guest: Program, options: tuple[bool, int]
) -> None:
    running, closed = _file(north), _file(north, state=State.CLOSED)
    _open(north, options)
    for case, is_shown in ((running, options != CLOSED), (closed, options == LISTED)):
        status = 200 if is_shown else 404
        pages = (f"/complaints/cases/{case.number}", f"{API}/{case.number}", f"{V2}/requests/{case.number}.json")
        for path in pages:
            assert guest.get(path).status_code == status, (path, case.state)
            assert Program(south, "south").get(path).status_code == 404
        named = f"{V2}/requests.json?service_request_id={case.number}"
        assert _numbers(guest.get(named)) == ({case.number} if is_shown else set())
        # Who has the tracking code reads it whatever is published.
        assert _numbers(guest.get(f"{V2}/requests/{case.tracking_code}.json")) == {case.number}
        assert Program(south, "south").get(f"{V2}/requests/{case.tracking_code}.json").status_code == 404
    followed = browse(north).post(f"/complaints/cases/{running.number}/follow", {"address": "a@example.com"})
    assert followed.status_code == (404 if options == CLOSED else 302)


@EVERY_WAY
def test_nearby_and_alike_have_a_setting_of_their_own(north: Tenant, guest: Program, options: tuple[bool, int]) -> None:
    number = _file(north).number
    _open(north, options)
    found = {number} if options[1] else set()
    assert _numbers(guest.get(f"{API}/nearby?{NEAR}"), "number") == found
    with tenant_scope(north):
        where = {"latitude": Decimal("17.392"), "longitude": Decimal("104.772"), "metres": options[1]}
        assert {case.number for case in nearby_cases(**where)} == found
        assert {case.number for case in alike_cases("ไฟถนนดับ")} == found


def test_who_filed_or_follows_sees_it_always(north: Tenant, browse: Browse, citizen: Any, stranger: Any) -> None:
    case = _file(north, reporter=citizen)
    with tenant_scope(north):
        services.follow_case(number=case.number, actor=stranger, at=timezone.now())
        Complaint.objects.filter(pk=case.pk).update(state=State.CLOSED)
    _open(north, CLOSED)
    assert browse(north).get(f"/complaints/cases/{case.number}").status_code == 404
    for person in (citizen, stranger):
        key = token_for(north, person)
        assert browse(north).sign_in(person).get(f"/complaints/cases/{case.number}").status_code == 200
        assert Program(north, "north", key).get(f"{API}/{case.number}").status_code == 200
        one = f"{V2}/requests/{case.number}.json?api_key={key}"
        assert Program(north, "north").get(one).status_code == 200
        filed = f"{V2}/requests.json?api_key={key}"
        assert _numbers(Program(north, "north").get(filed)) == ({case.number} if person == citizen else set())


def test_an_officers_program_follows_what_it_filed(north: Tenant, guest: Program, officer: Any, clerk: Any) -> None:
    """Apps of others file with an officer's key, for guests."""
    _open(north, CLOSED)
    key, other = (token_for(north, person, "complaints.add") for person in (officer, clerk))
    body = {"api_key": key, "service_code": "street-lights", "lat": "17.39", "long": "104.77", "description": "ไฟดับ"}
    form = "application/x-www-form-urlencoded; charset=utf-8"
    filed = guest.ask("POST", f"{V2}/requests.json", urlencode(body).encode(), content_type=form)
    number = filed.json()[0]["service_request_id"]
    for given, seen in ((key, {number}), (other, set()), ("thongthin_wrong", set()), ("", set())):
        asked = urlencode({"api_key": given})
        assert _numbers(guest.get(f"{V2}/requests.json?{asked}")) == seen
        assert guest.get(f"{V2}/requests/{number}.json?{asked}").status_code == (200 if seen else 404)


@EVERY_WAY
def test_the_settings_say_what_stands_where(
    north: Tenant, browse: Browse, administrator: Any, options: tuple[bool, int]
) -> None:
    _open(north, options)
    page = browse(north).sign_in(administrator).get("/desk/settings/complaints").content.decode()
    count = {LISTED: (6, 0), NEARBY: (2, 4), CLOSED: (0, 6)}[options]
    assert (page.count("status-success"), page.count("status-neutral")) == count
    assert "มีผลทุกช่องทางพร้อมกัน" in page
