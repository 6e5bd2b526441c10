"""What one asks for another decides; who may do what is a duty."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit.errors import Conflict, DomainError, Invalid, Refused
from provisioning import approvals as registry
from provisioning.models import Approval, ApprovalState, Duty, StaffDuty
from provisioning.services import approvals
from provisioning.services.staff import set_duties
from shared_apps.accounts.models import User
from shared_apps.audit.models import AuditEntry
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.support.browser import HostClient
from tests.support.threads import race

Browse = Callable[[Tenant | None], HostClient]


@pytest.fixture
def done() -> Iterator[list[str]]:
    """A kind of request whose doing leaves its subject here."""
    seen: list[str] = []

    def apply(*, approval: Approval, actor: Any, at: datetime) -> None:
        if approval.payload.get("broken"):
            raise Conflict("no longer possible")
        seen.append(approval.subject)

    kind = registry.Kind(
        code="test",
        label="ทดสอบ",
        apply=apply,
        describe=lambda approval: [registry.Fact("เรื่อง", approval.subject)],
        may_ask=registry.holds(Duty.FINANCE),
        may_decide=registry.holds(Duty.APPROVER),
    )
    registry.register(kind)
    yield seen
    registry._kinds.pop("test")


def _ask(actor: Any, **values: Any) -> Approval:
    given: dict[str, Any] = {"kind": "test", "subject": "x:1", "reason": "เหตุผล", **values}
    return approvals.ask(actor=actor, at=timezone.now(), **given)


def test_it_works(in_public: None, done: list[str], staff: Any, approver: Any, north: Tenant) -> None:
    asked = _ask(staff, tenant=north)
    assert done == []
    approvals.approve(approval=asked, actor=approver, at=timezone.now(), note="ตกลง")
    assert done == ["x:1"]
    kept = Approval.objects.get()
    assert (kept.state, kept.decided_by, kept.note) == (ApprovalState.APPROVED, approver, "ตกลง")
    assert [*AuditEntry.objects.filter(target_id=str(north.pk)).values_list("action", "actor")] == [
        ("approval.asked", staff.pk),
        ("approval.approved", approver.pk),
    ]
    assert {*Message.objects.values_list("event", "to")} == {
        ("provisioning/approval_asked", approver.email),
        ("provisioning/approval_decided", staff.email),
    }


def test_never_by_who_asked(in_public: None, done: list[str], staff: Any) -> None:
    asked = _ask(staff)
    for decide in (approvals.approve, approvals.decline):
        with pytest.raises(Refused):
            decide(approval=asked, actor=staff, at=timezone.now(), **_reason(decide))
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(state="approved", decided_by=staff, decided_at=timezone.now())
    assert done == []


def _reason(decide: Any) -> dict[str, str]:
    return {"reason": "ไม่"} if decide is approvals.decline else {}


def test_who_may_neither_ask_nor_decide(in_public: None, done: list[str], staff: Any, onlooker: Any) -> None:
    with pytest.raises(Refused):
        _ask(onlooker)
    asked = _ask(staff)
    with pytest.raises(Refused):
        approvals.approve(approval=asked, actor=onlooker, at=timezone.now())
    with pytest.raises(Refused):
        approvals.withdraw(approval=asked, actor=onlooker, at=timezone.now())


def test_one_of_a_kind_waits(in_public: None, done: list[str], staff: Any, approver: Any) -> None:
    asked = _ask(staff)
    with pytest.raises(Conflict):
        _ask(staff)
    _ask(staff, subject="x:2")
    approvals.withdraw(approval=asked, actor=staff, at=timezone.now())
    again = _ask(staff)
    with pytest.raises(Conflict):
        approvals.approve(approval=asked, actor=approver, at=timezone.now())
    with pytest.raises(Invalid):
        approvals.decline(approval=again, reason=" ", actor=approver, at=timezone.now())
    with pytest.raises(Invalid):
        _ask(staff, subject="x:3", reason="  ")


def test_what_cannot_be_done_stays_waiting(in_public: None, done: list[str], staff: Any, approver: Any) -> None:
    asked = _ask(staff, payload={"broken": True})
    with pytest.raises(DomainError):
        approvals.approve(approval=asked, actor=approver, at=timezone.now())
    assert Approval.objects.get().is_waiting
    assert not AuditEntry.objects.filter(action="approval.approved").exists()


def test_two_at_once_do_it_once(committed: str, done: list[str], staff: Any, approver: Any) -> None:
    with public_scope():
        asked = _ask(staff)

    def decide(_number: int) -> str:
        with public_scope():
            try:
                approvals.approve(approval=asked, actor=approver, at=timezone.now())
            except Conflict:
                return "late"
            return "done"

    assert sorted(race(decide, 6)) == ["done"] + ["late"] * 5
    assert done == ["x:1"]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_pages(browse: Browse, done: list[str], staff: Any, approver: Any, onlooker: Any, north: Tenant) -> None:
    with public_scope():
        asked = _ask(staff, tenant=north)
    path = f"/console/approvals/{asked.pk}"
    mine = browse(None).sign_in(staff)
    page = mine.get(path).content.decode()
    assert 'value="withdraw"' in page
    assert 'value="approve"' not in page
    assert mine.post(f"{path}/decide", {"decision": "approve"}).status_code == 422
    assert 'value="approve"' not in browse(None).sign_in(onlooker).get(path).content.decode()
    checker = browse(None).sign_in(approver)
    shown = checker.get("/console/approvals")
    assert north.name in shown.content.decode()
    badges = {item["url"]: item["badge"] for item in shown.context["desk_menu"]}
    assert badges["/console/approvals"] == 1
    refused = checker.post(f"{path}/decide", {"decision": "decline"})
    assert refused.status_code == 422
    assert "กรอกเหตุผล" in refused.content.decode()
    assert checker.post(f"{path}/decide", {"decision": "nonsense"}).status_code == 422
    assert checker.post(f"{path}/decide", {"decision": "approve", "note": "ครบแล้ว"}).status_code == 302
    assert "ครบแล้ว" in mine.get(path).content.decode()
    assert done == ["x:1"]


def test_the_list_asks_no_more_for_more_rows(browse: Browse, done: list[str], staff: Any, north: Tenant) -> None:
    client = browse(None).sign_in(staff)
    with public_scope():
        _ask(staff, tenant=north)
    client.get("/console/approvals")
    with CaptureQueriesContext(connection) as few:
        client.get("/console/approvals")
    with public_scope():
        for number in range(2, 18):
            _ask(staff, tenant=north, subject=f"x:{number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/console/approvals")
    assert len(many) == len(few)
    export = client.get("/console/exports/console-approvals/csv?kind=test").content.decode("utf-8-sig")
    assert export.count(north.name) == 17
    with public_scope():
        assert AuditEntry.objects.filter(action="console-approvals.export", actor=staff).exists()
    assert client.get("/console/exports/people/csv").status_code == 404


def test_lists_of_the_console_are_not_at_an_lgo(browse: Browse, north: Tenant, administrator: Any) -> None:
    assert browse(north).sign_in(administrator).get("/desk/exports/console-approvals.csv").status_code in {403, 404}


# --- duties ----------------------------------------------------------------------------------------------------------


def test_nobody_but_staff_has_duties(north: Tenant, officer: Any, staff: Any) -> None:
    assert officer.duties == frozenset()
    with public_scope():
        assert User.objects.get(pk=staff.pk).duties == frozenset(Duty.values)
        User.objects.filter(pk=staff.pk).update(is_active=False)
        assert User.objects.get(pk=staff.pk).duties == frozenset()


def test_two_who_resign_at_once_leave_one(committed: str, staff: Any, approver: Any) -> None:
    with public_scope():
        set_duties(user=approver, duties=[Duty.ADMINISTRATOR], actor=staff, at=timezone.now())

    def resign(number: int) -> str:
        person = [staff, approver][number]
        with public_scope():
            try:
                set_duties(user=person, duties=[], actor=person, at=timezone.now())
            except Refused:
                return "refused"
            return "resigned"

    assert sorted(race(resign, 2)) == ["refused", "resigned"]
    with public_scope():
        assert StaffDuty.objects.count() == 1


def test_the_first_of_the_staff_administers(in_public: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFF_PASSWORD", "three odd words")
    call_command("create_staff", "first@dga.example", "คนแรก")
    call_command("create_staff", "second@dga.example", "คนที่สอง")
    call_command("create_staff", "third@dga.example", "คนที่สาม", "--duty", "finance", "--duty", "approver")
    duties = {user.email.partition("@")[0]: user.duties for user in User.objects.filter(kind="staff")}
    assert duties == {"first": frozenset(Duty.values), "second": frozenset(), "third": {"finance", "approver"}}
