"""One inbox over all services."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shared_apps.audit.selectors import entries
from shared_apps.casework import work
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint
from tenant_apps.registry.selectors import officer_of
from tenants.models import Tenant
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.support.rights import hold_only
from tests.tenant_apps.complaints.conftest import AT, File, file_one


def page(desk: HostClient, tab: str = "all", **query: Any) -> str:
    response = desk.get(f"/desk/inbox/tab/{tab}", query)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def filed(file_in_north: File) -> Complaint:
    return file_in_north(name="มานะ รักดี", phone="+66898765432").complaint


def test_south_sees_nothing(browse: Browse, south: Tenant, south_officer: Any, filed: Complaint) -> None:
    client = browse(south).sign_in(south_officer)
    for tab in work.TABS:
        assert filed.number not in page(client, tab)
    assert filed.number not in client.get("/desk/exports/complaints.csv?tab=all").content.decode()
    assert filed.number not in client.get("/desk/").content.decode()
    stolen = {"verb": "csv", "case": f"complaints:{filed.pk}:1", "tab": "all"}
    assert filed.number not in client.post("/desk/inbox/bulk", stolen, follow=True).content.decode()


def test_the_tabs_hold_what_they_say(desk: HostClient, filed: Complaint, officer: Any, file_in_north: File) -> None:
    waste = file_in_north(category="waste").complaint
    Complaint.objects.filter(pk=waste.pk).update(due_at=AT - timedelta(days=800))
    services.accept(complaint=filed, version=1, actor=officer, at=AT)
    services.ask(complaint=filed, version=2, actor=officer, at=AT, note="เสาต้นไหน")
    done = file_in_north().complaint
    services.file_in_error(complaint=done, version=1, actor=officer, at=AT, note="แจ้งซ้ำ")
    every = {filed.number, waste.number, done.number}
    for tab, inside in (
        ("mine", {filed.number}),
        ("unassigned", {waste.number}),
        ("division", {waste.number}),
        ("overdue", {waste.number}),
        ("waiting", {filed.number}),
        ("all", every),
    ):
        shown = page(desk, tab)
        assert {number for number in every if number in shown} == inside, tab
    assert "เกินกำหนด" in page(desk, "overdue")
    assert work.counts(officer, at=AT) == {"mine": 1, "unassigned": 1, "division": 1, "overdue": 1, "waiting": 1}


@pytest.mark.parametrize(
    "typed",
    ["ไฟถนน", "โรงเรียน ไฟ", "RQ-2569-000001", "rq-๒๕๖๙-๐๐๐๐๐๑", "089-876-5432", "๐๘๙๘๗๖๕๔๓๒", "มานะ", "ไฟ\u200bถนน"],
)
def test_search_finds(desk: HostClient, filed: Complaint, typed: str) -> None:
    assert filed.number in page(desk, q=typed)
    assert filed.number in desk.get("/desk/inbox", {"q": typed}).content.decode()


def test_search_does_not_find_all(desk: HostClient, filed: Complaint) -> None:
    assert filed.number not in page(desk, q="น้ำประปา")


def test_filters_narrow(desk: HostClient, filed: Complaint, officer: Any, file_in_north: File) -> None:
    other = file_in_north(category="waste", kind="advice").complaint
    Complaint.objects.filter(pk=other.pk).update(times_reopened=1, due_at=AT + timedelta(days=900))
    Complaint.objects.filter(pk=filed.pk).update(due_at=timezone.now() + timedelta(hours=1))
    both = {filed.number, other.number}
    cases: list[tuple[dict[str, str], set[str]]] = [
        ({"state": "new"}, both),
        ({"state": "closed"}, set()),
        ({"kind": "advice"}, {other.number}),
        ({"category": "street-lights"}, {filed.number}),
        ({"division": str(filed.division_id)}, {filed.number}),
        ({"assignee": str(officer_of(officer).pk)}, set()),  # type: ignore[union-attr]  # an officer
        ({"reopened": "on"}, {other.number}),
        ({"due": "later"}, {other.number}),
        ({"due": "three_days"}, {filed.number}),
        ({"filed_from_day": "21", "filed_from_month": "11", "filed_from_year": "2569"}, set()),
        ({"filed_until_day": "20", "filed_until_month": "11", "filed_until_year": "2569"}, both),
    ]
    for query, expected in cases:
        shown = page(desk, **query)
        assert {number for number in both if number in shown} == expected, query


@pytest.mark.parametrize(
    "query",
    [
        "sort=zzz&page=-1",
        "state=zzz&category=%00&division=99999999999999999999&assignee=x&due=zzz&kind=%00",
        "q=" + "x" * 5000,
        "q=%00%E2%80%8B",
        "filed_from_day=99&filed_from_month=x",
        "page=9999&view=zzz",
    ],
)
def test_odd_queries_are_answered(desk: HostClient, filed: Complaint, query: str) -> None:
    assert desk.get(f"/desk/inbox?{query}").status_code == 200
    assert desk.get(f"/desk/exports/complaints.csv?{query}").status_code == 200


@pytest.mark.parametrize("tab", work.TABS)
def test_every_length_needs_the_same_queries(
    desk: HostClient, file_in_north: File, officer: Any, suggestions: Any, tab: str
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(desk, tab)
        return len(queries)

    def fill(number: int) -> None:
        for _turn in range(number):
            case = file_in_north(kind="suggestion").complaint
            services.accept(complaint=case, version=1, actor=officer, at=AT)
            services.ask(complaint=case, version=2, actor=officer, at=AT, note="เสาต้นไหน")
            file_in_north()

    fill(1)
    page(desk, tab)
    few = count()
    fill(8)
    # The cheapest of three: what another worker does to the caches of a process is not the page.
    assert min(count() for _turn in range(3)) <= few <= 22


@pytest.mark.parametrize("column", ["title", "submitted_at", "division", "assignee", "state", "due_at"])
def test_every_column_sorts(desk: HostClient, file_in_north: File, column: str, suggestions: Any) -> None:
    for number in range(25):
        file_in_north(title=f"หัวข้อ {number:02}", at=AT + timedelta(minutes=number))
    ascending, descending = page(desk, sort=column), page(desk, sort=f"-{column}")
    assert "aria-sort" in ascending
    assert ascending.count("หัวข้อ") == descending.count("หัวข้อ") == 20
    if column in {"title", "submitted_at"}:
        assert "หัวข้อ 24" not in ascending
        assert "หัวข้อ 24" in descending
        assert "หัวข้อ 24" in page(desk, sort=column, page=2)


def test_two_services_are_one_list(desk: HostClient, file_in_north: File, suggestions: Any, officer: Any) -> None:
    idea = file_in_north(kind="suggestion", title="ปลูกต้นไม้").complaint
    light = file_in_north(title="ไฟดับ").complaint
    shown = page(desk)
    assert f"/elsewhere/{idea.number}" in shown
    assert f"/desk/complaints/{idea.number}" in shown
    assert f"/desk/complaints/{light.number}" in shown
    only = page(desk, service="suggestions")
    assert f"/elsewhere/{idea.number}" in only
    assert light.number not in only
    assert work.counts(officer, at=AT)["unassigned"] == 102
    assert "ปลูกต้นไม้" in desk.get("/desk/exports/inbox.csv?tab=all").content.decode()


def test_without_the_right_to_view_a_service_is_not_there(desk: HostClient, filed: Complaint, officer: Any) -> None:
    hold_only(officer, "complaints.edit", "complaints.assign")
    assert desk.get("/desk/inbox").status_code == 403
    hold_only(officer, "complaints.view")
    shown = page(desk)
    assert filed.number in shown
    assert "desk/inbox/bulk" not in shown
    assert "export.csv" not in shown
    assert desk.get("/desk/exports/inbox.csv").status_code == 403
    assert desk.post("/desk/inbox/bulk/begin", {"verb": "assign"}).status_code == 403


def test_csv_runs_no_formula_and_names_no_reporter(desk: HostClient, file_in_north: File) -> None:
    file_in_north(title="=HYPERLINK(1)", place="+66 หน้าบ้าน", name="มานะ", phone="+66898765432")
    text = desk.get("/desk/exports/complaints.csv?tab=all").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "'+66 หน้าบ้าน" in text
    assert "มานะ" not in text
    assert "898765432" not in text
    assert "20 พ.ย. 2569" in text
    assert entries()[0].action == "complaints.export"


def test_excel_opens(desk: HostClient, file_in_north: File) -> None:
    file_in_north(title="@SUM(1)")
    file_in_north(title="ไฟถนนดับ")
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/desk/exports/complaints.xlsx?tab=all").content))
    rows = list(book.worksheets[0].values)
    assert rows[0][0] == "เลขที่"
    assert {row[3] for row in rows[1:]} == {"@SUM(1)", "ไฟถนนดับ"}


def test_there_is_no_other_tab(desk: HostClient) -> None:
    assert desk.get("/desk/inbox/tab/zzz").status_code == 404
    assert desk.get("/desk/exports/complaints.csv?tab=zzz").status_code == 404


# --- saved views ---


def _save(desk: HostClient, name: str, **values: str) -> Any:
    return desk.post("/desk/inbox/views", {"name": name, "tab": "all", "query": "state=new&sort=-due_at", **values})


def test_a_view_is_kept_and_opened_first(desk: HostClient, filed: Complaint) -> None:
    saved = _save(desk, "เรื่องใหม่", is_first="on")
    assert saved.status_code == 302
    shown = desk.get(saved["Location"]).content.decode()
    assert "เรื่องใหม่" in shown
    assert filed.number in shown
    assert desk.get("/desk/inbox")["Location"] == saved["Location"]
    view_id = saved["Location"].rpartition("view=")[2]
    desk.post(f"/desk/inbox/views/{view_id}/first")
    assert desk.get("/desk/inbox").status_code == 200
    assert desk.post(f"/desk/inbox/views/{view_id}/forget").status_code == 302
    assert "เรื่องใหม่" not in page(desk)


def test_views_are_shared_within_a_division(
    desk: HostClient, browse: Browse, north: Tenant, clerk: Any, administrator: Any, in_north: Tenant
) -> None:
    saved = _save(desk, "ของกอง", is_shared="on")
    _save(desk, "ของฉันเอง")
    view_id = saved["Location"].rpartition("view=")[2]
    colleague, other = browse(north).sign_in(administrator), browse(north).sign_in(clerk)
    assert "ของกอง" in page(colleague)
    assert "ของฉันเอง" not in page(colleague)
    assert "ของกอง" not in page(other)
    assert colleague.post(f"/desk/inbox/views/{view_id}/forget").status_code == 403
    assert other.post(f"/desk/inbox/views/{view_id}/forget").status_code == 404


def test_a_view_has_a_name_of_its_own(desk: HostClient) -> None:
    _save(desk, "เรื่องใหม่")
    again = _save(desk, "เรื่องใหม่")
    assert again.status_code == 422
    assert "ชื่อนี้แล้ว" in again.content.decode()
    assert _save(desk, "").status_code == 422


# --- many cases at once ---


def _cases(desk: HostClient, number: int) -> list[Complaint]:
    return [file_one(title=f"เรื่องที่ {place}").complaint for place in range(number)]


def _ticks(cases: list[Complaint]) -> list[str]:
    return [f"complaints:{case.pk}:{case.version}" for case in cases]


def test_many_are_assigned_and_each_conflict_is_named(
    desk: HostClient, in_north: Tenant, clerk: Any, officer: Any
) -> None:
    from shared_apps.notifications.models import Message

    cases = _cases(desk, 4)
    ticks = _ticks(cases)
    checked = desk.post("/desk/inbox/bulk", {"verb": "assign", "case": ticks, "tab": "all"})
    assert checked.status_code == 200
    assert all(case.number in checked.content.decode() for case in cases)
    services.accept(complaint=cases[0], version=1, actor=officer, at=AT)
    services.file_in_error(complaint=cases[1], version=1, actor=officer, at=AT, note="แจ้งซ้ำ")
    given = {"verb": "assign", "case": ticks, "officer": officer_of(clerk).pk, "note": ""}  # type: ignore[union-attr]
    done = desk.post("/desk/inbox/bulk/begin", given)
    shown = desk.get(done["Location"]).content.decode()
    assert cases[0].number in shown
    assert cases[1].number in shown
    assert cases[2].number not in shown
    assert list(Complaint.objects.order_by("pk").values_list("assignee", flat=True)) == [
        officer.pk,
        None,
        clerk.pk,
        clerk.pk,
    ]
    told = Message.objects.get(to=clerk.email)
    assert (told.event, told.user_id) == ("desk/given", clerk.pk)
    assert cases[2].number in told.body
    assert cases[0].number not in told.body


def test_all_that_was_found_is_forwarded_by_a_job(desk: HostClient, in_north: Tenant, clerk: Any) -> None:
    from tenant_apps.desk.tasks import work_on

    cases = _cases(desk, 23)
    file_one(title="อีกเรื่อง")
    checked = desk.post("/desk/inbox/bulk", {"verb": "forward", "all": "yes", "tab": "all", "query": "q=เรื่องที่"})
    ticks = [part.split('"')[0] for part in checked.content.decode().split('name="case" value="')[1:]]
    assert len(ticks) == 23
    division = officer_of(clerk).division_id  # type: ignore[union-attr]  # an officer
    too_short = desk.post(
        "/desk/inbox/bulk/begin", {"verb": "forward", "case": ticks, "division": division, "note": ""}
    )
    assert too_short.status_code == 422
    assert too_short.content.decode().count('name="case"') == 23
    given = {"verb": "forward", "case": ticks, "division": division, "note": "เป็นงานของกองนี้"}
    begun = desk.post("/desk/inbox/bulk/begin", given)
    run_id = begun["Location"].rpartition("/")[2]
    waiting = desk.get(f"/desk/inbox/runs/{run_id}/progress")
    assert waiting.status_code == 200
    assert "progress" in waiting.content.decode()
    assert Complaint.objects.filter(division=division).count() == 0
    for _twice in range(2):
        work_on(run_id=run_id)
    assert Complaint.objects.filter(division=division).count() == 23
    assert cases[0].events.filter(action="forward").count() == 1
    assert desk.get(f"/desk/inbox/runs/{run_id}/progress").status_code == 286
    assert "23" in desk.get(begun["Location"]).content.decode()


def test_a_run_is_seen_by_its_officer_only(
    desk: HostClient, in_north: Tenant, browse: Browse, north: Tenant, clerk: Any
) -> None:
    ticks = _ticks(_cases(desk, 1))
    given = {"verb": "assign", "case": ticks, "officer": officer_of(clerk).pk}  # type: ignore[union-attr]  # an officer
    done = desk.post("/desk/inbox/bulk/begin", given)
    assert browse(north).sign_in(clerk).get(done["Location"]).status_code == 404
    assert done["Location"] in desk.get("/desk/inbox/runs").content.decode()


@pytest.mark.parametrize("case", ["", "x", "complaints:x:1", "zzz:1:1", "complaints:99999999999:1", "complaints:-1:²"])
def test_odd_choices_are_told(desk: HostClient, filed: Complaint, case: str) -> None:
    assert desk.post("/desk/inbox/bulk", {"verb": "assign", "case": case}).status_code == 302
    assert desk.post("/desk/inbox/bulk/begin", {"verb": "assign", "case": case, "officer": "1"}).status_code == 422
    assert desk.post("/desk/inbox/bulk", {"verb": "zzz", "case": case}).status_code == 404


def test_what_was_chosen_is_taken_away(desk: HostClient, in_north: Tenant) -> None:
    cases = _cases(desk, 3)
    answer = desk.post("/desk/inbox/bulk", {"verb": "csv", "case": _ticks(cases[:2]), "tab": "all"}, follow=True)
    text = answer.content.decode("utf-8-sig")
    assert cases[0].number in text
    assert cases[1].number in text
    assert cases[2].number not in text


def test_who_gets_a_forwarded_case_reads_why(
    desk: HostClient, browse: Browse, north: Tenant, filed: Complaint, officer: Any, clerk: Any
) -> None:
    reason = "เป็นเสาไฟในเขตของกองท่าน " + "ก" * 300
    division = officer_of(clerk).division  # type: ignore[union-attr]  # an officer
    services.forward(complaint=filed, version=1, division=division, actor=officer, at=AT, note=reason)
    told = f"{officer.display_name} ส่งต่อมา: เป็นเสาไฟในเขตของกองท่าน"
    there = browse(north).sign_in(clerk)
    shown = page(there, "division")
    assert told in shown
    assert "ก" * 200 not in shown
    filed.refresh_from_db()
    services.accept(complaint=filed, version=filed.version, actor=clerk, at=AT)
    assert told not in page(there, "mine")
