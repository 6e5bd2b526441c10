"""The officers' desk."""

from typing import Any

import pytest

from shared_apps.audit.selectors import entries_of
from tenant_apps.complaints.models import Complaint
from tenant_apps.registry.models import Division
from tenant_apps.registry.selectors import officer_of
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.tenant_apps.complaints.conftest import File, file_one, photo


@pytest.fixture
def desk(browse: Browse, north: Tenant, officer: Any) -> HostClient:
    return browse(north).sign_in(officer)


def _act(desk: HostClient, case: Complaint, action: str, **data: Any) -> Any:
    case.refresh_from_db()
    return desk.post(f"/desk/complaints/{case.number}/{action}", {"version": case.version, **data})


# --- who may ---


@pytest.mark.parametrize("path", ["", "/RQ-2569-000001"])
def test_citizens_and_strangers_find_no_desk(
    browse: Browse, north: Tenant, filed: Complaint, citizen: Any, path: str
) -> None:
    assert browse(north).get(f"/desk/complaints{path}").status_code == 302
    assert browse(north).sign_in(citizen).get(f"/desk/complaints{path}").status_code == 404


def test_south_sees_nothing(browse: Browse, south: Tenant, south_officer: Any, filed: Complaint) -> None:
    client = browse(south).sign_in(south_officer)
    assert client.get("/desk/complaints?q=x")["Location"] == "/desk/inbox?q=x"
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
    assert "เรียกรับเงิน" not in desk.get("/desk/inbox/tab/all").content.decode()
    admin = browse(north).sign_in(administrator)
    assert "เรียกรับเงิน" in admin.get("/desk/inbox/tab/all").content.decode()
    assert _act(admin, case, "assign", officer=officer_of(officer).pk).status_code == 302  # type: ignore[union-attr]  # an officer
    assert desk.get(f"/desk/complaints/{case.number}").status_code == 200
    gone = _act(desk, case, "forward", division=Division.objects.get(code="works").pk, note="เป็นงานของกองช่าง")
    assert gone["Location"] == "/desk/inbox"


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
