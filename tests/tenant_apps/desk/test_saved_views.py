"""Saved views as a list."""

from typing import Any

import pytest
from django.utils import timezone

from tenant_apps.desk import services
from tenant_apps.desk.models import SavedView
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse

PAGE = "/desk/inbox/views"


@pytest.fixture(autouse=True)
def views(north: Tenant, administrator: Any, officer: Any) -> None:
    """Two of the administrator's, one of them shared with the officers' division."""
    with tenant_scope(north):
        for name, division in (("เกินกำหนดของกอง", officer.officer.division), ("ถนนที่ยังไม่เสร็จ", None)):
            services.save_view(
                name=name,
                tab="all",
                query="state=complaints%3Anew",
                division=division,
                is_first=False,
                actor=administrator,
                at=timezone.now(),
            )


def test_searched_filtered_and_taken_away(browse: Browse, north: Tenant, administrator: Any) -> None:
    desk = browse(north).sign_in(administrator)
    page = desk.get(PAGE).content.decode()
    assert "เกินกำหนดของกอง" in page
    assert "view=" in page
    assert "ถนนที่ยังไม่เสร็จ" not in desk.get(f"{PAGE}?q=เกินกำหนด").content.decode()
    assert "เกินกำหนดของกอง" not in desk.get(f"{PAGE}?shared=mine").content.decode()
    first, last = (desk.get(f"{PAGE}?sort={sort}name").content.decode().index("เกินกำหนดของกอง") for sort in ("", "-"))
    assert first < last
    lines = desk.get("/desk/exports/saved-views.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3


def test_a_colleague_takes_away_only_what_is_shared(browse: Browse, north: Tenant, officer: Any) -> None:
    csv = browse(north).sign_in(officer).get("/desk/exports/saved-views.csv").content.decode("utf-8-sig")
    assert "เกินกำหนดของกอง" in csv
    assert "ถนนที่ยังไม่เสร็จ" not in csv


def test_south_sees_nothing(browse: Browse, south: Tenant, south_officer: Any) -> None:
    with tenant_scope(south):
        south_officer.is_administrator = True
        south_officer.save()
    desk = browse(south).sign_in(south_officer)
    assert "เกินกำหนดของกอง" not in desk.get(PAGE).content.decode()
    assert "เกินกำหนดของกอง" not in desk.get("/desk/exports/saved-views.csv").content.decode("utf-8-sig")


def test_a_view_whose_filter_is_no_more_opens_without_it_and_says_so(
    browse: Browse, north: Tenant, officer: Any
) -> None:
    desk = browse(north).sign_in(officer)
    kept = {"name": "เก่า", "tab": "all", "query": "state=new&state=long-gone&category=gone"}
    desk.post(PAGE, kept)
    with tenant_scope(north):
        view = SavedView.objects.get(name="เก่า")
        assert view.query == "state=new", "what is no choice is not kept"
        view.query = kept["query"]
        view.save()
    answer = desk.get(f"/desk/inbox/tab/all?{view.query}&view={view.pk}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "ตัวกรองที่ไม่ได้ใช้ เพราะค่าที่เก็บไว้ไม่มีแล้ว: สถานะ, ประเภทเรื่อง" in page
    assert "error-summary" not in page
    assert "is-invalid" not in page
    left = f'name="query" value="state=new&amp;view={view.pk}"'
    assert left in page, "what leads on from here leaves it out, too"
    assert "เพราะค่าที่เก็บไว้ไม่มีแล้ว" not in desk.get("/desk/inbox/tab/all?state=new").content.decode()
