"""Categories, ways in and ready texts as lists: searched, filtered, sorted, taken away."""

import re
from typing import Any

import pytest

from tenant_apps.complaints import services
from tenant_apps.complaints.models import Category, ReplyTemplate, Source
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient

NAME = "นกขมิ้นเหลืองอ่อน"
PAGES = {
    "categories": "/desk/settings/complaints/categories",
    "ways-in": "/desk/settings/ways-in",
    "ready-texts": "/desk/settings/ready-texts",
}
codes = pytest.mark.parametrize("code", PAGES)


@pytest.fixture(autouse=True)
def canaries(north: Tenant) -> None:
    """One of each in north, of one name; the ready text is not in use."""
    with tenant_scope(north):
        services.seed_sources()
        Category.objects.create(code="birds", name_th=NAME, name_en="Orioles", order=900, restricted=True)
        Source.objects.create(code="birds", name_th=NAME, name_en="Orioles", order=900)
        ReplyTemplate.objects.create(name=NAME, text="นกบินไปแล้ว", act="resolve", active=False)
        ReplyTemplate.objects.create(name="กำลังดำเนินการ", text="ช่างจะไปในวันพรุ่งนี้")


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any) -> HostClient:
    """The administrator at the desk."""
    return browse(north).sign_in(administrator)


def names(answer: Any) -> list[str]:
    pattern = r'<td class="row-head"[^>]*><div>(?:<svg.*?</svg> )?<a href="[^"]+">([^<]+)</a>'
    found: list[str] = re.findall(pattern, answer.content.decode())
    return found


@codes
def test_searched_sorted_and_taken_away(desk: HostClient, code: str) -> None:
    page = PAGES[code]
    assert NAME in names(desk.get(page))
    assert names(desk.get(f"{page}?q=นกขมิ้น")) == [NAME]
    nothing = desk.get(f"{page}?q=ไม่มีชื่อนี้")
    assert names(nothing) == []
    assert "ลองใช้คำที่สั้นลง" in nothing.content.decode()
    assert names(desk.get(f"{page}?sort=name")) == names(desk.get(f"{page}?sort=-name"))[::-1]
    lines = desk.get(f"/desk/exports/{code}.csv?q=นกขมิ้น").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert NAME in lines[1]
    assert desk.get(f"/desk/exports/{code}.xlsx").content.startswith(b"PK")


@codes
def test_filters(desk: HostClient, code: str) -> None:
    is_used = code != "ready-texts"
    assert (NAME in names(desk.get(f"{PAGES[code]}?state=yes"))) is is_used
    assert (NAME in names(desk.get(f"{PAGES[code]}?state=no"))) is not is_used
    assert desk.get(f"{PAGES[code]}?state=nonsense&sort=nonsense&page=99").status_code == 200


def test_what_a_text_is_for(desk: HostClient) -> None:
    assert names(desk.get(f"{PAGES['ready-texts']}?act=resolve")) == [NAME]
    assert names(desk.get(f"{PAGES['ready-texts']}?act=ask")) == []


def test_categories_move_only_while_they_stand_in_their_own_order(desk: HostClient) -> None:
    assert "/up" in desk.get(PAGES["categories"]).content.decode()
    assert "/up" not in desk.get(f"{PAGES['categories']}?sort=-name").content.decode()
    assert "/up" not in desk.get(f"{PAGES['categories']}?q=นก").content.decode()


@codes
def test_south_sees_nothing(browse: Browse, south: Tenant, south_officer: Any, code: str) -> None:
    with tenant_scope(south):
        south_officer.is_administrator = True
        south_officer.save()
    desk = browse(south).sign_in(south_officer)
    assert names(desk.get(f"{PAGES[code]}?q=นกขมิ้น")) == []
    assert NAME not in desk.get(f"/desk/exports/{code}.csv").content.decode("utf-8-sig")


@codes
def test_without_the_right_nothing_is_taken_away(browse: Browse, north: Tenant, officer: Any, code: str) -> None:
    assert browse(north).sign_in(officer).get(f"/desk/exports/{code}.csv").status_code == 403
