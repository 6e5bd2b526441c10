"""The ladder of warnings, and reminders to citizens."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kit import clock
from shared_apps.accounts.rights import Duty
from shared_apps.notifications.models import Message
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import CaseWarning, Complaint, Policy
from tenant_apps.registry.models import Officer, Role
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.tenant_apps.complaints.conftest import AT, File

pytestmark = pytest.mark.usefixtures("fresh_rules")


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 8, 30, tzinfo=clock.BANGKOK)


NEAR, DUE_DAY, LATE = on(2026, 12, 9), on(2026, 12, 15), on(2026, 12, 18)


@pytest.fixture
def responsible(filed: Complaint, officer: Any) -> Any:
    """The officer who has the case; its division is the officer's."""
    Complaint.objects.filter(pk=filed.pk).update(assignee=officer, division=officer.officer.division)
    return officer


def head_of(user: Any) -> None:
    Officer.objects.get(user=user).roles.add(Role.objects.get_or_create(code=Duty.HEAD, defaults={"name": "หัวหน้า"})[0])


def told() -> set[str]:
    return set(Message.objects.filter(event="complaints/warning").values_list("to", flat=True))


def test_each_rung_tells_more_people(responsible: Any, clerk: Any, administrator: Any, filed: Complaint) -> None:
    head_of(clerk)
    Officer.objects.filter(user=clerk).update(division=responsible.officer.division)
    assert services.warn_officers(at=AT) == 0
    services.warn_officers(at=NEAR)
    assert told() == {responsible.email}
    services.warn_officers(at=DUE_DAY)
    assert told() == {responsible.email, clerk.email}
    services.warn_officers(at=LATE)
    assert administrator.email in told()
    body = Message.objects.filter(event="complaints/warning", to=administrator.email).get().body
    assert filed.number in body
    assert "3 วัน" in body


def test_the_officer_hears_every_seven_days_that_a_reason_is_due(responsible: Any, filed: Complaint) -> None:
    """Late since Tuesday 15 December; the ladder's last rung is three days after."""

    def asked(at: datetime) -> bool:
        services.warn_officers(at=at)
        day = clock.bangkok_day(at).isoformat()
        found = Message.objects.filter(event="complaints/warning", to=responsible.email, key__endswith=day).first()
        return found is not None and "ถึงเวลาแจ้งเหตุผลที่ล่าช้า" in found.body

    assert not asked(DUE_DAY)
    assert asked(on(2026, 12, 16))
    assert not asked(on(2026, 12, 17))
    assert asked(on(2026, 12, 22))
    filed.refresh_from_db()
    told_at = on(2026, 12, 23)
    services.explain_delay(complaint=filed, version=filed.version, note="รออะไหล่จากผู้ขาย", actor=responsible, at=told_at)
    assert not asked(on(2026, 12, 29))
    assert asked(on(2027, 1, 5))
    body = Message.objects.filter(event="complaints/warning", to=responsible.email).latest("created_at").body
    assert body.count(filed.number) == 1


def test_an_office_may_ask_for_no_reasons(responsible: Any) -> None:
    Policy.objects.update_or_create(id=1, defaults={"late_reason_days": 0})
    services.forget_policy()
    services.warn_officers(at=on(2027, 1, 5))
    assert not CaseWarning.objects.filter(step__startswith="reason").exists()


def test_run_twice_it_tells_nobody_twice(responsible: Any, administrator: Any) -> None:
    assert services.warn_officers(at=LATE) > 0
    sent = Message.objects.filter(event="complaints/warning").count()
    assert services.warn_officers(at=LATE) == 0
    assert Message.objects.filter(event="complaints/warning").count() == sent


def test_nothing_on_a_day_off(responsible: Any) -> None:
    assert services.warn_officers(at=on(2026, 12, 19)) == 0
    assert not CaseWarning.objects.exists()


def test_many_cases_are_one_message(responsible: Any, file_in_north: File) -> None:
    for _ in range(25):
        case = file_in_north().complaint
        Complaint.objects.filter(pk=case.pk).update(assignee=responsible)
    services.warn_officers(at=NEAR)
    message = Message.objects.get(event="complaints/warning", to=responsible.email)
    assert message.body.count("RQ-2569-") == 20
    assert "อีก 6 เรื่อง" in message.body


def test_an_extended_case_is_warned_anew(responsible: Any, filed: Complaint) -> None:
    services.warn_officers(at=NEAR)
    filed.refresh_from_db()
    services.extend(
        complaint=filed,
        version=filed.version,
        due=on(2026, 12, 16).date(),
        note="รออะไหล่",
        actor=responsible,
        at=NEAR,
    )
    assert services.warn_officers(at=on(2026, 12, 15)) == 1


def test_a_restricted_case_is_named_to_those_only_who_may_see_it(
    file_in_north: File, officer: Any, clerk: Any, administrator: Any
) -> None:
    case = file_in_north(category="corruption").complaint
    head_of(clerk)
    Officer.objects.filter(user=clerk).update(division=case.division)
    services.warn_officers(at=LATE)
    assert told() == {administrator.email}


def test_who_was_asked_is_reminded_and_not_forever(filed: Complaint, officer: Any) -> None:
    Complaint.objects.filter(pk=filed.pk).update(reporter_email="mana@example.com")
    filed.refresh_from_db()
    services.accept(complaint=filed, version=filed.version, actor=officer, at=AT)
    services.ask(complaint=filed, version=filed.version, actor=officer, at=AT, note="เสาต้นไหนที่ดับ")
    assert services.remind_citizens(at=AT + timedelta(days=4)) == 0
    assert services.remind_citizens(at=AT + timedelta(days=7)) == 1
    assert services.remind_citizens(at=AT + timedelta(days=7)) == 0
    assert services.remind_citizens(at=AT + timedelta(days=14)) == 1
    assert services.remind_citizens(at=AT + timedelta(days=30)) == 0
    assert "เสาต้นไหนที่ดับ" in Message.objects.filter(event="complaints/remind").first().body  # type: ignore[union-attr]
    assert [one.action for one in selectors.timeline(filed, public_only=True)][:2] == ["remind", "remind"]


def test_south_is_not_warned_of_north(responsible: Any, south: Tenant) -> None:
    with tenant_scope(south):
        assert services.warn_officers(at=LATE) == 0
