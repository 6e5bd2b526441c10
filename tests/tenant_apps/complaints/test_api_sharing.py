"""For programs: public cases, those near a place, following; reasons for delay, forwarding to an officer."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit import clock
from tenant_apps.complaints.models import Category, Complaint, Follower, Intake, TimeLimit
from tenant_apps.complaints.services import change_citizen_options
from tenant_apps.registry.selectors import officer_of
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.api import Program, token_for
from tests.support.publication import publish
from tests.tenant_apps.complaints.test_api import NEW

pytestmark = pytest.mark.usefixtures("empty_caches")
FILE, CASES, FOLLOWED = "/api/v1/complaints", "/api/v1/public/cases", "/api/v1/my/followed"
DESK = "/api/v1/desk/complaints"
NEAR = "latitude=17.3925&longitude=104.772"


@pytest.fixture
def guest(north: Tenant) -> Program:
    return Program(north, "north")


@pytest.fixture
def desk(north: Tenant, officer: Any) -> Program:
    return Program(north, "north", token_for(north, officer))


@pytest.fixture
def other(north: Tenant, stranger: Any) -> Program:
    """A citizen with the same trouble."""
    return Program(north, "north", token_for(north, stranger))


def _number(guest: Program, **values: Any) -> str:
    answer = guest.post(FILE, {**NEW, **values})
    assert answer.status_code == 201, answer.content.decode()
    return str(answer.json()["number"])


def _show(tenant: Tenant, actor: Any) -> None:
    with tenant_scope(tenant):
        values = {"nearby_metres": 200, "shows_cases": True, "allows_anonymous": True, "keeps_drafts_days": 14}
        change_citizen_options(values=values, actor=actor, at=timezone.now())


# --- what everyone may read -------------------------------------------------------------------------------------------


def test_the_list_is_there_when_the_office_shows_it(
    north: Tenant, south: Tenant, guest: Program, administrator: Any
) -> None:
    first, second = _number(guest), _number(guest, category="roads")
    publish(north, shows_cases=False)
    assert guest.get(CASES).status_code == 404
    _show(north, administrator)
    page = guest.get(f"{CASES}?limit=1").json()
    assert [one["number"] for one in page["items"]] == [second]
    rest = guest.get(f"{CASES}?limit=1&cursor={page['next_cursor']}").json()
    assert ([one["number"] for one in rest["items"]], rest["next_cursor"]) == ([first], None)
    assert [one["number"] for one in guest.get(f"{CASES}?category=roads").json()["items"]] == [second]
    assert guest.get(f"{CASES}?state=closed").json()["items"] == []
    assert len(guest.get(f"{CASES}?state=all").json()["items"]) == 2
    assert guest.get(f"{CASES}?category=nothing").status_code == 422
    assert guest.get(f"{CASES}?state=gone").status_code == 422
    assert Program(south, "south").get(f"{CASES}/{first}").status_code == 404


def test_nothing_private_is_read(north: Tenant, guest: Program, administrator: Any) -> None:
    _show(north, administrator)
    number = _number(guest)
    with tenant_scope(north):
        secret = Category.objects.filter(restricted=True)[0].code
    hidden = _number(guest, category=secret)
    body = "".join(guest.get(path).content.decode() for path in (CASES, f"{CASES}/{number}", f"{CASES}/nearby?{NEAR}"))
    assert number in body
    for private in ("มานี", "8123", "manee", NEW["title"], NEW["description"], NEW["place"], "392145", hidden):
        assert str(private) not in body
    assert guest.get(f"{CASES}/{hidden}").status_code == 404


def test_open_cases_near_a_place(north: Tenant, south: Tenant, guest: Program) -> None:
    near, other = _number(guest), _number(guest, category="roads")
    _number(guest, latitude=17.5, longitude=104.9)
    found = guest.get(f"{CASES}/nearby?{NEAR}&category=roads").json()
    assert [one["number"] for one in found] == [other, near]
    assert all(0 <= one["metres"] <= 200 for one in found)
    assert (found[0]["latitude"], found[0]["people"]) == (17.392, 1)
    assert Program(south, "south").get(f"{CASES}/nearby?{NEAR}").json() == []
    for query in ("latitude=60&longitude=104", "latitude=17", "latitude=x&longitude=104"):
        assert guest.get(f"{CASES}/nearby?{query}").status_code == 422


def test_a_category_says_how_its_days_are_counted(north: Tenant, guest: Program) -> None:
    with tenant_scope(north):
        category = Category.objects.get(code="roads")
        TimeLimit.objects.create(
            category=category, days=30, unit="calendar", since=timezone.now() - timedelta(minutes=1)
        )
    units = {one["code"]: one["unit"] for one in guest.get("/api/v1/public/categories").json()}
    assert (units["roads"], units["street-lights"]) == ("calendar", "working")


# --- following --------------------------------------------------------------------------------------------------------


def test_a_neighbour_follows_and_stops(
    north: Tenant, south: Tenant, guest: Program, other: Program, south_citizen: Any
) -> None:
    number = _number(guest)
    made = [other.post(FOLLOWED, {"number": number.lower()}) for _time in range(2)]
    assert [one.status_code for one in made] == [201, 201]
    assert (made[0].json()["number"], made[0].json()["case"]["people"]) == (number, 2)
    with tenant_scope(north):
        assert Follower.objects.count() == 1
    assert [one["number"] for one in other.get(FOLLOWED).json()["items"]] == [number]
    foreign = Program(south, "south", token_for(south, south_citizen))
    assert foreign.get(FOLLOWED).json()["items"] == []
    assert foreign.post(FOLLOWED, {"number": number}).status_code == 403
    assert other.ask("DELETE", f"{FOLLOWED}/{number}").status_code == 204
    assert other.ask("DELETE", f"{FOLLOWED}/{number}").status_code == 404
    assert other.get(FOLLOWED).json()["items"] == []


def test_what_cannot_be_followed(north: Tenant, guest: Program, other: Program, citizen: Any) -> None:
    own = Program(north, "north", token_for(north, citizen))
    mine = _number(own)
    assert own.post(FOLLOWED, {"number": mine}).json()["code"] == "its_reporter"
    with tenant_scope(north):
        Complaint.objects.filter(number=mine).update(state="closed")
    assert other.post(FOLLOWED, {"number": mine}).json()["code"] == "not_public"
    assert guest.post(FOLLOWED, {"number": mine}).status_code == 401
    reading = Program(north, "north", token_for(north, citizen, "cases.read"))
    assert reading.post(FOLLOWED, {"number": mine}).status_code == 403


def test_a_followed_case_that_is_public_no_longer_shows_nothing(north: Tenant, guest: Program, other: Program) -> None:
    number = _number(guest)
    other.post(FOLLOWED, {"number": number})
    with tenant_scope(north):
        Complaint.objects.filter(number=number).update(state="filed_in_error")
    assert [(one["number"], one["case"]) for one in other.get(FOLLOWED).json()["items"]] == [(number, None)]


def test_queries_do_not_grow(north: Tenant, guest: Program, other: Program, administrator: Any) -> None:
    _show(north, administrator)
    counts = []
    for _time in range(2):
        for _case in range(2):
            other.post(FOLLOWED, {"number": _number(guest)})
        for path in (CASES, FOLLOWED, f"{CASES}/nearby?{NEAR}"):
            other.get(path)
            with CaptureQueriesContext(connection) as queries:
                other.get(path)
            counts.append(len(queries))
    assert counts[:3] == counts[3:]


# --- officers ---------------------------------------------------------------------------------------------------------


def test_a_late_case_is_explained(north: Tenant, guest: Program, desk: Program) -> None:
    number = _number(guest)
    path = f"{DESK}/{number}"
    seen = desk.get(path)
    assert {"extend"} <= set(seen.json()["actions"])
    assert "delay" not in seen.json()["actions"]
    early = desk.post(f"{path}/delay", {"note": "รออะไหล่จากผู้ขาย"}, if_match=seen["ETag"])
    assert (early.status_code, early.json()["code"]) == (403, "not_late")
    with tenant_scope(north):
        Complaint.objects.filter(number=number).update(due_at=timezone.now() - timedelta(days=1))
    assert "delay" in desk.get(path).json()["actions"]
    told = desk.post(f"{path}/delay", {"note": "รออะไหล่จากผู้ขาย"}, if_match=seen["ETag"])
    assert (told.status_code, told.json()["events"][0]["note"]) == (200, "รออะไหล่จากผู้ขาย")
    assert told["ETag"] == '"2"'
    assert desk.post(f"{path}/delay", {"note": "สั้น"}, if_match='"2"').status_code == 422


def test_work_goes_to_an_officer_of_another_division(north: Tenant, guest: Program, desk: Program, clerk: Any) -> None:
    path = f"{DESK}/{_number(guest)}/forward"
    with tenant_scope(north):
        colleague = officer_of(clerk)
    assert colleague is not None
    assert colleague.division is not None
    for body, pointer in (
        ({"note": "ไม่ใช่งานของกองนี้"}, "#/division"),
        ({"officer": 10**9, "note": "ไม่ใช่งานของกองนี้"}, "#/officer"),
        ({"officer": colleague.pk}, "#/note"),
    ):
        refused = desk.post(path, body, if_match='"1"')
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    given = desk.post(path, {"officer": colleague.pk, "note": "ไม่ใช่งานของกองนี้"}, if_match='"1"')
    assert given.status_code == 200, given.content.decode()
    assert (given.json()["assignee"], given.json()["division"]) == (str(clerk), colleague.division.name)
    events = given.json()["events"]
    assert not [one for one in events if one["is_public"] and "กองนี้" in one["note"]]


def test_the_offices_program_names_the_way_in(
    north: Tenant, south: Tenant, guest: Program, desk: Program, other: Program
) -> None:
    """What an officer has taken down is received at once, and counts as what it came by."""
    ways = {one["code"]: one["name"] for one in desk.get("/api/v1/desk/sources").json()}
    assert ways["phone"] == "โทรศัพท์"
    saturday = clock.bangkok(clock.now()).replace(hour=10) + timedelta(days=7)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)
    with time_machine.travel(saturday, tick=False):
        filed = [desk.post(FILE, {**NEW, **more}).json() for more in ({"source": "phone", "reference": "A-7"}, {})]
    assert [one["legal_received_at"] == one["submitted_at"] for one in filed] == [True, False]
    with tenant_scope(north):
        intake = Intake.objects.get()
        assert (intake.complaint.number, intake.source.code, intake.reference) == (filed[0]["number"], "phone", "A-7")
    for program, source in ((guest, "phone"), (other, "phone"), (desk, "pigeon")):
        refused = program.post(FILE, {**NEW, "source": source})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/source")
    with tenant_scope(south):
        assert not Intake.objects.exists()
