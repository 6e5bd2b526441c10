"""The operator's own people: invited by two, given duties by two, closed at once, never without an administrator."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit.errors import Conflict, NotFound, Refused
from provisioning.models import Approval, Duty, StaffDuty, StaffInvitation
from provisioning.services import joining
from provisioning.services.staff import close_account, set_duties
from shared_apps.accounts.models import User
from shared_apps.audit.models import AuditEntry
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.shared_apps.accounts.conftest import PASSWORD
from tests.support.browser import HostClient
from tests.support.threads import race

Browse = Callable[[Tenant | None], HostClient]
NEW = {"display_name": "มานี ใหม่มา", "email": "Manee@DGA.example", "duties": ["support"], "reason": "รับเข้าใหม่"}
FIELDS = {"display_name": "มานี ใหม่มา", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def second(approver: Any, staff: Any) -> Any:
    """Another administrator."""
    with public_scope():
        set_duties(user=approver, duties=[Duty.ADMINISTRATOR], actor=staff, at=timezone.now())
        return User.objects.get(pk=approver.pk)


def _approve(client: HostClient) -> Any:
    with public_scope():
        waiting = Approval.objects.get(state="waiting")
    return client.post(f"/console/approvals/{waiting.pk}/decide", {"decision": "approve"})


def _link() -> str:
    with public_scope():
        body = Message.objects.filter(event="provisioning/staff_invitation").latest("created_at").body
    found = re.search(r"https?://[^/\s]+(/staff/join/\S+)", body)
    assert found
    return found[1]


def _invited(actor: Any, **changes: Any) -> StaffInvitation:
    given = {"email": "manee@dga.example", "display_name": "มานี", "duties": ["support"], **changes}
    with public_scope():
        return joining.invite(actor=actor, at=timezone.now(), **given)


def test_two_invite_and_the_invited_begins(browse: Browse, staff: Any, second: Any, north: Tenant) -> None:
    client = browse(None).sign_in(staff)
    assert client.post("/console/staff/invite", NEW).status_code == 302
    with public_scope():
        assert not StaffInvitation.objects.exists()
    assert _approve(browse(None).sign_in(second)).status_code == 302
    assert "manee@dga.example" in client.get("/console/staff").content.decode()
    link, visitor = _link(), browse(None)
    assert "manee@dga.example" in visitor.get(link).content.decode()
    assert visitor.post(link, {**FIELDS, "password2": "x"}).status_code == 422
    response = visitor.post(link, FIELDS, follow=True)
    assert response.request["PATH_INFO"] == "/accounts/second-factor/set-up/"
    assert browse(None).get(link).status_code == 404
    assert browse(north).get(link).status_code == 404
    with public_scope():
        made = User.objects.get(email="manee@dga.example")
        assert (made.duties, made.check_password(PASSWORD)) == ({"support"}, True)
        done = {*AuditEntry.objects.values_list("action", flat=True)}
        assert {"approval.asked", "approval.approved", "staff.invited", "staff.joined", "staff.duties"} <= done
    with tenant_scope(north):
        assert not User.objects.filter(email="manee@dga.example").exists()


def test_what_is_wrong_is_said(browse: Browse, staff: Any, second: Any, onlooker: Any) -> None:
    client = browse(None).sign_in(staff)
    for change in ({"email": "no-mail"}, {"email": second.email}, {"display_name": ""}, {"reason": ""}):
        page = client.post("/console/staff/invite", {**NEW, **change})
        assert page.status_code == 422
        assert "รับเข้าใหม่" in page.content.decode() or not change.get("reason", "x")
    for path in ("invite", str(second.pk)):
        assert browse(None).sign_in(onlooker).get(f"/console/staff/{path}").status_code == 403


def test_a_link_works_once_for_a_week_and_the_newest_only(staff: Any) -> None:
    invitation, now = _invited(staff), timezone.now()
    token = _link().rpartition("/")[2]
    assert token not in str(vars(invitation))
    with public_scope():
        assert joining.find_invitation(token=token, at=now + joining.LIFETIME) is None
        with pytest.raises(Conflict):
            _invited(staff)
        with pytest.raises(Refused):
            joining.send_again(invitation=invitation, actor=staff, at=now)
        joining.send_again(invitation=invitation, actor=staff, at=now + timedelta(minutes=5))
        assert joining.find_invitation(token=token, at=now) is None
        fresh = _link().rpartition("/")[2]
        assert joining.find_invitation(token=fresh, at=now) == invitation
        joining.withdraw(invitation=invitation, actor=staff, at=now)
        with pytest.raises(NotFound):
            joining.join(token=fresh, display_name="มานี", password=PASSWORD, at=now)
        assert not User.objects.filter(email=invitation.email).exists()


def test_one_link_opened_by_four_makes_one(committed: str, staff: Any) -> None:
    _invited(staff)
    token = _link().rpartition("/")[2]

    def work(_index: int) -> str:
        with public_scope():
            return joining.join(token=token, display_name="มานี", password=PASSWORD, at=timezone.now()).email or ""

    results = race(work, 4)
    assert sorted(isinstance(one, NotFound) for one in results) == [False, True, True, True]


def test_pages_of_an_invitation(browse: Browse, staff: Any) -> None:
    invitation, client = _invited(staff), browse(None).sign_in(staff)
    path = f"/console/staff/invitations/{invitation.pk}"
    assert "เมื่อสักครู่" in client.post(path, {"action": "again"}, follow=True).content.decode()
    client.post(path, {"action": "withdraw"})
    again = client.post(path, {"action": "withdraw"}, follow=True)
    assert "ตอบรับหรือยกเลิกไปแล้ว" in again.content.decode()
    assert "manee@dga.example" not in client.get("/console/staff").content.decode()


def test_more_duties_take_two_and_fewer_hold_at_once(browse: Browse, staff: Any, second: Any, onlooker: Any) -> None:
    client, path = browse(None).sign_in(staff), f"/console/staff/{onlooker.pk}"
    assert client.post(path, {"duties": ["finance", "support"], "reason": "ย้ายงาน"}).status_code == 302
    with public_scope():
        assert User.objects.get(pk=onlooker.pk).duties == frozenset()
    assert _approve(client).status_code == 422, "not by who asked"
    assert _approve(browse(None).sign_in(second)).status_code == 302
    assert client.post(path, {"duties": ["finance"], "reason": "เลิกดูแล"}).status_code == 302
    with public_scope():
        assert User.objects.get(pk=onlooker.pk).duties == {"finance"}
        kept = AuditEntry.objects.filter(action="staff.duties", target_id=str(onlooker.pk)).latest("pk")
        assert (kept.actor, kept.data["reason"]) == (staff, "เลิกดูแล")
    assert client.post(path, {"duties": ["king"], "reason": "x"}).status_code == 422


def test_the_form_begins_with_what_is_held(browse: Browse, staff: Any, second: Any) -> None:
    page = browse(None).sign_in(staff).get(f"/console/staff/{second.pk}").content.decode()
    boxes = re.findall(r"<input[^>]*name=\"duties\"[^>]*>", page)
    assert [re.search(r'value="(\w+)"', box)[1] for box in boxes if "checked" in box] == ["administrator"]  # type: ignore[index]  # each has a value


def test_nobody_gives_themselves_a_duty(browse: Browse, staff: Any, second: Any) -> None:
    mine = browse(None).sign_in(staff)
    page = mine.post(f"/console/staff/{staff.pk}", {"duties": ["administrator", "finance"], "reason": "ขอเพิ่ม"})
    assert page.status_code == 422
    assert "ให้หน้าที่แก่ตัวเอง" in page.content.decode()
    mine.post(f"/console/staff/{second.pk}", {"duties": ["administrator", "finance"], "reason": "ขอเพิ่มให้"})
    assert _approve(browse(None).sign_in(second)).status_code == 422, "nor by deciding it"
    with public_scope():
        assert StaffDuty.objects.filter(duty="finance").count() == 0


def test_an_account_is_closed_at_once(browse: Browse, staff: Any, second: Any, onlooker: Any) -> None:
    theirs, client = browse(None).sign_in(onlooker), browse(None).sign_in(staff)
    path = f"/console/staff/{onlooker.pk}"
    assert client.post(f"{path}/close", {"closing-reason": ""}).status_code == 422
    assert client.post(f"{path}/close", {"closing-reason": "ลาออก"}).status_code == 302
    assert theirs.get("/console/").status_code == 302
    assert "มาลี มองดู" not in client.get("/console/staff?is_active=1").content.decode()
    assert client.post(path, {"duties": ["support"], "reason": "กลับมา"}).status_code == 302
    _approve(browse(None).sign_in(second))
    with public_scope():
        back = User.objects.get(pk=onlooker.pk)
        assert (back.is_active, back.duties) == (True, {"support"})
    assert client.post(f"/console/staff/{staff.pk}/close", {"closing-reason": "x"}).status_code == 422


def test_the_last_administrator_stays(browse: Browse, staff: Any) -> None:
    client = browse(None).sign_in(staff)
    page = client.post(f"/console/staff/{staff.pk}", {"duties": [], "reason": "พอแล้ว"})
    assert page.status_code == 422
    assert "ไม่มีผู้ดูแลแพลตฟอร์มคนอื่น" in page.content.decode()
    assert "create_staff" in client.get("/console/staff").content.decode()


def test_two_who_close_each_other_leave_one(committed: str, staff: Any, second: Any) -> None:
    people = [staff, second]

    def work(index: int) -> None:
        with public_scope():
            close_account(user=people[1 - index], reason="x", actor=people[index], at=timezone.now())

    assert sorted(str(type(one).__name__) for one in race(work, 2)) == ["NoneType", "Refused"]
    with public_scope():
        assert User.objects.filter(kind="staff", is_active=True, staff_duties__duty="administrator").count() == 1


def test_the_list(browse: Browse, staff: Any, second: Any, onlooker: Any) -> None:
    client = browse(None).sign_in(staff)

    def names(query: str) -> set[str]:
        table = client.get(f"/console/staff?{query}").context["table"]
        with public_scope():
            return {row.record.display_name for row in table.rows}

    everybody = {staff.display_name, second.display_name, onlooker.display_name}
    assert names("") == everybody
    assert names("q=มาลี") == names("duty=none") == {onlooker.display_name}
    assert names("duty=administrator") == everybody - {onlooker.display_name}
    assert names("is_active=0") == set()
    assert names("sort=-email") == everybody
    csv = client.get("/console/exports/console-staff/csv?q=มาลี").content.decode("utf-8-sig")
    assert onlooker.email in csv
    assert second.email not in csv
    with CaptureQueriesContext(connection) as few:
        client.get("/console/staff")
    with public_scope():
        for number in range(12):
            _invited(staff, email=f"n{number}@dga.example")
            User(kind="staff", email=f"x{number}@dga.example", display_name=f"คนที่ {number}", password="!").save()
    with CaptureQueriesContext(connection) as many:
        client.get("/console/staff")
    assert len(many) == len(few)
