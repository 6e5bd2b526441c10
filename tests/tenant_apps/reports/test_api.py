"""Totals for programs."""

from typing import Any

import pytest

from kit import clock
from tenant_apps.registry.selectors import divisions
from tenant_apps.surveys.services import respond
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.api import Program, token_for
from tests.tenant_apps.complaints.conftest import AT, file_one

pytestmark = pytest.mark.usefixtures("empty_caches")
CASES = "/api/v1/desk/reports/complaints"
ANSWERS = "/api/v1/desk/reports/satisfaction"


@pytest.fixture
def program(north: Tenant, administrator: Any) -> Program:
    return Program(north, "north", token_for(north, administrator))


@pytest.fixture
def counted(north: Tenant) -> None:
    with tenant_scope(north):
        for code in ("roads", "roads", "waste"):
            file_one(category=code)
        for number, score in enumerate((5, 4, 2)):
            respond(
                service="complaints",
                case_reference=f"RQ-2569-{number:06}",
                division=divisions().first(),
                score=score,
                good=["speed"] if score > 3 else [],
                bad=["news"] if score < 3 else [],
                comment="ลับเฉพาะ",
                actor=None,
                at=clock.now(),
            )


def test_cases_are_counted_and_narrowed(counted: None, program: Program) -> None:
    found = program.get(CASES)
    assert found.status_code == 200, found.content.decode()
    assert (found.json()["total"]["filed"], found.json()["total"]["open"]) == (3, 3)
    months = next(one for one in found.json()["figures"] if one["code"] == "month")
    assert [row[1] for row in months["rows"]] == [3]
    assert program.get(f"{CASES}?category=roads").json()["total"]["filed"] == 2
    assert program.get(f"{CASES}?last=2020-01-01").json()["total"]["filed"] == 0
    assert program.get(f"{CASES}?kind=joke").status_code == 422
    assert program.get(f"{CASES}?first=x").status_code == 422
    day = clock.bangkok_day(AT)
    assert program.get(f"{CASES}?first={day}&last={day}").json()["total"]["filed"] == 3
    for query in (
        "category=none",
        "division=99999",
        "source=none",
        "first=9000-01-01",
        "first=2026-02-01&last=2026-01-01",
    ):
        assert program.get(f"{CASES}?{query}").status_code == 422, query


def test_satisfaction_is_counted_without_words(counted: None, program: Program) -> None:
    found = program.get(ANSWERS)
    assert found.json()["total"] == {"count": 3, "average": 3.67, "satisfied": 66.67}
    reasons = next(one for one in found.json()["figures"] if one["code"] == "reason")
    assert ["ความรวดเร็ว", 2, 0] in reasons["rows"]
    assert ["การแจ้งความคืบหน้า", 0, 1] in reasons["rows"]
    assert "ลับเฉพาะ" not in found.content.decode()
    assert program.get(f"{ANSWERS}?service=permits").json()["total"]["count"] == 0


def test_each_has_its_own_scope(north: Tenant, administrator: Any, citizen: Any) -> None:
    one = Program(north, "north", token_for(north, administrator, "reports.view"))
    assert (one.get(CASES).status_code, one.get(ANSWERS).status_code) == (200, 403)
    other = Program(north, "north", token_for(north, administrator, "surveys.view"))
    assert (other.get(CASES).status_code, other.get(ANSWERS).status_code) == (403, 200)
    assert Program(north, "north", token_for(north, citizen)).get(CASES).status_code == 403
    assert Program(north, "north").get(CASES).status_code == 401


def test_south_counts_nothing_of_north(counted: None, south: Tenant, south_officer: Any) -> None:
    other = Program(south, "south", token_for(south, south_officer))
    for path, name in ((CASES, "filed"), (ANSWERS, "count")):
        answer = other.get(path)
        assert answer.status_code == 403 or answer.json()["total"][name] == 0
