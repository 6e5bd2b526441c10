"""For programs: the notice guests are shown, photos as bytes, duplicates, ratings with reasons, levels of identity."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from shared_apps.accounts.models import AssuranceRule, Consent
from tenant_apps.complaints.models import Complaint
from tenant_apps.site.services import switch_services
from tenant_apps.surveys.models import Response
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.factories.photos import photo
from tests.support.api import Program, token_for
from tests.tenant_apps.complaints.test_api import NEW

pytestmark = pytest.mark.usefixtures("empty_caches")
FILE = "/api/v1/complaints"
DESK = "/api/v1/desk/complaints"


@pytest.fixture
def guest(north: Tenant) -> Program:
    return Program(north, "north")


@pytest.fixture
def mine(north: Tenant, citizen: Any) -> Program:
    return Program(north, "north", token_for(north, citizen))


@pytest.fixture
def desk(north: Tenant, officer: Any) -> Program:
    return Program(north, "north", token_for(north, officer))


def filed(program: Program, **values: Any) -> dict[str, Any]:
    answer = program.post(FILE, {**NEW, **values})
    assert answer.status_code == 201, answer.content.decode()
    made: dict[str, Any] = answer.json()
    return made


def notices(tenant: Tenant) -> list[tuple[str, str]]:
    with tenant_scope(tenant):
        return list(Consent.objects.filter(user=None).values_list("case_number", "version"))


# --- the privacy notice -----------------------------------------------------------------------------------------------


def test_a_guest_files_with_the_notice_that_was_shown(north: Tenant, south: Tenant, guest: Program) -> None:
    notice = guest.get("/api/v1/public/privacy-notice").json()
    assert (notice["version"], notice["url"]) == ("1", "/privacy")
    made = filed(guest, notice_version=notice["version"])
    assert notices(north) == [(made["number"], "1")]
    assert notices(south) == []


@pytest.mark.parametrize("version", ["", "2", "\u0e51", "x" * 21])
def test_a_guest_who_was_not_shown_it_is_refused(north: Tenant, guest: Program, version: str) -> None:
    answer = guest.post(FILE, {**NEW, "notice_version": version})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/notice_version"
    with tenant_scope(north):
        assert not Complaint.objects.exists()


def test_who_has_an_account_was_shown_it_at_sign_in(north: Tenant, mine: Program) -> None:
    filed(mine, notice_version="")
    assert mine.post(FILE, {**NEW, "notice_version": "7"}).status_code == 422
    assert notices(north) == []


def test_an_offices_program_may_say_what_was_shown(north: Tenant, desk: Program) -> None:
    filed(desk, notice_version="")
    made = filed(desk)
    assert notices(north) == [(made["number"], "1")]


def test_where_a_digital_id_is_asked_for_programs_do_not_file_without(
    north: Tenant, guest: Program, mine: Program, desk: Program
) -> None:
    with tenant_scope(north):
        AssuranceRule.objects.create(service="complaints.file", ial="2.1")
    for program in (guest, mine):
        answer = program.post(FILE, NEW)
        assert (answer.status_code, answer.json()["code"]) == (403, "identity_required")
    filed(desk)


def test_while_the_service_is_off_nothing_is_filed_and_nothing_offered(
    north: Tenant, guest: Program, mine: Program, administrator: Any
) -> None:
    made = filed(guest)
    with tenant_scope(north):
        switch_services(on=frozenset(), actor=administrator, at=timezone.now())
    for program in (guest, mine):
        answer = program.post(FILE, NEW)
        assert (answer.status_code, answer.json()["code"]) == (403, "service_off")
    assert guest.get("/open311/v2/services.json").json() == []
    key = mine.headers["authorization"].removeprefix("Bearer ")
    sent = guest.client.post("/open311/v2/requests.json", {"api_key": key, "service_code": "street-lights"})
    assert sent.status_code == 400
    assert guest.get(f"{FILE}/{made['tracking_code']}", x_case_pin=made["pin"]).status_code == 200


# --- photos -----------------------------------------------------------------------------------------------------------


def test_photos_come_as_bytes_to_who_may_see_the_case(
    north: Tenant, south: Tenant, guest: Program, desk: Program, stranger: Any, south_officer: Any
) -> None:
    made = filed(guest)
    path = f"{FILE}/{made['tracking_code']}"
    sent = guest.post_photo(f"{path}/photos", photo("a.jpg"), x_case_pin=made["pin"]).json()
    listed = guest.get(path, x_case_pin=made["pin"]).json()["photos"]
    assert listed == [sent]
    full = guest.get(sent["url"], x_case_pin=made["pin"])
    small = guest.get(f"{sent['url']}?size=thumbnail", x_case_pin=made["pin"])
    assert (full.status_code, full["Content-Type"], small.status_code) == (200, "image/jpeg", 200)
    content = b"".join(full.streaming_content)
    assert content[:2] == b"\xff\xd8"
    assert len(b"".join(small.streaming_content)) < len(content)
    again = guest.get(sent["url"], x_case_pin=made["pin"], if_none_match=full["ETag"])
    assert again.status_code == 304
    of_office = desk.get(f"{DESK}/{made['number']}").json()["photos"][0]["url"]
    assert b"".join(desk.get(of_office).streaming_content) == content
    for program in (guest, Program(north, "north", token_for(north, stranger))):
        assert program.get(sent["url"]).status_code == 404
    assert guest.get(of_office).status_code == 401
    other = Program(south, "south", token_for(south, south_officer))
    assert other.get(of_office).status_code == 404
    assert other.get(sent["url"], x_case_pin=made["pin"]).status_code == 404


def test_a_photo_of_another_case_is_not_there(guest: Program) -> None:
    first, second = filed(guest), filed(guest)
    sent = guest.post_photo(f"{FILE}/{first['tracking_code']}/photos", photo("a.jpg"), x_case_pin=first["pin"]).json()
    url = f"{FILE}/{second['tracking_code']}/photos"
    assert guest.get(f"{url}/{sent['id']}", x_case_pin=second["pin"]).status_code == 404
    assert guest.get(f"{url}/{uuid4()}", x_case_pin=second["pin"]).status_code == 404
    assert guest.get(f"{url}/x", x_case_pin=second["pin"]).status_code == 404
    assert guest.get(f"{sent['url']}?size=huge", x_case_pin=first["pin"]).status_code == 422


# --- duplicates -------------------------------------------------------------------------------------------------------


def test_duplicates_are_joined_and_taken_apart(guest: Program, desk: Program) -> None:
    first, second = filed(guest)["number"], filed(guest)["number"]
    joined = desk.post(f"{DESK}/{second}/merge", {"parent": first.lower()}, if_match='"1"')
    assert joined.status_code == 200, joined.content.decode()
    assert (joined.json()["state"], joined.json()["merged_into"]) == ("merged", first)
    assert desk.get(f"{DESK}/{first}").json()["duplicates"] == [second]
    again = desk.post(f"{DESK}/{first}/merge", {"parent": second}, if_match='"1"')
    assert (again.status_code, again.json()["errors"][0]["pointer"]) == (403, "#/parent")
    apart = desk.post(f"{DESK}/{second}/unmerge", {}, if_match=joined["ETag"])
    assert (apart.status_code, apart.json()["merged_into"]) == (200, None)


def test_a_duplicate_of_nothing_visible_is_refused(
    guest: Program, desk: Program, south: Tenant, south_officer: Any
) -> None:
    number = filed(guest)["number"]
    for parent in ("RQ-2569-999999", "x", number):
        answer = desk.post(f"{DESK}/{number}/merge", {"parent": parent}, if_match='"1"')
        assert answer.status_code in {403, 422}
        assert answer.json()["errors"][0]["pointer"] == "#/parent"
    other = Program(south, "south", token_for(south, south_officer))
    assert other.post(f"{DESK}/{number}/merge", {"parent": number}, if_match='"1"').status_code == 404
    assert desk.post(f"{DESK}/{number}/merge", {"parent": number}).status_code == 428


# --- ratings ----------------------------------------------------------------------------------------------------------


def test_a_rating_with_reasons(north: Tenant, guest: Program, desk: Program) -> None:
    made = filed(guest)
    version = '"1"'
    for move, note in (("accept", ""), ("resolve", "ซ่อมเสร็จแล้ว"), ("close", "")):
        version = desk.post(f"{DESK}/{made['number']}/{move}", {"note": note}, if_match=version)["ETag"]
    path = f"{FILE}/{made['tracking_code']}/rating"
    both = guest.post(path, {"score": 4, "good": ["speed"], "bad": ["speed"]}, x_case_pin=made["pin"])
    assert (both.status_code, both.json()["errors"][0]["pointer"]) == (422, "#/bad")
    assert guest.post(path, {"score": 4, "good": ["luck"]}, x_case_pin=made["pin"]).status_code == 422
    rated = guest.post(path, {"score": 4, "good": ["speed", "speed"], "bad": ["news"]}, x_case_pin=made["pin"])
    assert rated.json() == {"score": 4, "comment": "", "good": ["speed"], "bad": ["news"]}
    with tenant_scope(north):
        assert Response.objects.get().good == ["speed"]


def test_my_cases_by_kind_and_what_waits(mine: Program, desk: Program) -> None:
    first, second = filed(mine), filed(mine, kind="suggestion")
    version = desk.post(f"{DESK}/{first['number']}/accept", {}, if_match='"1"')["ETag"]
    desk.post(f"{DESK}/{first['number']}/ask", {"note": "ช่วยบอกจุดที่ชัดกว่านี้"}, if_match=version)
    for query, expected in (("show=waiting", first), ("kind=suggestion", second)):
        found = mine.get(f"/api/v1/my/complaints?{query}").json()["items"]
        assert [one["number"] for one in found] == [expected["number"]]
