"""The officers' page of a case: what lies around it, who may see it, who is told."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit import clock
from shared_apps.accounts.models import User
from shared_apps.audit.selectors import entries_of
from shared_apps.files.models import StoredFile
from shared_apps.notifications.models import Message
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint, Photo, ReplyTemplate
from tenant_apps.registry.selectors import officer_of
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.support.rights import hold_only
from tests.tenant_apps.complaints.conftest import AT, File, photo

PIN = {"latitude": Decimal("16.5"), "longitude": Decimal("100.5")}


@pytest.fixture
def desk(browse: Browse, north: Tenant, officer: Any) -> HostClient:
    return browse(north).sign_in(officer)


def _page(desk: HostClient, case: Complaint) -> str:
    return str(desk.get(f"/desk/complaints/{case.number}").content.decode())


def _act(desk: HostClient, case: Complaint, action: str, **data: Any) -> Any:
    case.refresh_from_db()
    return desk.post(f"/desk/complaints/{case.number}/{action}", {"version": case.version, **data})


def test_what_lies_near_and_who_reported_more(desk: HostClient, file_in_north: File) -> None:
    case = file_in_north(**PIN, phone="+66898765432").complaint
    near = file_in_north(**{**PIN, "latitude": Decimal("16.5005")}).complaint
    far = file_in_north(**{**PIN, "latitude": Decimal("16.6")}).complaint
    same = file_in_north(phone="+66898765432").complaint
    secret = file_in_north(**PIN, category="corruption").complaint
    shown = _page(desk, case)
    assert near.number in shown
    assert same.number in shown
    assert far.number not in shown
    assert secret.number not in shown


def test_a_look_at_a_persons_other_cases_is_recorded(desk: HostClient, file_in_north: File, officer: Any) -> None:
    case = file_in_north(phone="+66898765432").complaint

    def looks() -> list[Any]:
        return [one for one in entries_of(case) if one.action == "complaints.same_person_seen"]

    _page(desk, case)
    assert looks() == []
    file_in_north(phone="+66898765432")
    _page(desk, case)
    assert [(one.actor_id, one.data) for one in looks()] == [(officer.pk, {"found": 1})]


def test_photos_that_were_never_attached_go_after_two_days(
    desk: HostClient, filed: Complaint, officer: Any, south: Tenant
) -> None:
    services.accept(complaint=filed, version=1, actor=officer, at=AT)
    keys = [desk.post("/desk/complaint-photo", {"photo": photo(colour=one)}).json()["id"] for one in ("red", "blue")]
    assert _act(desk, filed, "resolve", note="เปลี่ยนหลอดแล้ว", photos_ids=keys[:1]).status_code == 302
    attached = Photo.objects.get(complaint=filed)
    services.cover(photo=attached, boxes=[(0, 0, 100, 100)], actor=officer, at=AT)
    now = clock.now()
    kept = services.begin_draft(draft_id=None, at=now)
    begun = services.add_photo(draft_id=kept.pk, upload=photo(colour="green"), actor=None, at=now)
    assert services.drop_abandoned_photos(at=now + timedelta(days=1)) == 0
    with tenant_scope(south):
        assert services.drop_abandoned_photos(at=now + timedelta(days=3)) == 0
    assert services.drop_abandoned_photos(at=now + timedelta(days=3)) == 1
    assert not StoredFile.objects.filter(pk=keys[1]).exists()
    attached.refresh_from_db()
    assert {str(one) for one in StoredFile.objects.values_list("pk", flat=True)} >= {
        keys[0],
        str(attached.file_id),
        str(begun.pk),
    }


def test_south_sees_nothing_around(browse: Browse, south: Tenant, south_officer: Any, filed: Complaint) -> None:
    client = browse(south).sign_in(south_officer)
    for path in ("name", "unname", "new-pin"):
        assert client.post(f"/desk/complaints/{filed.number}/{path}").status_code in {302, 404}
    assert "สมหญิง" not in client.get("/desk/officer-names").content.decode()


def test_the_page_needs_the_same_queries_for_any_surroundings(desk: HostClient, file_in_north: File) -> None:
    case = file_in_north(**PIN, phone="+66898765432").complaint

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            _page(desk, case)
        return len(queries)

    file_in_north(**PIN, phone="+66898765432")
    _page(desk, case)
    few = count()
    for _turn in range(6):
        other = file_in_north(**PIN, phone="+66898765432").complaint
        ReplyTemplate.objects.create(name=f"ข้อความ {other.pk}", text="เรียนผู้แจ้ง")
    assert min(count() for _turn in range(3)) <= few <= 50


def test_duplicates_are_joined_from_the_page(desk: HostClient, filed: Complaint, file_in_north: File) -> None:
    parent = file_in_north().complaint
    wrong = _act(desk, filed, "merge", parent="RQ-2569-999999")
    assert wrong.status_code == 422
    assert "RQ-2569-999999" in wrong.content.decode()
    assert _act(desk, filed, "merge", parent=filed.number).status_code == 422
    assert _act(desk, filed, "merge", parent=parent.number).status_code == 302
    assert filed.number in _page(desk, parent)
    assert parent.number in _page(desk, filed)
    assert _act(desk, filed, "unmerge").status_code == 302
    filed.refresh_from_db()
    assert filed.state == "accepted"


def test_forwarding_to_an_officer(desk: HostClient, filed: Complaint, clerk: Any) -> None:
    assert _act(desk, filed, "forward", note="งานของกองอื่น").status_code == 422
    key = officer_of(clerk).pk  # type: ignore[union-attr]  # an officer
    assert _act(desk, filed, "forward", officer=key).status_code == 422
    assert _act(desk, filed, "forward", officer=key, note="งานของกองอื่น").status_code == 302
    filed.refresh_from_db()
    assert filed.assignee == clerk


def test_who_is_named_in_a_note_is_told(desk: HostClient, filed: Complaint, clerk: Any) -> None:
    assert _act(desk, filed, "note", note=f"ฝาก @{clerk.display_name} ดูต่อ").status_code == 302
    told = Message.objects.get(event="complaints/mentioned")
    assert told.to == clerk.email
    assert filed.title not in told.body


def test_nobody_is_told_of_what_they_may_not_see(
    browse: Browse, north: Tenant, administrator: Any, clerk: Any, file_in_north: File
) -> None:
    case = file_in_north(category="corruption").complaint
    admin = browse(north).sign_in(administrator)
    refused = _act(admin, case, "note", note=f"ฝาก @{clerk.display_name} ดูต่อ")
    assert refused.status_code == 422
    assert "ดูต่อ" in refused.content.decode()
    key = officer_of(clerk).pk  # type: ignore[union-attr]  # an officer
    assert admin.post(f"/desk/complaints/{case.number}/name", {"officer": key}).status_code == 302
    assert _act(admin, case, "note", note=f"ฝาก @{clerk.display_name} ดูต่อ").status_code == 302
    named = browse(north).sign_in(clerk)
    assert named.get(f"/desk/complaints/{case.number}").status_code == 200
    assert named.post(f"/desk/complaints/{case.number}/name", {"officer": key}).status_code == 403
    looks = [entry for entry in entries_of(case) if entry.action == "complaints.restricted_seen"]
    assert {look.actor_id for look in looks} >= {clerk.pk}
    admin.post(f"/desk/complaints/{case.number}/unname", {"user": clerk.pk})
    assert named.get(f"/desk/complaints/{case.number}").status_code == 404


def test_ready_texts_are_filled_in(desk: HostClient, filed: Complaint) -> None:
    ReplyTemplate.objects.create(name="ขอข้อมูล", act="ask", text="เรื่อง {number} ({category}) ขอทราบจุดเกิดเหตุ")
    services.accept(complaint=filed, version=1, actor=User.objects.get(email="officer@north.go.th"), at=AT)
    assert f"เรื่อง {filed.number} (ไฟฟ้าสาธารณะ) ขอทราบ" in _page(desk, filed)


def test_photos_of_the_work_outlive_a_refused_form(desk: HostClient, filed: Complaint, officer: Any) -> None:
    services.accept(complaint=filed, version=1, actor=officer, at=AT)
    sent = desk.post("/desk/complaint-photo", {"photo": photo("after.jpg", "green")})
    assert sent.status_code == 201
    key = sent.json()["id"]
    assert desk.get(f"/files/{key}").status_code == 200
    refused = _act(desk, filed, "resolve", note="สั้น", photos_ids=[key])
    assert refused.status_code == 422
    assert key in refused.content.decode()
    assert _act(desk, filed, "resolve", note="เปลี่ยนหลอดแล้ว", photos_ids=[key, "x", key]).status_code == 302
    assert [str(one.file_id) for one in Photo.objects.filter(complaint=filed)] == [key]


def test_another_officers_photo_is_not_taken(
    desk: HostClient, filed: Complaint, officer: Any, browse: Browse, north: Tenant, clerk: Any
) -> None:
    services.accept(complaint=filed, version=1, actor=officer, at=AT)
    key = browse(north).sign_in(clerk).post("/desk/complaint-photo", {"photo": photo()}).json()["id"]
    assert desk.get(f"/files/{key}").status_code == 404
    assert _act(desk, filed, "resolve", note="เปลี่ยนหลอดแล้ว", photos_ids=[key]).status_code == 302
    assert not Photo.objects.filter(complaint=filed).exists()


def test_a_new_pin_is_shown_once(desk: HostClient, filed: Complaint) -> None:
    before = filed.pin_digest
    shown = desk.post(f"/desk/complaints/{filed.number}/new-pin")
    assert shown.status_code == 200
    assert filed.number in shown.content.decode()
    filed.refresh_from_db()
    assert filed.pin_digest != before


def test_rights_decide_on_every_act(desk: HostClient, filed: Complaint, officer: Any) -> None:
    hold_only(officer, "complaints.view")
    shown = _page(desk, filed)
    for action in ("accept", "assign", "forward", "note", "new-pin", "merge"):
        assert f"{filed.number}/{action}" not in shown
        assert _act(desk, filed, action, note="เขียนยาวพอ").status_code == 403, action
    hold_only(officer, "complaints.view", "complaints.edit")
    assert f"{filed.number}/accept" in _page(desk, filed)
    assert f"{filed.number}/assign" not in _page(desk, filed)
    hold_only(officer)
    assert desk.get(f"/desk/complaints/{filed.number}").status_code == 403


def test_a_late_case_asks_for_the_reason_until_it_is_given(desk: HostClient, filed: Complaint) -> None:
    asked = "ถึงเวลาแจ้งเหตุผลที่ล่าช้า"
    Complaint.objects.filter(pk=filed.pk).update(due_at=clock.now() + timedelta(days=1))
    assert asked not in _page(desk, filed)
    Complaint.objects.filter(pk=filed.pk).update(due_at=AT - timedelta(days=1))
    page = _page(desk, filed)
    assert asked in page
    assert '<details id="move-delay" open>' in page
    assert _act(desk, filed, "delay", note="รออะไหล่จากผู้ขาย คาดว่าอีกสองสัปดาห์").status_code == 302
    page = _page(desk, filed)
    assert asked not in page
    assert '<details id="move-delay">' in page
