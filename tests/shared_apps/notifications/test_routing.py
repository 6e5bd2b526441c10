"""By which channels people hear: their choice, what reaches them, and what the law asks."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from kit import clock
from shared_apps.accounts import secrets
from shared_apps.notifications.models import (
    AddressMark,
    Delivery,
    Failure,
    LineChannel,
    LineLink,
    Message,
    MessageState,
    Preference,
    SmsAccount,
)
from shared_apps.notifications.services import Recipient, deliver, notify, recipient_of
from shared_apps.notifications.services.routing import quiet_end
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.shared_apps.notifications.conftest import Mailbox
from tests.support.providers import Gateway, Line

ORDINARY, STATUTORY, FOR_OFFICERS = "complaints/accept", "complaints/resolve", "complaints/assigned"
WORDS = {"number": "RQ-1", "title": "ไฟดับ", "due": "1 ม.ค.", "category": "ไฟ", "by": "สมชาย"}


@pytest.fixture
def linked(in_north: Tenant, line: Line, citizen: Any) -> Any:
    """A citizen with e-mail, phone and LINE, all of which work."""
    LineChannel(is_on=True, token=secrets.encrypt(line.token), secret=secrets.encrypt("s")).save()
    LineLink(user=citizen, line_user_id="U" + "1" * 32).save()
    return citizen


def channels(event: str, to: Recipient, key: str = "k") -> list[str]:
    return [message.channel for message in notify(event, to=to, context=WORDS, key=key)]


def choose(user: Any, *chosen: str, group: str = "complaints") -> None:
    Preference(user=user, group=group, channels=list(chosen)).save()


def test_without_a_choice(linked: Any, gateway: Gateway) -> None:
    assert channels(ORDINARY, recipient_of(linked)) == ["line"]
    assert channels(STATUTORY, recipient_of(linked)) == ["line", "email"]


def test_a_guest_has_no_line(linked: Any, gateway: Gateway) -> None:
    assert channels(ORDINARY, Recipient(email="a@example.com", phone="+66812345678")) == ["email"]
    assert channels(ORDINARY, Recipient(phone="+66812345678")) == ["sms"]


def test_the_persons_choice(linked: Any, gateway: Gateway) -> None:
    choose(linked, "email", "sms")
    assert channels(ORDINARY, recipient_of(linked)) == ["email", "sms"]
    assert channels("accounts/closed", recipient_of(linked)) == ["email"]


def test_nothing_is_a_choice_but_not_for_what_the_law_asks(linked: Any) -> None:
    choose(linked)
    assert channels(ORDINARY, recipient_of(linked)) == []
    assert channels(STATUTORY, recipient_of(linked)) == ["line", "email"]


def test_a_choice_that_does_not_reach_falls_back(linked: Any) -> None:
    choose(linked, "line")
    LineLink.objects.update(is_blocked=True)
    assert channels(ORDINARY, recipient_of(linked)) == ["email"]


def test_an_address_that_bounced_is_left_out(linked: Any) -> None:
    LineLink.objects.all().delete()
    AddressMark(channel="email", address="citizen@example.com", reason="bounced").save()
    assert channels(ORDINARY, recipient_of(linked)) == ["sms"]
    SmsAccount(choice="off").save()
    cache.clear()
    assert channels(ORDINARY, recipient_of(linked), key="2") == []
    (kept,) = notify(STATUTORY, to=recipient_of(linked), context=WORDS, key="2")
    assert (kept.state, kept.error) == (MessageState.FAILED, Failure.BOUNCED)


def test_line_carries_the_text(linked: Any, line: Line) -> None:
    (message,) = notify(ORDINARY, to=recipient_of(linked), context=WORDS, key="k")
    deliver(message_id=message.pk, at=message.created_at)
    ((to, text),) = line.pushed.values()
    assert to == "U" + "1" * 32
    assert text.startswith("รับเรื่อง RQ-1 แล้ว\n\n")
    assert "ไฟดับ" in text


@pytest.mark.parametrize(
    ("status", "message", "failure", "state"),
    [
        (401, "Authentication failed", Failure.CREDENTIALS, "queued"),
        (429, "You have reached your monthly limit.", Failure.QUOTA, "queued"),
        (429, "The API rate limit has been exceeded.", Failure.TOO_MANY, "queued"),
        (500, "", Failure.BROKEN, "queued"),
        (400, "Failed to send messages", Failure.NOT_LINKED, "failed"),
        (400, "The request body has 1 error(s)", Failure.REFUSED, "failed"),
    ],
)
def test_what_line_answers(linked: Any, line: Line, status: int, message: str, failure: Failure, state: str) -> None:
    line.status, line.message = status, message
    (written,) = notify(ORDINARY, to=recipient_of(linked), context=WORDS, key="k")
    deliver(message_id=written.pk, at=written.created_at)
    written.refresh_from_db()
    assert (written.error, written.state) == (failure, state)


def test_an_officer_with_a_daily_summary(in_north: Tenant, officer: Any, mailbox: Mailbox) -> None:
    Delivery(user=officer, daily=True).save()
    (held,) = notify(FOR_OFFICERS, to=recipient_of(officer), context=WORDS, key="k")
    assert held.state == MessageState.HELD
    (urgent,) = notify("accounts/password_changed", to=recipient_of(officer), context={}, key="k")
    assert urgent.state == MessageState.QUEUED


def test_quiet_hours_wait_until_the_morning(in_north: Tenant, officer: Any, citizen: Any, mailbox: Mailbox) -> None:
    night = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # 23:00 in Bangkok
    with time_machine.travel(night, tick=False):
        (message,) = notify(FOR_OFFICERS, to=recipient_of(officer), context=WORDS, key="k")
        assert message.due_at == datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
        deliver(message_id=message.pk, at=night)
        assert mailbox.messages == []
        (urgent,) = notify("accounts/password_changed", to=recipient_of(officer), context={}, key="k")
        assert urgent.due_at == night
        (citizens,) = notify(ORDINARY, to=recipient_of(citizen), context=WORDS, key="k")
        assert citizens.due_at == night
    deliver(message_id=message.pk, at=message.due_at)
    assert Message.objects.get(pk=message.pk).state == MessageState.SENT


@pytest.mark.parametrize(
    ("start", "end", "hour", "until"),
    [
        (time(20), time(7), 23, 31),
        (time(20), time(7), 3, 7),
        (time(20), time(7), 12, None),
        (time(12), time(13), 12, 13),
        (time(12), time(12), 12, None),
        (None, None, 3, None),
    ],
)
def test_when_quiet_ends(start: time | None, end: time | None, hour: int, until: int | None) -> None:
    """`hour` and `until` on a clock in Bangkok; 31 is 7 the next day."""
    at = datetime(2026, 11, 21, hour, 30, tzinfo=clock.BANGKOK)
    found = quiet_end(Delivery(quiet_from=start, quiet_until=end), at)
    assert (found and (found.day - 21) * 24 + found.hour) == until


def test_norths_links_are_not_souths(linked: Any, south: Tenant, south_citizen: Any) -> None:
    with tenant_scope(south):
        assert LineLink.objects.count() == 0
        assert channels(ORDINARY, recipient_of(south_citizen)) == ["email"]
