"""Divisions, positions and roles as lists: searched, sorted, taken away."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenant_apps.registry.models import Division, Position, Role
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient

LISTS = ("divisions", "positions", "roles")


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any) -> HostClient:
    """The administrator at the desk."""
    return browse(north).sign_in(administrator)


@pytest.fixture
def canaries(north: Tenant) -> str:
    """One of each in north, of one name."""
    name = "นกขมิ้นเหลืองอ่อน"
    with tenant_scope(north):
        Division.objects.create(name=name, short_name="นข.", order=900)
        role = Role.objects.create(name=name, description="ดูแลนก", rights=["complaints.view"])
        Position.objects.create(name=name, level=30, role=role)
    return name


def names(answer: Any) -> list[str]:
    return re.findall(r'<td class="row-head"[^>]*><div><a href="[^"]+">([^<]+)</a>', answer.content.decode())


@pytest.mark.parametrize("page", LISTS)
def test_searched_sorted_and_taken_away(desk: HostClient, canaries: str, page: str) -> None:
    assert canaries in names(desk.get(f"/desk/{page}"))
    assert names(desk.get(f"/desk/{page}?q=นกขมิ้น")) == [canaries]
    nothing = desk.get(f"/desk/{page}?q=ไม่มีชื่อนี้")
    assert names(nothing) == []
    assert "ลองใช้คำที่สั้นลง" in nothing.content.decode()
    up, down = (names(desk.get(f"/desk/{page}?sort={sort}name")) for sort in ("", "-"))
    assert up == down[::-1]
    csv = desk.get(f"/desk/exports/{page}.csv?q=นกขมิ้น")
    assert csv.status_code == 200
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert canaries in lines[1]
    assert desk.get(f"/desk/exports/{page}.xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("page", LISTS)
def test_no_more_queries_for_more_rows(desk: HostClient, north: Tenant, page: str) -> None:
    desk.get(f"/desk/{page}")
    with tenant_scope(north):
        with CaptureQueriesContext(connection) as few:
            desk.get(f"/desk/{page}")
        for number in range(8):
            role = Role.objects.create(name=f"บทบาทที่ {number}")
            Division.objects.create(name=f"กองที่ {number}", order=900)
            Position.objects.create(name=f"ตำแหน่งที่ {number}", role=role)
        with CaptureQueriesContext(connection) as many:
            desk.get(f"/desk/{page}")
    assert len(many) == len(few)


def test_filters(desk: HostClient, canaries: str) -> None:
    assert canaries in names(desk.get("/desk/positions?level=30"))
    assert canaries not in names(desk.get("/desk/positions?level=70"))
    assert canaries not in names(desk.get("/desk/divisions?state=no"))
    assert desk.get("/desk/divisions?state=nonsense").status_code == 200


def test_what_a_division_was_merged_into_is_said_and_it_can_be_used_again(
    desk: HostClient, north: Tenant, canaries: str
) -> None:
    with tenant_scope(north):
        kept = Division.objects.filter(is_active=True).first()
        Division.objects.filter(name=canaries).update(is_active=False, merged_into=kept)
    page = desk.get("/desk/divisions?state=no").content.decode()
    assert f"ยุบรวมเข้ากับ{kept}" in page
    assert "/reopen" in page


@pytest.mark.parametrize("page", LISTS)
def test_south_sees_nothing(browse: Browse, south: Tenant, south_officer: Any, canaries: str, page: str) -> None:
    with tenant_scope(south):
        south_officer.is_administrator = True
        south_officer.save()
    desk = browse(south).sign_in(south_officer)
    assert names(desk.get(f"/desk/{page}?q=นกขมิ้น")) == []
    assert canaries not in desk.get(f"/desk/exports/{page}.csv").content.decode("utf-8-sig")


def test_without_the_right_nothing_is_taken_away(browse: Browse, north: Tenant, officer: Any, canaries: str) -> None:
    with tenant_scope(north):
        role = Role.objects.create(name="ดูอย่างเดียว", rights=["people.view"])
        officer.officer.roles.set([role])
    desk = browse(north).sign_in(officer)
    page = desk.get("/desk/divisions")
    assert page.status_code == 200
    assert page.context["exports"] == []
    assert "/move" not in page.content.decode()
    assert desk.get("/desk/exports/divisions.csv").status_code == 403
