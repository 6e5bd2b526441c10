"""Reports agree with what they count."""

from datetime import datetime, timedelta
from typing import Any

import pypdfium2
import pytest

from kit import clock
from shared_apps.casework.periods import Period
from shared_apps.ui.figures import Figure
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.selectors import visible_to
from tenant_apps.reports import selectors
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.tenant_apps.complaints.conftest import AT, file_one

pytestmark = pytest.mark.usefixtures("empty_caches")
EVER = Period(None, None)
PAGE = "/desk/reports"
LATER = AT + timedelta(days=60)


@pytest.fixture
def worked(in_north: Tenant, officer: Any) -> list[Complaint]:
    """Five cases: answered in three working days, answered late, reopened, late and open, restricted and new."""
    cases = [file_one(category=code).complaint for code in ("roads", "roads", "waste", "waste", "corruption")]
    for case, days in zip(cases[:3], (5, 40, 2), strict=True):
        services.accept(complaint=case, version=case.version, actor=officer, at=AT)
        done = AT + timedelta(days=days)
        services.resolve(complaint=case, version=case.version, actor=officer, at=done, note="ซ่อมเสร็จแล้ว")
    services.reopen_as_citizen(complaint=cases[2], actor=None, at=AT + timedelta(days=3), note="ยังดับอยู่")
    return cases


def report(**narrow: Any) -> selectors.Report:
    return selectors.report(selectors.cases(narrow.pop("period", EVER), **narrow), at=LATER)


def figure(code: str, **narrow: Any) -> Figure:
    return next(one for one in report(**narrow).figures if one.code == code)


def test_totals(worked: list[Complaint]) -> None:
    total = report().total
    assert (total.filed, total.answered, total.on_time, total.late, total.open) == (5, 2, 1, 3, 3)
    assert total.on_time_share == 20.0
    assert total.reopened_share == 20.0
    # Friday to Wednesday is three working days; forty days to 30 December with two holidays are 26.
    assert total.average_days == (3 + 26) / 2


def test_parts_add_up_to_the_total_and_to_the_inbox(worked: list[Complaint], administrator: Any) -> None:
    total = report().total.filed
    assert total == visible_to(administrator).count() == Complaint.objects.count()
    for code in ("status", "category", "division", "month"):
        assert sum(row[1] for row in figure(code).as_rows) == total
    assert figure("backlog").as_rows[-1][1] == report().total.open


def test_a_pause_and_an_extension_keep_a_case_on_time(in_north: Tenant, officer: Any) -> None:
    case = file_one().complaint
    services.accept(complaint=case, version=case.version, actor=officer, at=AT)
    due = datetime(2026, 12, 22, tzinfo=clock.BANGKOK).date()
    services.extend(complaint=case, version=case.version, due=due, note="รออะไหล่", actor=officer, at=AT)
    at = AT + timedelta(days=31)
    services.resolve(complaint=case, version=case.version, actor=officer, at=at, note="ซ่อมเสร็จแล้ว")
    assert report().total.on_time_share == 100.0


def test_filters(worked: list[Complaint]) -> None:
    assert report(category="roads").total.filed == 2
    assert report(division=worked[0].division_id).total.filed >= 2
    assert report(kind="advice").total.filed == 0
    assert report(source="web").total.filed == 5
    day = clock.bangkok_day(AT)
    assert report(period=Period(day, day)).total.filed == 5
    assert report(period=Period(day + timedelta(days=1), None)).total.filed == 0


def test_few_queries_whatever_the_number(worked: list[Complaint], django_assert_num_queries: Any) -> None:
    report()
    with django_assert_num_queries(4):  # counting, finishing, names of categories and of divisions
        report()


def test_the_page_the_paper_and_the_lists(
    browse: Browse, north: Tenant, south: Tenant, administrator: Any, worked: list[Complaint]
) -> None:
    desk = browse(north).sign_in(administrator)
    page = desk.get(PAGE).content.decode()
    assert 'data-table="table-category"' in page
    assert worked[0].category.name_th in page
    assert worked[4].title not in page
    pdf = desk.get(f"{PAGE}/export.pdf?category=roads")
    assert pdf["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(pdf.content)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert north.name in text
    assert "รายงานเรื่องร้องเรียนและคำขอ" in text
    csv = desk.get(f"{PAGE}/export.csv?figure=category").content.decode("utf-8-sig").splitlines()
    assert csv[1].split(",")[1] == "2"
    assert desk.get(f"{PAGE}/export.xlsx?figure=month").content.startswith(b"PK")
    assert desk.get(f"{PAGE}/export.csv?figure=nothing").status_code == 404
    with tenant_scope(south):
        assert report().total.filed == 0


def test_without_the_right(browse: Browse, north: Tenant, worked: list[Complaint]) -> None:
    assert browse(north).get(PAGE).status_code == 302


def test_nothing_filed(browse: Browse, north: Tenant, administrator: Any) -> None:
    desk = browse(north).sign_in(administrator)
    fresh = desk.get(PAGE).content.decode()
    assert "รายงานจะแสดงที่นี่เมื่อมีเรื่องแรก" in fresh
    assert "(ไม่บังคับ)" not in fresh
    assert "แสดงทั้งหมด" not in fresh, "it would lead to the same page"
    assert "ไม่มีเรื่องที่ยื่นในช่วงเวลานี้" in desk.get(f"{PAGE}?year=2565").content.decode()
    assert desk.get(f"{PAGE}?first_0=99").status_code == 200
    assert desk.get(f"{PAGE}/export.pdf?year=2565").status_code == 200
