"""Messages are written once, and sent by the mail server and the SMS gateway."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from shared_apps.jobs.models import OutboxJob
from shared_apps.notifications.models import Failure, Message, MessageState
from shared_apps.notifications.services import PATIENCE, Recipient, deliver, notify
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.shared_apps.notifications.conftest import Mailbox, work
from tests.support.providers import Gateway

EVENT = "accounts/sign_in_code"
WORDS = {"code": "123456", "minutes": "10"}


def write(to: Recipient, key: str = "", **options: Any) -> Message:
    (message,) = notify(EVENT, to=to, context=WORDS, key=key or str(uuid4()), **options)
    return message


def fresh(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_an_email_goes_from_the_lgo_in_thai(in_north: Tenant, mailbox: Mailbox) -> None:
    message = write(Recipient(email="somchai@example.com"))
    assert message.state == MessageState.QUEUED
    work(in_north)
    (received,) = mailbox.messages
    assert received["subject"].strip() == f"รหัสเข้าสู่ระบบของ{in_north.name} คือ 123456"
    assert received["from"].addresses[0].display_name == in_north.name
    assert received["message-id"] == f"<{message.pk}@localhost>"
    assert "รหัส: 123456" in received.get_content()
    assert fresh(message).state == MessageState.SENT
    work(in_north)
    deliver(message_id=message.pk, at=timezone.now())
    assert len(mailbox.messages) == 1


def test_an_sms_is_short(in_north: Tenant, gateway: Gateway) -> None:
    message = write(Recipient(phone="+66812345678"))
    work(in_north)
    assert gateway.requests == [{"to": "+66812345678", "text": message.body, "reference": str(message.pk)}]
    assert gateway.asked[0]["headers"]["Authorization"] == "Bearer token"
    assert message.body == f"รหัส 123456 เข้าสู่ระบบ{in_north.name} ใช้ได้ 10 นาที อย่าบอกใคร"


def test_the_recipients_language(in_north: Tenant) -> None:
    message = write(Recipient(email="jane@example.com", language="en"))
    assert message.subject == f"Your sign-in code for {in_north.name} is 123456"


def test_the_operator_sends_too(in_public: None, mailbox: Mailbox) -> None:
    message = write(Recipient(email="staff@example.com"))
    row = OutboxJob.objects.get(arguments__message_id=str(message.pk))
    assert row.name == "notifications.send_public"
    deliver(message_id=message.pk, at=timezone.now())
    assert mailbox.messages[0]["from"].addresses[0].display_name == "ท้องถิ่นดิจิทัล"


def test_the_same_message_is_written_once(in_north: Tenant, mailbox: Mailbox) -> None:
    first, second = (write(Recipient(email="a@example.com"), key="case:1") for _time in range(2))
    other = write(Recipient(email="b@example.com"), key="case:1")
    assert first.pk == second.pk != other.pk
    work(in_north)
    assert len(mailbox.messages) == 2


def test_email_goes_before_sms(in_north: Tenant) -> None:
    assert write(Recipient(email="a@example.com", phone="+66812345678")).channel == "email"


def test_the_unreachable(in_north: Tenant, settings: Any) -> None:
    assert notify(EVENT, to=Recipient(), context=WORDS, key="x") == []
    settings.OUTBOX_IS_SHOWN, settings.SMS_GATEWAY_URL = False, ""
    assert notify(EVENT, to=Recipient(phone="+66812345678"), context=WORDS, key="x") == []


def test_without_a_way_out_messages_are_kept(in_north: Tenant, settings: Any) -> None:
    settings.EMAIL_URL_IS_SET, settings.OUTBOX_IS_SHOWN = False, True
    assert write(Recipient(email="a@example.com")).state == MessageState.KEPT
    settings.OUTBOX_IS_SHOWN = False
    assert write(Recipient(email="a@example.com")).state == MessageState.QUEUED


def test_a_code_is_forgotten_once_it_was_sent(in_north: Tenant, mailbox: Mailbox, settings: Any) -> None:
    settings.OUTBOX_IS_SHOWN = False
    message = write(Recipient(email="a@example.com"), secret=True)
    work(in_north)
    assert "123456" in mailbox.messages[0].get_content()
    assert fresh(message).body == ""


def test_a_code_that_is_late_is_not_sent(in_north: Tenant, mailbox: Mailbox) -> None:
    message = write(Recipient(email="a@example.com"), valid_for=timedelta(minutes=10))
    deliver(message_id=message.pk, at=timezone.now() + timedelta(minutes=11))
    late = fresh(message)
    assert (late.state, late.error, mailbox.messages) == (MessageState.EXPIRED, Failure.TOO_LATE, [])


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (500, Failure.BROKEN),
        (503, Failure.BROKEN),
        (429, Failure.TOO_MANY),
        (401, Failure.CREDENTIALS),
        (402, Failure.QUOTA),
    ],
)
def test_a_gateway_in_trouble_is_tried_again(in_north: Tenant, gateway: Gateway, status: int, failure: Failure) -> None:
    message = write(Recipient(phone="+66812345678"))
    gateway.status = status
    deliver(message_id=message.pk, at=timezone.now())
    waiting = fresh(message)
    assert (waiting.state, waiting.attempts, waiting.error) == (MessageState.QUEUED, 1, failure)
    assert waiting.due_at > timezone.now() + timedelta(seconds=10)
    gateway.status = 200
    deliver(message_id=message.pk, at=timezone.now() + timedelta(hours=1))
    assert (fresh(message).state, fresh(message).error) == (MessageState.SENT, "")


def test_the_pause_that_a_gateway_asks_for(in_north: Tenant, gateway: Gateway) -> None:
    message = write(Recipient(phone="+66812345678"))
    gateway.status, gateway.headers = 429, {"retry-after": "1800"}
    deliver(message_id=message.pk, at=timezone.now())
    assert fresh(message).due_at > timezone.now() + timedelta(minutes=29)


def test_a_refusal_is_final(in_north: Tenant, gateway: Gateway, mailbox: Mailbox) -> None:
    gateway.status, mailbox.answer = 400, "550 no such user"
    sms, email = write(Recipient(phone="+66812345678")), write(Recipient(email="a@example.com"))
    for message in (sms, email):
        deliver(message_id=message.pk, at=timezone.now())
        assert fresh(message).state == MessageState.FAILED
    assert (fresh(sms).error, fresh(sms).detail) == (Failure.REFUSED, "HTTP 400")
    assert fresh(email).error == Failure.ADDRESS
    assert "example" not in fresh(email).detail


def test_a_mail_server_that_is_full_or_away_is_tried_again(in_north: Tenant, mailbox: Mailbox, settings: Any) -> None:
    message = write(Recipient(email="a@example.com"))
    mailbox.answer = "452 try later"
    deliver(message_id=message.pk, at=timezone.now())
    assert (fresh(message).error, fresh(message).attempts) == (Failure.TOO_MANY, 1)
    settings.EMAIL_PORT = 9
    deliver(message_id=message.pk, at=timezone.now() + timedelta(minutes=5))
    assert (fresh(message).error, fresh(message).attempts) == (Failure.UNREACHABLE, 2)
    assert "example" not in fresh(message).detail


def test_after_a_day_it_is_a_dead_letter(in_north: Tenant, gateway: Gateway) -> None:
    message = write(Recipient(phone="+66812345678"))
    gateway.status = 500
    deliver(message_id=message.pk, at=timezone.now() + PATIENCE - timedelta(hours=1))
    assert fresh(message).state == MessageState.QUEUED
    deliver(message_id=message.pk, at=timezone.now() + PATIENCE)
    assert (fresh(message).state, fresh(message).error) == (MessageState.FAILED, Failure.BROKEN)
    assert "หยุดส่ง" in fresh(message).why, "nobody is told that we go on"
    assert fresh(message).can_be_replayed


def test_names_cannot_add_headers(in_north: Tenant, mailbox: Mailbox) -> None:
    in_north.name = "อบต.\r\nBcc: victim@example.com"
    (message,) = notify(
        EVENT, to=Recipient(email="a@example.com"), context={"code": "1\nBcc: v@example.com", "minutes": "10"}, key="h"
    )
    deliver(message_id=message.pk, at=timezone.now())
    (received,) = mailbox.messages
    assert received["bcc"] is None
    assert received["to"] == "a@example.com"
    assert "\n" not in received["subject"]


def test_south_sees_nothing_of_north(in_north: Tenant, south: Tenant) -> None:
    message = write(Recipient(email="a@example.com"))
    with tenant_scope(south):
        assert not Message.objects.filter(pk=message.pk).exists()
        deliver(message_id=message.pk, at=timezone.now())
    assert fresh(message).state == message.state


def test_a_code_is_in_no_log(in_north: Tenant, gateway: Gateway, capfd: pytest.CaptureFixture[str]) -> None:
    gateway.status = 500
    write(Recipient(phone="+66812345678"), secret=True)
    work(in_north)
    out, err = capfd.readouterr()
    assert "123456" not in out + err
    assert "812345678" not in out + err
