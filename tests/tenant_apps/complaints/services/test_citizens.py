"""Verbs of citizens, and what neighbours see."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kit import clock
from kit.errors import Conflict, Refused
from kit.workflow import TransitionRefused
from shared_apps.jobs import registry
from shared_apps.notifications.models import Message
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Complaint, Policy
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.tenant_apps.complaints.conftest import AT, file_one
from tests.tenant_apps.complaints.services.conftest import do


def test_confirmed_and_rated_once(resolved: Complaint) -> None:
    with pytest.raises(Refused):
        services.rate(complaint=resolved, score=5, comment="", actor=None, at=AT)
    services.confirm(complaint=resolved, actor=None, at=AT)
    resolved.refresh_from_db()
    services.rate(complaint=resolved, score=5, comment="เร็วมาก", actor=None, at=AT)
    assert resolved.rating.score == 5
    fresh = Complaint.objects.get(pk=resolved.pk)
    with pytest.raises((Refused, Conflict)):
        services.rate(complaint=fresh, score=1, comment="", actor=None, at=AT)


def test_reopening_within_seven_days(resolved: Complaint) -> None:
    with pytest.raises(Refused):
        services.reopen_as_citizen(complaint=resolved, actor=None, at=AT + timedelta(days=8), note="ยังดับอยู่")
    services.reopen_as_citizen(complaint=resolved, actor=None, at=AT + timedelta(days=6), note="ยังดับอยู่")
    resolved.refresh_from_db()
    assert (resolved.state, resolved.times_reopened, resolved.resolved_at) == ("reopened", 1, None)
    assert resolved.due_at is not None
    assert clock.bangkok_day(resolved.due_at).isoformat() == "2026-12-21"


@pytest.mark.parametrize(
    ("hour", "due"),
    [
        ((26, 10), "2026-12-21"),  # Thursday in office hours: from Friday on
        ((26, 20), "2026-12-22"),  # Thursday night is received on Friday
        ((21, 10), "2026-12-16"),  # Saturday is received on Monday
    ],
)
def test_what_is_reopened_outside_office_hours_is_received_when_the_office_opens(
    resolved: Complaint, hour: tuple[int, int], due: str
) -> None:
    services.reopen_as_citizen(
        complaint=resolved, actor=None, at=datetime(2026, 11, *hour, tzinfo=clock.BANGKOK), note="ยังดับอยู่"
    )
    resolved.refresh_from_db()
    assert resolved.due_at is not None
    assert clock.bangkok_day(resolved.due_at).isoformat() == due
    assert services.recount_open_cases(at=AT) == 0


def test_an_answer_on_a_day_off_is_received_on_the_next_working_day(started: Complaint, officer: Any) -> None:
    do(services.ask, started, officer, note="เสาไฟต้นไหน")
    saturday = datetime(2026, 11, 21, 10, tzinfo=clock.BANGKOK)
    services.answer(complaint=started, actor=None, at=saturday, note="ต้นที่สามจากปากซอย")
    started.refresh_from_db()
    assert started.due_at is not None
    # Asked on Friday, received on Monday: one working day more than the 15th.
    assert clock.bangkok_day(started.due_at).isoformat() == "2026-12-16"
    assert services.recount_open_cases(at=AT) == 0


def test_a_citizen_cannot_do_an_officers_work(filed: Complaint, citizen: Any) -> None:
    with pytest.raises(TransitionRefused):
        services.accept(complaint=filed, version=filed.version, actor=citizen, at=AT)


def test_silence_closes_after_seven_days(resolved: Complaint) -> None:
    assert services.close_silently_accepted(at=AT + timedelta(days=6)) == 0
    assert services.close_silently_accepted(at=AT + timedelta(days=8)) == 1
    resolved.refresh_from_db()
    assert resolved.state == "closed"


def test_what_silence_has_closed_is_not_open_for_another_week(resolved: Complaint, officer: Any) -> None:
    services.close_silently_accepted(at=AT + timedelta(days=8))
    resolved.refresh_from_db()
    late = AT + timedelta(days=9)
    assert "reopen" not in [move.action for move in selectors.moves_open(resolved, actor=None, at=late)]
    with pytest.raises(Refused):
        services.reopen_as_citizen(complaint=resolved, actor=None, at=late, note="ยังดับอยู่")
    do(services.reopen, resolved, officer, at=late, note="ผู้แจ้งโทรมาบอกว่ายังดับ")
    resolved.refresh_from_db()
    assert resolved.state == "reopened"


@pytest.mark.usefixtures("fresh_rules")
def test_the_result_says_until_when_one_may_object(started: Complaint, officer: Any) -> None:
    Complaint.objects.filter(pk=started.pk).update(reporter_email="mana@example.com")
    Policy.objects.update_or_create(id=1, defaults={"reopen_days": 14})
    services.forget_policy()
    do(services.resolve, started, officer, note="เปลี่ยนหลอดไฟแล้ว")
    told = Message.objects.get(event="complaints/resolve")
    assert "4 ธันวาคม 2569" in told.body
    assert "7 วัน" not in told.body
    assert services.close_silently_accepted(at=AT + timedelta(days=13)) == 0
    services.reopen_as_citizen(complaint=started, actor=None, at=AT + timedelta(days=13), note="ยังดับอยู่")


def test_two_ratings_at_once_keep_the_first(resolved: Complaint, monkeypatch: pytest.MonkeyPatch) -> None:
    services.confirm(complaint=resolved, actor=None, at=AT)
    monkeypatch.setattr("tenant_apps.complaints.services.citizens.may_rate", lambda _complaint: True)
    services.rate(complaint=resolved, score=5, comment="", actor=None, at=AT)
    with pytest.raises(Conflict):
        services.rate(complaint=resolved, score=1, comment="", actor=None, at=AT)
    assert Complaint.objects.get(pk=resolved.pk).rating.score == 5


def test_south_has_its_own_numbers_and_sees_nothing(filed: Complaint, south: Tenant) -> None:
    with tenant_scope(south):
        assert not Complaint.objects.exists()
        assert file_one().complaint.number == "RQ-2569-000001"
        assert selectors.case_by_reference(filed.tracking_code) is None


def test_the_nightly_job_closes_what_nobody_contested(resolved: Complaint) -> None:
    Complaint.objects.filter(pk=resolved.pk).update(resolved_at=clock.now() - timedelta(days=6))
    registry.get("complaints.close_silently_accepted").handler()
    resolved.refresh_from_db()
    assert resolved.state == "resolved"
    long_ago = clock.now() - timedelta(days=30)  # a holiday at the end lengthens the seven days
    Complaint.objects.filter(pk=resolved.pk).update(resolved_at=long_ago)
    registry.get("complaints.close_silently_accepted").handler()
    resolved.refresh_from_db()
    assert resolved.state == "closed"
