"""Saved views as a list."""

from typing import Any

import pytest
from django.utils import timezone

from tenant_apps.desk import services
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
