"""What a working day begins with: summaries, failures, reminders; each once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared_apps.notifications import reminders
from shared_apps.notifications.models import Delivery, Failure, Message, MessageState
from shared_apps.notifications.services import daily, notify, recipient_of
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.shared_apps.notifications.conftest import Mailbox

SATURDAY = datetime(2026, 11, 28, 1, 30, tzinfo=UTC)
KING = datetime(2026, 12, 7, 1, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
WORDS = {"number": "RQ-1", "category": "ไฟ", "by": "สมชาย", "due": "1 ม.ค."}


def hold(officer: Any, count: int) -> None:
    Delivery(user=officer, daily=True).save()
    for number in range(count):
        notify(
            "complaints/assigned",
            to=recipient_of(officer),
            context={**WORDS, "number": f"RQ-{number}"},
            key=f"{number}",
        )
    Message.objects.update(created_at=MONDAY - timedelta(hours=10))


def test_one_summary_for_all(in_north: Tenant, south: Tenant, officer: Any, mailbox: Mailbox) -> None:
    hold(officer, 3)
    for _time in range(2):
        daily.run(at=MONDAY)
    (summary,) = Message.objects.filter(event="notifications/summary")
    assert summary.body.count("•") == 3
    assert "RQ-2" in summary.body
    assert Message.objects.filter(state=MessageState.SUMMED_UP).count() == 3
    with tenant_scope(south):
        daily.run(at=MONDAY)
        assert Message.objects.count() == 0


@pytest.mark.parametrize("day", [SATURDAY, KING])
def test_not_on_a_day_off(in_north: Tenant, officer: Any, mailbox: Mailbox, day: datetime) -> None:
    hold(officer, 1)
    daily.run(at=day)
    assert Message.objects.filter(state=MessageState.HELD).count() == 1


def test_administrators_hear_of_what_failed_once(
    in_north: Tenant, administrator: Any, officer: Any, mailbox: Mailbox
) -> None:
    for number in range(3):
        notify("complaints/close", to=recipient_of(administrator), context=WORDS, key=f"{number}")
    Message.objects.update(
        state=MessageState.FAILED,
        error=Failure.CREDENTIALS,
        finished_at=MONDAY - timedelta(hours=20),
        created_at=SATURDAY,
    )
    daily.run(at=MONDAY)
    (told,) = Message.objects.filter(event="notifications/failures")
    assert told.to == administrator.email
    assert told.subject.count("3") == 1
    assert "โทเคน" in told.body
    Message.objects.filter(pk=told.pk).update(created_at=MONDAY)
    daily.run(at=MONDAY + timedelta(days=1))
    assert Message.objects.filter(event="notifications/failures").count() == 1


def test_a_crash_between_two_administrators_leaves_none_untold(
    in_north: Tenant, administrator: Any, clerk: Any, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    type(clerk).objects.filter(pk=clerk.pk).update(is_administrator=True)
    notify("complaints/close", to=recipient_of(administrator), context=WORDS, key="1")
    Message.objects.update(state=MessageState.FAILED, error=Failure.CREDENTIALS, finished_at=MONDAY)
    real, told = daily.notify, []

    def dies(*args: Any, **options: Any) -> Any:
        if told:
            raise RuntimeError
        told.append(args)
        return real(*args, **options)

    monkeypatch.setattr(daily, "notify", dies)
    with pytest.raises(RuntimeError):
        daily.tell_failures(today=MONDAY.date(), at=MONDAY)
    monkeypatch.setattr(daily, "notify", real)
    daily.tell_failures(today=MONDAY.date(), at=MONDAY)
    told_of = Message.objects.filter(event="notifications/failures").values_list("to", flat=True)
    assert set(told_of) == {administrator.email, clerk.email}


def test_reminders_are_called_and_one_that_fails_stops_no_other(
    in_north: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Any] = []

    def breaks(**_when: Any) -> None:
        raise ValueError

    def works(**when: Any) -> None:
        called.append(when)

    monkeypatch.setattr(reminders, "_reminders", [])
    for one in (breaks, works, works):
        reminders.register(one)
    with pytest.raises(ExceptionGroup):
        daily.run(at=MONDAY)
    assert called == [{"today": MONDAY.date(), "at": MONDAY}]
