"""Reports over very many cases are kept, and counted anew by a job."""

from datetime import timedelta
from typing import Any

import pytest

from kit import clock
from shared_apps.jobs import registry
from shared_apps.jobs.models import OutboxJob
from tenant_apps.complaints.models import Complaint
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.tenant_apps.complaints.conftest import file_one

pytestmark = pytest.mark.usefixtures("empty_caches")
PAGE = "/desk/reports?kind=complaint"


@pytest.fixture
def many(in_north: Tenant, monkeypatch: pytest.MonkeyPatch) -> list[Complaint]:
    """Three cases, which count as very many."""
    monkeypatch.setattr("tenant_apps.reports.kept.MANY", 3)
    return [file_one().complaint for _ in range(3)]


def later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    at = clock.now() + timedelta(minutes=minutes)
    monkeypatch.setattr("tenant_apps.reports.kept.clock.now", lambda: at)


def ordered() -> list[OutboxJob]:
    with public_scope():
        return list(OutboxJob.objects.filter(name="reports.recount").order_by("created_at"))


def test_it_is_kept_for_five_minutes_and_says_when(
    browse: Browse, north: Tenant, administrator: Any, many: list[Complaint]
) -> None:
    desk = browse(north).sign_in(administrator)
    first = desk.get(PAGE)
    file_one()
    again = desk.get(PAGE)
    assert "ข้อมูล ณ" in again.content.decode()
    assert again.context["at"] == first.context["at"]
    assert again.context["report"].total.filed == 3
    assert not again.context["is_old"]
    assert desk.get("/desk/reports?category=street-lights").context["report"].total.filed == 4, "another choice"
    assert ordered() == []


def test_an_old_one_is_shown_at_once_and_counted_by_a_job(
    browse: Browse, north: Tenant, administrator: Any, many: list[Complaint], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = browse(north).sign_in(administrator)
    desk.get(PAGE)
    file_one()
    later(monkeypatch, 6)
    for _ in range(2):
        old = desk.get(PAGE)
        assert old.context["report"].total.filed == 3
        assert "กำลังนับใหม่" in old.content.decode()
    [job] = ordered()
    registry.get(job.name).handler(**job.arguments)
    new = desk.get(PAGE)
    assert new.context["report"].total.filed == 4
    assert "กำลังนับใหม่" not in new.content.decode()


def test_the_report_over_everything_waits_in_the_morning(
    browse: Browse, north: Tenant, administrator: Any, many: list[Complaint], django_assert_max_num_queries: Any
) -> None:
    registry.get("reports.prepare").handler()
    desk = browse(north).sign_in(administrator)
    file_one()
    assert desk.get("/desk/reports").context["report"].total.filed == 3


def test_few_cases_are_counted_each_time(browse: Browse, north: Tenant, administrator: Any, in_north: Tenant) -> None:
    file_one()
    registry.get("reports.prepare").handler()
    desk = browse(north).sign_in(administrator)
    assert desk.get("/desk/reports").context["report"].total.filed == 1
    file_one()
    assert desk.get("/desk/reports").context["report"].total.filed == 2


def test_south_sees_nothing_of_norths_kept_report(
    browse: Browse, north: Tenant, south: Tenant, administrator: Any, south_officer: Any, many: list[Complaint]
) -> None:
    assert browse(north).sign_in(administrator).get("/desk/reports").context["report"].total.filed == 3
    with tenant_scope(south):
        south_officer.is_administrator = True
        south_officer.save()
    seen = browse(south).sign_in(south_officer).get("/desk/reports")
    assert seen.status_code == 200
    assert seen.context["report"].total.filed == 0
