"""The officers' desk."""

import io
from typing import Any

import openpyxl
import pytest

from shared_apps.audit.selectors import entries, entries_of
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint
from tenant_apps.registry.models import Division
from tenant_apps.registry.selectors import officer_of
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.tenant_apps.complaints.conftest import AT, File, file_one, photo


@pytest.fixture
def desk(browse: Browse, north: Tenant, officer: Any) -> HostClient:
    return browse(north).sign_in(officer)


def _act(desk: HostClient, case: Complaint, action: str, **data: Any) -> Any:
    case.refresh_from_db()
    return desk.post(f"/desk/complaints/{case.number}/{action}", {"version": case.version, **data})


# --- who may ---


@pytest.mark.parametrize("path", ["", "/RQ-2569-000001", "/export.csv"])
def test_citizens_and_strangers_find_no_desk(
    browse: Browse, north: Tenant, filed: Complaint, citizen: Any, path: str
) -> None:
    assert browse(north).get(f"/desk/complaints{path}").status_code == 302
    assert browse(north).sign_in(citizen).get(f"/desk/complaints{path}").status_code == 404


def test_south_sees_nothing(browse: Browse, south: Tenant, south_officer: Any, filed: Complaint) -> None:
    client = browse(south).sign_in(south_officer)
    assert filed.title not in client.get("/desk/complaints/tab/all").content.decode()
    assert filed.number not in client.get("/desk/complaints/export.csv?tab=all").content.decode()
    assert client.get(f"/desk/complaints/{filed.number}").status_code == 404
    assert client.post(f"/desk/complaints/{filed.number}/accept", {"version": 1}).status_code == 404
    assert client.post(f"/desk/complaints/{filed.number}/contact").status_code == 404


@pytest.mark.parametrize("number", ["RQ-2569-999999", "x", "%00", "RQ-2569-" + "9" * 200, "😀"])
def test_an_unknown_number_is_not_found(desk: HostClient, number: str) -> None:
    assert desk.get(f"/desk/complaints/{number}").status_code == 404


def test_restricted_cases_are_for_those_responsible(
    desk: HostClient, browse: Browse, north: Tenant, administrator: Any, officer: Any, file_in_north: File
) -> None:
    case = file_in_north(category="corruption", title="เรียกรับเงิน").complaint
    assert desk.get(f"/desk/complaints/{case.number}").status_code == 404
    assert "เรียกรับเงิน" not in desk.get("/desk/complaints/tab/all").content.decode()
    admin = browse(north).sign_in(administrator)
    assert "เรียกรับเงิน" in admin.get("/desk/complaints/tab/all").content.decode()
    assert _act(admin, case, "assign", officer=officer_of(officer).pk).status_code == 302  # type: ignore[union-attr]  # an officer
    assert desk.get(f"/desk/complaints/{case.number}").status_code == 200
    gone = _act(desk, case, "forward", division=Division.objects.get(code="works").pk, note="เป็นงานของกองช่าง")
    assert gone["Location"] == "/desk/complaints"


# --- inbox ---


def test_tabs_hold_what_they_say(desk: HostClient, filed: Complaint, officer: Any, file_in_north: File) -> None:
    file_in_north(title="ขยะเต็มถัง", category="waste")
    for tab, title, inside in (
        ("new", "ไฟถนนดับ", True),
        ("mine", "ไฟถนนดับ", False),
        ("division", "ขยะเต็มถัง", True),
        ("division", "ไฟถนนดับ", False),
        ("overdue", "ไฟถนนดับ", False),
        ("all", "ขยะเต็มถัง", True),
    ):
        assert (title in desk.get(f"/desk/complaints/tab/{tab}").content.decode()) is inside, (tab, title)
    services.accept(complaint=filed, version=1, actor=officer, at=AT)
    assert "ไฟถนนดับ" in desk.get("/desk/complaints").content.decode()


def test_overdue_is_told(desk: HostClient, filed: Complaint) -> None:
    Complaint.objects.filter(pk=filed.pk).update(due_at=AT.replace(year=2020))
    page = desk.get("/desk/complaints/tab/overdue").content.decode()
    assert "ไฟถนนดับ" in page
    assert "เกินกำหนด" in page


@pytest.mark.parametrize(
    "typed",
    ["ไฟถนน", "โรงเรียน ไฟ", "RQ-2569-000001", "rq-๒๕๖๙-๐๐๐๐๐๑", "089-876-5432", "๐๘๙๘๗๖๕๔๓๒", "มานะ", "ไฟ\u200bถนน"],
)
def test_search_finds(desk: HostClient, filed: Complaint, typed: str) -> None:
    assert filed.number in desk.get("/desk/complaints/tab/all", {"q": typed}).content.decode()


