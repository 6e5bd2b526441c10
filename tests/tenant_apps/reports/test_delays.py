"""The reasons for delay that citizens were told, and the copy for the commission."""

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest

from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.tenant_apps.complaints.conftest import AT, file_one

PAGE = "/desk/reports/delays"
REASON = "ต้องรออะไหล่จากส่วนกลาง"
SECRET = "เหตุผลของเรื่องลับ"


@pytest.fixture(autouse=True)
def told(in_north: Tenant, officer: Any, administrator: Any) -> list[Complaint]:
    """Two late cases of which the citizens were told why: one of them restricted, seen by administrators only."""
    cases = [file_one(category=code).complaint for code in ("street-lights", "corruption")]
    for case, note in zip(cases, (REASON, SECRET), strict=True):
        services.explain_delay(
            complaint=case, version=case.version, note=note, actor=administrator, at=AT + timedelta(days=60)
        )
    return cases


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_list_says_case_days_and_reason(browse: Browse, north: Tenant, administrator: Any, told: list[Any]) -> None:
    desk = browse(north).sign_in(administrator)
    page = desk.get(PAGE).content.decode()
    assert told[0].number in page
    assert REASON in page
    assert "19 ม.ค. 2570" in page or "19 ม.ค. 70" in page, "the day on which it was told"
    assert REASON not in desk.get(f"{PAGE}?q=น้ำท่วม").content.decode()
    assert REASON not in desk.get(f"{PAGE}?action=extend").content.decode()
    before = "&".join(f"until_{at}={value}" for at, value in enumerate((1, 1, 2569)))
    assert desk.get(f"{PAGE}?{before}").status_code == 200
    assert desk.get(f"{PAGE}?sort=-due").status_code == 200


def test_the_copy_on_paper_and_as_a_list(browse: Browse, north: Tenant, administrator: Any, told: list[Any]) -> None:
    desk = browse(north).sign_in(administrator)
    paper = desk.get(f"{PAGE}.pdf")
    assert paper["Content-Type"] == "application/pdf"
    text = text_of(paper.content)
    assert north.name in text
    assert told[0].number in text
    assert REASON in text.replace("\r\n", "")
    lines = desk.get("/desk/exports/delays.csv?q=อะไหล่").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert REASON in lines[1]


def test_restricted_cases_are_named_to_nobody_else(browse: Browse, north: Tenant, officer: Any) -> None:
    with tenant_scope(north):
        from tenant_apps.registry.models import Role

        role = Role.objects.create(name="รายงาน", rights=["reports.view", "reports.export"])
        officer.officer.roles.set([role])
    desk = browse(north).sign_in(officer)
    assert REASON in desk.get(PAGE).content.decode()
    assert SECRET not in desk.get(PAGE).content.decode()
    assert SECRET not in text_of(desk.get(f"{PAGE}.pdf").content).replace("\r\n", "")
    assert SECRET not in desk.get("/desk/exports/delays.csv").content.decode("utf-8-sig")


def test_without_the_right(browse: Browse, north: Tenant, clerk: Any) -> None:
    with tenant_scope(north):
        clerk.officer.roles.clear()
    desk = browse(north).sign_in(clerk)
    assert desk.get(PAGE).status_code == 403
    assert desk.get(f"{PAGE}.pdf").status_code == 403


def test_no_more_queries_for_more_reasons(
    browse: Browse, north: Tenant, administrator: Any, django_assert_max_num_queries: Any
) -> None:
    desk = browse(north).sign_in(administrator)
    desk.get(PAGE)
    with django_assert_max_num_queries(16):
        desk.get(PAGE)


def test_south_sees_nothing(browse: Browse, south: Tenant, south_officer: Any) -> None:
    with tenant_scope(south):
        south_officer.is_administrator = True
        south_officer.save()
    desk = browse(south).sign_in(south_officer)
    assert REASON not in desk.get(PAGE).content.decode()
    assert REASON not in desk.get("/desk/exports/delays.csv").content.decode("utf-8-sig")
