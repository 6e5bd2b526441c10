"""Moving cases, with complaints as the kind of case."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kit.errors import Conflict
from kit.workflow import Audience, TransitionRefused
from shared_apps.audit.models import AuditEntry
from shared_apps.casework import services
from tenant_apps.complaints.models import Category, Complaint, ComplaintEvent
from tenant_apps.complaints.workflow import COMPLAINT_WORKFLOW, State
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.threads import race

AT = timezone.now()


def _file(number: str = "RQ-2569-000001") -> Complaint:
    category = Category.objects.first()
    assert category is not None
    return Complaint.objects.create(
        number=number, state=State.NEW, category=category, title="ไฟดับ", description="ไฟดับหน้าบ้าน", search_text=""
    )


def _advance(case: Complaint, action: str, actor: Any, **options: Any) -> Any:
    return services.advance(case, workflow=COMPLAINT_WORKFLOW, action=action, actor=actor, at=AT, **options)


def test_a_move_writes_state_event_and_audit(in_north: Tenant, officer: Any) -> None:
    case = _file()

    event = _advance(case, "accept", officer, note="รับแล้ว", changes={"assignee": officer})

    stored = Complaint.objects.get(pk=case.pk)
    assert (stored.state, stored.version, stored.state_changed_at, stored.assignee) == ("accepted", 2, AT, officer)
    assert (case.state, case.version) == ("accepted", 2)
    assert (event.from_state, event.to_state, event.audience, event.actor_name, event.note) == (
        "new",
        "accepted",
        "officer",
        "สมหญิง ใจดี",
        "รับแล้ว",
    )
    entry = AuditEntry.objects.get(action="complaints.accept")
    assert (entry.actor, entry.target_id) == (officer, str(case.pk))
    assert entry.data == {"from": "new", "to": "accepted", "event": event.pk}


def test_a_move_that_is_not_in_the_table_changes_nothing(in_north: Tenant, officer: Any) -> None:
    case = _file()
    with pytest.raises(TransitionRefused):
        _advance(case, "close", officer)
    with pytest.raises(TransitionRefused):
        _advance(case, "no such move", officer)
    assert Complaint.objects.get(pk=case.pk).version == 1
    assert not ComplaintEvent.objects.exists()
    assert not AuditEntry.objects.filter(target_type="complaints.complaint", target_id=str(case.pk)).exists()


def test_a_move_of_others_is_refused(in_north: Tenant, citizen: Any) -> None:
    case = _file()
    for options in ({"actor": citizen}, {"actor": None}, {"actor": None, "audience": Audience.CITIZEN}):
        with pytest.raises(TransitionRefused) as refused:
            _advance(case, "accept", **options)
        assert refused.value.code == "audience"


def test_a_guest_acts_as_a_citizen(in_north: Tenant, officer: Any) -> None:
    case = _file()
    for action in ("accept", "ask"):
        _advance(case, action, officer, note="บอกเพิ่มด้วย")
    event = _advance(case, "answer", None, note="หน้าวัด", audience=Audience.CITIZEN)
    assert (event.actor, event.actor_name, event.audience) == (None, "", "citizen")


def test_a_stale_page_is_told(in_north: Tenant, officer: Any, clerk: Any) -> None:
    case = _file()
    _advance(case, "accept", officer, expected_version=1)
    with pytest.raises(Conflict):
        _advance(case, "start", clerk, expected_version=1)
    _advance(case, "start", clerk, expected_version=2)


def test_the_state_of_the_row_counts_and_not_that_of_the_object(in_north: Tenant, officer: Any) -> None:
    case = _file()
    stale = Complaint.objects.get(pk=case.pk)
    _advance(case, "accept", officer)
    with pytest.raises(TransitionRefused):
        _advance(stale, "accept", officer)


def test_who_acts() -> None:
    assert services.audience_of(None) == Audience.SYSTEM
    assert services.audience_of(type("U", (), {"is_officer": True})()) == Audience.OFFICER
    assert services.audience_of(type("U", (), {"is_officer": False})()) == Audience.CITIZEN


def test_the_timeline_is_never_changed(in_north: Tenant, officer: Any) -> None:
    event = services.add_event(_file(), action="note", actor=officer, at=AT, note="ภายใน")
    assert not event.is_public
    event.note = "เปลี่ยน"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    assert ComplaintEvent.objects.get().note == "ภายใน"


def test_numbers_and_codes_are_unique(in_north: Tenant) -> None:
    from django.db import IntegrityError, transaction

    first = _file()
    assert _file("RQ-2569-000002").tracking_code != first.tracking_code
    with pytest.raises(IntegrityError), transaction.atomic():
        _file("RQ-2569-000001")


def test_of_20_officers_who_act_at_once_one_wins(committed: str, north: Tenant, officer: Any) -> None:
    with tenant_scope(north):
        case = _file()

    def accept(_index: int) -> str:
        with tenant_scope(north):
            mine = Complaint.objects.get(pk=case.pk)
            return str(_advance(mine, "accept", None, audience=Audience.OFFICER).action)

    results = race(accept, 20)

    assert results.count("accept") == 1
    assert all(isinstance(result, TransitionRefused) for result in results if result != "accept")
    with tenant_scope(north):
        assert Complaint.objects.get(pk=case.pk).version == 2
        assert ComplaintEvent.objects.count() == 1


def test_south_sees_nothing(in_north: Tenant, south: Tenant, officer: Any) -> None:
    case = _file()
    _advance(case, "accept", officer)
    with tenant_scope(south):
        assert not Complaint.objects.exists()
        assert not ComplaintEvent.objects.exists()
        assert not AuditEntry.objects.filter(at__gte=AT - timedelta(days=1), action="complaints.accept").exists()
