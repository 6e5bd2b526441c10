"""A provider is away for an hour, or a worker dies: every message is delivered, and once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from shared_apps.accounts import secrets
from shared_apps.notifications.models import Failure, LineChannel, LineLink, Message, MessageState, ProviderState
from shared_apps.notifications.services import Recipient, deliver, notify, sending
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.shared_apps.notifications.conftest import Mailbox, work
from tests.support import processes
from tests.support.providers import Gateway, Line, sms_gateway
from tests.support.threads import race

MESSAGES = 25


def write(count: int = MESSAGES) -> None:
    for number in range(count):
        to = Recipient(phone=f"+668123456{number:02d}")
        notify("accounts/sign_in_code", to=to, context={"code": "1", "minutes": "2"}, key=str(number))


def live(tenant: Tenant, clock: Any, minutes: int) -> None:
    """Let time go by, with workers at work."""
    for _minute in range(minutes):
        clock.shift(timedelta(minutes=1))
        while work(tenant):
            pass


def lost(gateway: Gateway) -> list[str]:
    """What was not delivered exactly once, or is not known to be."""
    keys = [asked["headers"]["Idempotency-Key"] for asked in gateway.asked]
    return [
        str(message.pk)
        for message in Message.objects.all()
        if str(message.pk) not in gateway.taken or message.state != MessageState.SENT or str(message.pk) not in keys
    ]


def outage(tenant: Tenant, gateway: Gateway) -> None:
    gateway.is_down = True
    with time_machine.travel(timezone.now(), tick=True) as clock:
        write()
        live(tenant, clock, 60)
        assert Message.objects.filter(state=MessageState.SENT).count() == 0
        gateway.is_down = False
        gateway.asked.clear()
        live(tenant, clock, 20)


def test_an_hours_outage_loses_no_message(in_north: Tenant, gateway: Gateway) -> None:
    outage(in_north, gateway)
    assert lost(gateway) == []
    assert len(gateway.asked) == len(gateway.taken) == MESSAGES
    assert ProviderState.objects.get(provider="sms:platform").open_until is None


def test_control_who_gives_up_early_loses_messages(
    in_north: Tenant, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE", timedelta(minutes=10))
    outage(in_north, gateway)
    assert lost(gateway)


def test_an_hour_without_the_mail_server_loses_no_message(in_north: Tenant, mailbox: Mailbox) -> None:
    """Nobody listens on its port; every message comes afterwards, and once."""
    mailbox.stop()
    with time_machine.travel(timezone.now(), tick=True) as clock:
        for number in range(MESSAGES):
            to = Recipient(email=f"n{number}@example.com")
            notify("accounts/sign_in_code", to=to, context={"code": "1", "minutes": "2"}, key=str(number))
        live(in_north, clock, 60)
        assert set(Message.objects.values_list("state", "error")) == {(MessageState.QUEUED, Failure.UNREACHABLE)}
        mailbox.start()
        live(in_north, clock, 20)
    assert sorted(one["message-id"] for one in mailbox.messages) == sorted(
        f"<{message.pk}@localhost>" for message in Message.objects.filter(state=MessageState.SENT)
    )
    assert len(mailbox.messages) == MESSAGES
    assert ProviderState.objects.get(provider="email").open_until is None


def test_an_hour_without_line_loses_no_message(in_north: Tenant, line: Line, citizen: Any) -> None:
    LineChannel(is_on=True, token=secrets.encrypt(line.token), secret=secrets.encrypt("s")).save()
    LineLink(user=citizen, line_user_id="U" + "1" * 32).save()
    line.is_down = True
    with time_machine.travel(timezone.now(), tick=True) as clock:
        for number in range(MESSAGES):
            to = Recipient(user_id=citizen.pk)
            notify("complaints/accept", to=to, context={"number": "RQ-1", "title": "ไฟดับ"}, key=str(number))
        live(in_north, clock, 60)
        assert not Message.objects.filter(state=MessageState.SENT).exists()
        line.is_down = False
        live(in_north, clock, 20)
    assert set(Message.objects.values_list("channel", "state")) == {("line", MessageState.SENT)}
    assert set(line.pushed) == set(Message.objects.values_list("pk", flat=True))
    assert len(line.pushed) == MESSAGES


def test_a_provider_that_is_away_is_left_alone(in_north: Tenant, gateway: Gateway) -> None:
    """25 messages over an hour, and it is asked but a few times."""
    gateway.status = 503
    with time_machine.travel(timezone.now(), tick=True) as clock:
        write()
        live(in_north, clock, 60)
    assert len(gateway.asked) < 25


def test_a_wrong_token_opens_at_once(in_north: Tenant, gateway: Gateway) -> None:
    gateway.status = 401
    write(3)
    work(in_north)
    assert len(gateway.asked) == 1
    state = ProviderState.objects.get(provider="sms:platform")
    assert (state.error, state.is_open(timezone.now())) == (Failure.CREDENTIALS, True)


def test_refusals_of_single_messages_do_not_open_it(in_north: Tenant, gateway: Gateway) -> None:
    gateway.status = 400
    write(8)
    work(in_north)
    assert len(gateway.asked) == 8
    assert Message.objects.filter(state=MessageState.FAILED).count() == 8


def test_the_breaker_of_north_is_not_souths(in_north: Tenant, south: Tenant, gateway: Gateway) -> None:
    gateway.status = 401
    write(1)
    work(in_north)
    gateway.status = 200
    with tenant_scope(south):
        write(1)
    work(south)
    with tenant_scope(south):
        assert Message.objects.get().state == MessageState.SENT
    assert Message.objects.get().state == MessageState.QUEUED


def test_a_code_of_no_use_any_more_is_not_sent_late(in_north: Tenant, gateway: Gateway) -> None:
    gateway.is_down = True
    with time_machine.travel(timezone.now(), tick=True) as clock:
        to = Recipient(phone="+66812345678")
        notify("accounts/sign_in_code", to=to, context={"code": "1"}, key="k", valid_for=timedelta(minutes=10))
        live(in_north, clock, 5)
        gateway.is_down = False
        clock.shift(timedelta(minutes=10))
        live(in_north, clock, 15)
    assert Message.objects.get().state == MessageState.EXPIRED
    assert gateway.taken == {}


def test_line_takes_a_push_once_though_its_answer_was_lost(in_north: Tenant, line: Line, citizen: Any) -> None:
    LineChannel(is_on=True, token=secrets.encrypt(line.token), secret=secrets.encrypt("s")).save()
    LineLink(user=citizen, line_user_id="U" + "1" * 32).save()
    to = Recipient(email="citizen@example.com", user_id=citizen.pk)
    (message,) = notify("complaints/accept", to=to, context={"number": "RQ-1", "title": "ไฟดับ"}, key="k")
    line.dies_after_taking = True
    deliver(message_id=message.pk, at=timezone.now())
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.QUEUED, Failure.UNREACHABLE)
    line.dies_after_taking = False
    deliver(message_id=message.pk, at=timezone.now() + timedelta(minutes=10))
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert list(line.pushed) == [message.pk]


@pytest.fixture
def slow_gateway() -> Iterator[Gateway]:
    with sms_gateway() as seen:
        seen.delay = 0.3
        yield seen


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    committed: str, north: Tenant, slow_gateway: Gateway
) -> None:
    with processes.own_redis() as redis:
        env = processes.environment(
            committed, REDIS_URL=redis.url, JOB_SENT_LEASE="3", SMS_GATEWAY_URL=f"{slow_gateway.url}/send"
        )
        with tenant_scope(north):
            write()
            Message.objects.filter(state=MessageState.KEPT).update(state=MessageState.QUEUED)
            for message in Message.objects.all():
                sending.queue(message)
        with processes.running(processes.manage("dispatch_jobs"), env):
            with processes.running(processes.worker(), env):
                processes.wait_until(lambda: len(slow_gateway.taken) > 6)
            with processes.running(processes.worker(), env):
                processes.wait_until(lambda: _sent(north) == MESSAGES)
    assert len(slow_gateway.taken) == MESSAGES
    assert len(slow_gateway.asked) >= MESSAGES


def _sent(tenant: Tenant) -> int:
    with tenant_scope(tenant):
        return Message.objects.filter(state=MessageState.SENT).count()


def test_two_workers_send_one_message_once(committed: str, north: Tenant, slow_gateway: Gateway, settings: Any) -> None:
    settings.SMS_GATEWAY_URL = f"{slow_gateway.url}/send"
    with tenant_scope(north):
        write(1)
        message = Message.objects.get()

    def send(_index: int) -> None:
        with tenant_scope(north):
            deliver(message_id=message.pk, at=timezone.now())

    assert race(send, 6) == [None] * 6
    with tenant_scope(north):
        message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert len(slow_gateway.asked) == 1