def test_search_does_not_find_all(desk: HostClient, filed: Complaint) -> None:
    page = desk.get("/desk/complaints", {"q": "น้ำประปา"}).content.decode()
    assert filed.number not in page
    assert "ไม่พบรายการ" in page


def test_filters_narrow(desk: HostClient, filed: Complaint, officer: Any, file_in_north: File) -> None:
    other = file_in_north(category="waste", kind="advice").complaint
    both = {filed.number, other.number}
    cases = [
        ({"state": "new"}, both),
        ({"state": "closed"}, set()),
        ({"kind": "advice"}, {other.number}),
        ({"category": "street-lights"}, {filed.number}),
        ({"division": str(filed.division_id)}, {filed.number}),
        ({"assignee": str(officer_of(officer).pk)}, set()),  # type: ignore[union-attr]  # an officer
        ({"filed_from_day": "21", "filed_from_month": "11", "filed_from_year": "2569"}, set()),
        ({"filed_until_day": "20", "filed_until_month": "11", "filed_until_year": "2569"}, both),
    ]
    for query, expected in cases:
        page = desk.get("/desk/complaints/tab/all", query).content.decode()
        assert {number for number in both if number in page} == expected, query


@pytest.mark.parametrize(
    "query",
    [
        "sort=zzz&page=-1",
        "state=zzz&category=%00&division=99999999999999999999&assignee=x",
        "q=" + "x" * 5000,
        "q=%00%E2%80%8B",
        "filed_from_day=99&filed_from_month=x",
        "page=9999",
    ],
)
def test_odd_queries_are_answered(desk: HostClient, filed: Complaint, query: str) -> None:
    assert desk.get(f"/desk/complaints?{query}").status_code == 200


