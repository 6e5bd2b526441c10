"""Extensions, reasons for delay, and due days counted anew."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kit import clock
from kit.errors import Conflict, Invalid, Refused
from shared_apps.notifications.models import Message
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Complaint, Policy, TimeLimit
from tenant_apps.site import services as site
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.tenant_apps.complaints.conftest import AT, File

pytestmark = pytest.mark.usefixtures("fresh_rules")
REASON = "รออะไหล่จากผู้ขาย"
DUE = date(2026, 12, 15)
"""Fifteen working days after Friday 20 November 2569; 7 and 10 December are holidays."""


def day_of(moment: datetime | None) -> date:
    assert moment is not None
    return clock.bangkok_day(moment)


def extend(complaint: Complaint, officer: Any, due: date, **values: Any) -> None:
    version = values.pop("version", complaint.version)
    services.extend(
        complaint=complaint, version=version, due=due, note=values.pop("note", REASON), actor=officer, at=AT
    )


def test_an_extension_is_public_and_told(filed: Complaint, officer: Any) -> None:
    assert day_of(filed.due_at) == DUE
    Complaint.objects.filter(pk=filed.pk).update(reporter_email="mana@example.com")
    filed.refresh_from_db()
    extend(filed, officer, date(2026, 12, 22))
    assert day_of(filed.due_at) == date(2026, 12, 22)
    event = selectors.timeline(filed, public_only=True)[0]
    assert (event.action, event.note, event.data) == ("extend", REASON, {"due": "2026-12-22"})
    message = Message.objects.get(event="complaints/extend")
    assert REASON in message.body
    assert "22 ธันวาคม 2569" in message.body


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (DUE, "Choose a day after"),
        (date(2026, 12, 19), "closed"),  # a Saturday
        (date(2027, 1, 29), "at most"),
    ],
)
def test_days_that_cannot_be(filed: Complaint, officer: Any, due: date, said: str) -> None:
    with pytest.raises(Invalid) as problem:
        extend(filed, officer, due)
    assert problem.value.field == "due"
    filed.refresh_from_db()
    assert day_of(filed.due_at) == DUE


def test_so_often_and_no_more(filed: Complaint, officer: Any) -> None:
    extend(filed, officer, date(2026, 12, 16))
    extend(filed, officer, date(2026, 12, 17))
    assert "extend" not in selectors.timing_acts(filed, at=AT)
    with pytest.raises(Refused):
        extend(filed, officer, date(2026, 12, 18))
    assert filed.extensions.count() == 2


def test_a_stale_page_extends_nothing(filed: Complaint, officer: Any) -> None:
    with pytest.raises(Conflict):
        extend(filed, officer, date(2026, 12, 16), version=filed.version - 1)
    with pytest.raises(Invalid):
        extend(filed, officer, date(2026, 12, 16), note="สั้น")


def test_a_late_case_wants_a_reason_every_seven_days(filed: Complaint, officer: Any) -> None:
    late = AT + timedelta(days=30)
    assert not selectors.reason_is_due(filed, at=AT)
    assert selectors.reason_is_due(filed, at=late)
    services.explain_delay(complaint=filed, version=filed.version, note=REASON, actor=officer, at=late)
    assert not selectors.reason_is_due(filed, at=late + timedelta(days=6))
    assert selectors.reason_is_due(filed, at=late + timedelta(days=8))
    with pytest.raises(Refused):
        services.explain_delay(complaint=filed, version=filed.version, note=REASON, actor=officer, at=AT)


def test_a_new_holiday_moves_open_cases_and_says_so(filed: Complaint, administrator: Any) -> None:
    site.add_holiday(day=date(2026, 11, 30), name="วันหยุดพิเศษ", actor=administrator, at=AT)
    assert services.recount_open_cases(at=AT) == 1
    filed.refresh_from_db()
    assert day_of(filed.due_at) == date(2026, 12, 16)
    assert selectors.timeline(filed, public_only=True)[0].action == "recount"
    assert services.recount_open_cases(at=AT) == 0


def test_counting_anew_changes_nothing_by_itself(file_in_north: File, officer: Any) -> None:
    asked, extended = file_in_north().complaint, file_in_north().complaint
    services.accept(complaint=asked, version=asked.version, actor=officer, at=AT)
    services.ask(complaint=asked, version=asked.version, actor=officer, at=AT + timedelta(days=3), note="เสาต้นไหน")
    services.answer(complaint=asked, actor=None, at=AT + timedelta(days=6), note="เสาที่สาม")
    extend(extended, officer, date(2026, 12, 22))
    assert services.recount_open_cases(at=AT) == 0
    asked.refresh_from_db()
    assert day_of(asked.due_at) == date(2026, 12, 18)


def test_a_holiday_on_the_day_of_a_receipt_to_come_moves_the_receipt_too(
    file_in_north: File, administrator: Any
) -> None:
    """Filed on Saturday for Monday; on Sunday Monday becomes a holiday."""
    saturday, sunday = (datetime(2026, 11, day, 10, tzinfo=clock.BANGKOK) for day in (21, 22))
    case = file_in_north(at=saturday).complaint
    assert (case.legal_received_at, day_of(case.due_at)) == (
        datetime(2026, 11, 23, 8, 30, tzinfo=clock.BANGKOK),
        date(2026, 12, 16),
    )
    site.add_holiday(day=date(2026, 11, 23), name="วันหยุดพิเศษ", actor=administrator, at=sunday)
    assert services.recount_open_cases(at=sunday) == 1
    case.refresh_from_db()
    assert (case.legal_received_at, day_of(case.due_at)) == (
        datetime(2026, 11, 24, 8, 30, tzinfo=clock.BANGKOK),
        date(2026, 12, 17),
    )
    # What was received is received, whatever is declared afterwards.
    wednesday = datetime(2026, 11, 25, 10, tzinfo=clock.BANGKOK)
    site.add_holiday(day=date(2026, 11, 24), name="วันหยุดย้อนหลัง", actor=administrator, at=wednesday)
    assert services.recount_open_cases(at=wednesday) == 0


@pytest.mark.parametrize(
    ("filed_at", "days", "unit", "received", "due"),
    [
        ((2026, 12, 3, 9), 7, "working", (2026, 12, 3, 9, 0), date(2026, 12, 16)),
        ((2026, 12, 25, 9), 7, "working", (2026, 12, 25, 9, 0), date(2027, 1, 7)),
        ((2026, 12, 3, 9), 45, "calendar", (2026, 12, 3, 9, 0), date(2027, 1, 17)),
        ((2026, 12, 5, 10), 7, "working", (2026, 12, 8, 8, 30), date(2026, 12, 18)),
    ],
)
def test_the_vectors_on_an_lgos_own_calendar(
    file_in_north: File, filed_at: tuple[int, ...], days: int, unit: str, received: tuple[int, ...], due: date
) -> None:
    """From filing to due day, with the holidays that every LGO is seeded with (facts L)."""
    category = selectors.category_by_code("street-lights")
    assert category is not None
    TimeLimit.objects.create(category=category, days=days, unit=unit, since=AT - timedelta(days=1))
    case = file_in_north(at=datetime(*filed_at, tzinfo=clock.BANGKOK)).complaint  # type: ignore[misc]  # hour and all
    assert clock.bangkok(case.legal_received_at) == datetime(*received, tzinfo=clock.BANGKOK)  # type: ignore[misc]
    assert case.due_at == datetime(due.year, due.month, due.day, 23, 59, 59, 999999, clock.BANGKOK)


def test_a_new_time_limit_counts_for_new_cases_only(filed: Complaint, file_in_north: File) -> None:
    TimeLimit.objects.create(category=filed.category, days=5, unit="calendar", since=AT + timedelta(minutes=1))
    assert selectors.limit_of(filed.category, filed_at=filed.submitted_at).days == 15
    newer = file_in_north(at=AT + timedelta(minutes=2)).complaint
    assert day_of(newer.due_at) == date(2026, 11, 25)
    assert services.recount_open_cases(at=AT) == 0


def test_a_citizens_window_ends_on_a_working_day(filed: Complaint) -> None:
    # 30 November and seven days: Monday 7 December is a holiday.
    filed.closed_at = datetime(2026, 11, 30, 10, tzinfo=clock.BANGKOK)
    assert day_of(selectors.reopen_until(filed)) == date(2026, 12, 8)
    assert selectors.answered_before(date(2026, 12, 8)) == datetime(2026, 11, 28, tzinfo=clock.BANGKOK)
    assert selectors.answered_before(date(2026, 12, 9)) == datetime(2026, 12, 2, tzinfo=clock.BANGKOK)


def test_numbers_follow_the_rules_and_old_ones_are_still_found(filed: Complaint, file_in_north: File) -> None:
    Policy.objects.update_or_create(id=1, defaults={"number_prefix": "NT", "number_digits": 4})
    services.forget_policy()
    newer = file_in_north().complaint
    assert newer.number == f"NT-2569-{int(filed.number[-6:]) + 1:04}"
    assert selectors.case_by_reference(newer.number.lower()) == newer
    assert selectors.case_by_reference(filed.number) == filed


def test_south_counts_its_own(filed: Complaint, south: Tenant) -> None:
    with tenant_scope(south):
        assert not selectors.running_cases().exists()
        assert services.recount_open_cases(at=AT) == 0
