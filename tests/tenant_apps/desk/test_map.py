"""The cases of the inbox on a map."""

import json
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenant_apps.complaints.models import Complaint, Follower
from tenants.models import Tenant
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.support.rights import hold_only
from tests.tenant_apps.complaints.conftest import File


def at(latitude: str, longitude: str) -> dict[str, Decimal]:
    return {"latitude": Decimal(latitude), "longitude": Decimal(longitude)}


def page(desk: HostClient, **query: Any) -> str:
    response = desk.get("/desk/map", query)
    assert response.status_code == 200
    return str(response.content.decode())


def pins(shown: str) -> list[Any]:
    held = shown.partition('data-pins="')[2].partition('"')[0]
    found: list[Any] = json.loads(unescape(held)) if held else []
    return found


@pytest.fixture
def three(file_in_north: File) -> list[Complaint]:
    """Two cases in one street, and one ten kilometres away."""
    places = (at("16.5000", "100.5000"), at("16.5001", "100.5001"), at("16.6000", "100.6000"))
    return [file_in_north(**place, title=f"หัวข้อ {turn}").complaint for turn, place in enumerate(places)]


def test_near_cases_share_a_pin_that_leads_to_them(desk: HostClient, three: list[Complaint]) -> None:
    shown = page(desk)
    group, single = pins(shown)
    assert group[4] == 2
    assert "2 เรื่อง" in group[2]
    assert (group[0], group[1]) == (pytest.approx(16.50005), pytest.approx(100.50005))
    assert single[2:] == [f"{three[2].number} หัวข้อ 2", f"/desk/complaints/{three[2].number}"]
    assert all(one.number in shown for one in three)
    near = desk.get(group[3]).content.decode()
    assert three[0].number in near
    assert three[2].number not in near
    assert {pin[2] for pin in pins(near)} == {f"{one.number} {one.title}" for one in three[:2]}
    assert "แสดงทั้งพื้นที่" in near


def test_the_filters_of_the_inbox_count(desk: HostClient, three: list[Complaint], officer: Any) -> None:
    Complaint.objects.filter(pk=three[0].pk).update(state="accepted", assignee=officer)
    Follower.objects.create(complaint=three[2], user=officer)
    for query, expected in (
        ({"tab": "mine"}, {0}),
        ({"tab": "unassigned"}, {1, 2}),
        ({"state": "accepted"}, {0}),
        ({"q": three[1].number}, {1}),
        ({"category": "waste"}, set()),
        ({"followed": "on"}, {2}),
        ({"area": "16.55,100.55,16.65,100.65"}, {2}),
        ({"area": "16.55,100.55,16.65,100.65", "state": "accepted"}, set()),
    ):
        shown = page(desk, **query)
        assert {turn for turn, one in enumerate(three) if one.number in shown} == expected, query
    group = pins(page(desk, state="new", tab="all", q="หัวข้อ"))[0]
    assert parse_qs(urlsplit(pins(page(desk))[0][3]).query).keys() == {"tab", "area"}
    assert group[2].startswith(three[1].number)


def test_the_inbox_leads_here_and_the_list_says_what_has_no_place(
    desk: HostClient, three: list[Complaint], file_in_north: File
) -> None:
    lost = file_in_north().complaint
    assert "/desk/map?tab=all" in desk.get("/desk/inbox/tab/all").content.decode()
    shown = page(desk)
    assert lost.number not in shown
    assert "มี 1 เรื่องที่ไม่ได้ปักหมุดไว้" in shown


def test_restricted_cases_are_for_their_officers(
    desk: HostClient, file_in_north: File, browse: Browse, north: Tenant, administrator: Any
) -> None:
    secret = file_in_north(**at("16.5", "100.5"), category="corruption").complaint
    assert secret.number not in page(desk)
    assert pins(page(desk)) == []
    assert len(pins(page(browse(north).sign_in(administrator)))) == 1


def test_south_sees_nothing(browse: Browse, south: Tenant, south_officer: Any, three: list[Complaint]) -> None:
    shown = page(browse(south).sign_in(south_officer), area="5,97,21,106")
    assert pins(shown) == []
    assert not any(one.number in shown for one in three)


def test_only_with_the_right_to_view(desk: HostClient, three: list[Complaint], officer: Any) -> None:
    hold_only(officer, "complaints.edit", "complaints.assign")
    assert desk.get("/desk/map").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["area=x", "area=1,2,3", "area=nan,nan,nan,nan", "area=9,9,1,1", "area=-inf,0,inf,1", "area=%00", "page=x&sort=zz"],
)
def test_odd_addresses_show_everything(desk: HostClient, three: list[Complaint], query: str) -> None:
    shown = desk.get(f"/desk/map?{query}")
    assert shown.status_code == 200
    assert sum(pin[4] if len(pin) > 4 else 1 for pin in pins(shown.content.decode())) == 3
    assert desk.get("/desk/map?tab=zzz").status_code == 404


def test_any_number_of_cases_needs_the_same_queries(desk: HostClient, file_in_north: File) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(desk)
        return len(queries)

    def fill(number: int) -> None:
        for turn in range(number):
            file_in_north(**at(f"16.{500 + turn * 13}", f"100.{500 + turn * 7}"))

    fill(2)
    page(desk)
    few = count()
    fill(25)
    assert min(count() for _turn in range(3)) <= few <= 22
    assert len(pins(page(desk))) <= 7 * 7


def test_a_place_with_many_cases_can_be_looked_at(desk: HostClient, file_in_north: File) -> None:
    same = [file_in_north(**at("16.5", "100.5")).complaint for _turn in range(3)]
    (group,) = pins(page(desk))
    near = desk.get(group[3]).content.decode()
    assert all(one.number in near for one in same)
    assert pins(near)[0][4] == 3


def test_services_without_places_are_not_listed(desk: HostClient, file_in_north: File, suggestions: Any) -> None:
    idea = file_in_north(**at("16.5", "100.5"), kind="suggestion").complaint
    assert f"/elsewhere/{idea.number}" not in page(desk)
    assert idea.number not in page(desk, service="suggestions")


def test_before_the_first_pin_pages_say_what_will_be_there(desk: HostClient) -> None:
    words = "ยังไม่มีเรื่องที่ปักหมุดไว้"
    assert words in page(desk)
    assert words not in page(desk, q="ไฟ")
    assert "เรื่องที่ประชาชนแจ้งและเรื่องที่คุณรับแทนจะแสดงที่นี่" in desk.get("/desk/inbox/tab/all").content.decode()