def test_the_inbox_needs_the_same_queries_for_any_length(
    desk: HostClient, file_in_north: File, django_assert_num_queries: Any, officer: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/desk/complaints/tab/all").status_code == 200
        return len(queries)

    file_in_north()
    desk.get("/desk/complaints/tab/all")
    few = count()
    for _turn in range(15):
        case = file_in_north().complaint
        services.accept(complaint=case, version=1, actor=officer, at=AT)
    assert count() == few <= 20


def test_paging_and_sorting(desk: HostClient, file_in_north: File) -> None:
    for number in range(25):
        file_in_north(title=f"หัวข้อ {number:02}")
    first = desk.get("/desk/complaints/tab/all?sort=title").content.decode()
    assert "หัวข้อ 00" in first
    assert "หัวข้อ 24" not in first
    assert "หัวข้อ 24" in desk.get("/desk/complaints/tab/all?sort=title&page=2").content.decode()
    assert "หัวข้อ 24" in desk.get("/desk/complaints/tab/all?sort=-title").content.decode()


# --- taking lists away ---


def test_csv_runs_no_formula_and_names_no_reporter(desk: HostClient, file_in_north: File) -> None:
    file_in_north(title="=HYPERLINK(1)", place="+66 หน้าบ้าน", name="มานะ", phone="+66898765432")
    response = desk.get("/desk/complaints/export.csv?tab=all")
    text = response.content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "'+66 หน้าบ้าน" in text
    assert "มานะ" not in text
    assert "898765432" not in text
    assert "20 พ.ย. 2569" in text
    assert entries()[0].action == "complaints.export"


def test_excel_opens(desk: HostClient, file_in_north: File) -> None:
    file_in_north(title="@SUM(1)")
    file_in_north(title="ไฟถนนดับ")
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/desk/complaints/export.xlsx?tab=all").content))
    rows = list(book.worksheets[0].values)
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n", "d"}
    assert rows[0][0] == "เลขที่"
    assert {row[3] for row in rows[1:]} == {"@SUM(1)", "ไฟถนนดับ"}


# --- case page ---


def test_only_moves_of_the_state_are_offered(desk: HostClient, filed: Complaint) -> None:
    page = desk.get(f"/desk/complaints/{filed.number}").content.decode()
    assert f"{filed.number}/accept" in page
    assert f"{filed.number}/resolve" not in page


def test_from_new_to_closed(desk: HostClient, filed: Complaint, officer: Any) -> None:
    for action, data, state in (
        ("accept", {}, "accepted"),
        ("start", {"note": "ส่งช่างแล้ว"}, "in_progress"),
        ("ask", {"note": "เสาไฟต้นไหน"}, "waiting_for_citizen"),
        ("resume", {}, "in_progress"),
        ("resolve", {"note": "เปลี่ยนหลอดแล้ว", "photos": [photo()]}, "resolved"),
        ("close", {}, "closed"),
        ("reopen", {"note": "ผู้แจ้งโทรมาว่ายังดับ"}, "reopened"),
        ("file_in_error", {"note": "แจ้งซ้ำกับเรื่องเดิม"}, "filed_in_error"),
    ):
        response = _act(desk, filed, action, **data)
        assert response.status_code == 302, (action, response.content.decode())
        filed.refresh_from_db()
        assert filed.state == state
        assert desk.get(f"/desk/complaints/{filed.number}").status_code == 200
    assert {entry.action for entry in entries_of(filed)} >= {"complaints.resolve", "complaints.close"}


def test_errors_keep_what_was_typed(desk: HostClient, filed: Complaint) -> None:
    _act(desk, filed, "accept")
    response = _act(desk, filed, "resolve", note="สั้น")
    page = response.content.decode()
    assert response.status_code == 422
    assert "เขียนอย่างน้อย 5 ตัวอักษร" in page
    assert ">สั้น</textarea>" in page.replace("\n", "")
    assert _act(desk, filed, "assign", officer="").status_code == 422
    assert _act(desk, filed, "assign", officer="99999999999999999999").status_code == 422
    assert _act(desk, filed, "forward", note="เป็นงานของกองอื่น", division=str(filed.division_id)).status_code == 422


def test_two_officers_at_once(desk: HostClient, browse: Browse, north: Tenant, clerk: Any, filed: Complaint) -> None:
    other = browse(north).sign_in(clerk)
    _act(desk, filed, "accept")
    filed.refresh_from_db()
    seen = filed.version
    _act(desk, filed, "start")
    words = "เปลี่ยนหลอดไฟเรียบร้อยแล้ว"
    stale = other.post(f"/desk/complaints/{filed.number}/resolve", {"version": seen, "note": words})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert words in page
    assert "เจ้าหน้าที่" in page
    filed.refresh_from_db()
    assert filed.state == "in_progress"
    assert f'value="{filed.version}"' in page
    again = other.post(f"/desk/complaints/{filed.number}/resolve", {"version": filed.version, "note": words})
    assert again.status_code == 302


def test_words_survive_a_move_that_is_gone(
    desk: HostClient, browse: Browse, north: Tenant, clerk: Any, filed: Complaint
) -> None:
    other = browse(north).sign_in(clerk)
    _act(desk, filed, "accept")
    filed.refresh_from_db()
    seen = filed.version
    _act(desk, filed, "resolve", note="เปลี่ยนหลอดแล้ว")
    words = "ถามว่าเสาไฟต้นไหน"
    stale = other.post(f"/desk/complaints/{filed.number}/ask", {"version": seen, "note": words})
    assert stale.status_code == 409
    assert words in stale.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999"])
def test_a_page_without_its_version_changes_nothing(desk: HostClient, filed: Complaint, version: str) -> None:
    response = desk.post(f"/desk/complaints/{filed.number}/accept", {"version": version})
    assert response.status_code in {409, 422}
    filed.refresh_from_db()
    assert filed.state == "new"


def test_notes_stay_inside(desk: HostClient, filed: Complaint) -> None:
    assert _act(desk, filed, "note", note="โทรหาผู้แจ้งแล้ว ไม่รับสาย").status_code == 302
    assert "โทรหาผู้แจ้งแล้ว" in desk.get(f"/desk/complaints/{filed.number}").content.decode()


def test_unknown_actions_are_not_found(desk: HostClient, filed: Complaint) -> None:
    assert _act(desk, filed, "delete").status_code == 404
    assert _act(desk, filed, "answer", note="ตอบแทนผู้แจ้ง").status_code == 404


def test_the_reporter_is_masked_until_asked_for(desk: HostClient, filed: Complaint) -> None:
    page = desk.get(f"/desk/complaints/{filed.number}").content.decode()
    assert "มานะ" not in page
    assert "089 876 5432" not in page
    assert "5432" in page
    shown = desk.post(f"/desk/complaints/{filed.number}/contact").content.decode()
    assert "มานะ รักดี" in shown
    assert "089 876 5432" in shown
    assert "complaints.contact_seen" in {entry.action for entry in entries_of(filed)}


def test_a_foreign_officer_is_no_choice(desk: HostClient, filed: Complaint, south: Tenant, south_officer: Any) -> None:
    with tenant_scope(south):
        foreign = officer_of(south_officer)
        assert foreign is not None
        number = foreign.pk + 1000
        file_one()
    assert _act(desk, filed, "assign", officer=number).status_code == 422


def test_there_is_no_other_tab(desk: HostClient) -> None:
    assert desk.get("/desk/complaints/tab/zzz").status_code == 404
    assert desk.get("/desk/complaints/export.csv?tab=zzz").status_code == 404
