"""Bounces and complaints, as mail services send them."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.utils import timezone

from shared_apps.notifications.models import AddressMark, Failure, Message, MessageState
from shared_apps.notifications.services import Recipient, notify
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse

KEY, PASSWORD = "signing-key", "mail:secret"
WORDS = {"code": "123456", "minutes": "10"}
TO = "somchai@example.com"
UNREADABLE = ["", "[]", "null", "{}", '{"RecordType": "Bounce", "Metadata": 5, "BouncedAt": "x"}', "\xff", '[{"x": 1}]']


def written(tenant: Tenant | None) -> Message:
    with tenant_scope(tenant) if tenant else public_scope():
        (message,) = notify("accounts/sign_in_code", to=Recipient(email=TO), context=WORDS, key="one")
        Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=timezone.now())
        return message


def metadata(tenant: Tenant | None, message: Message) -> dict[str, str]:
    return {"tenant": str(tenant.pk) if tenant else "public", "message": str(message.pk)}


def state(tenant: Tenant | None, message: Message) -> tuple[str, str, int]:
    with tenant_scope(tenant) if tenant else public_scope():
        now = Message.objects.get(pk=message.pk)
        return now.state, now.error, AddressMark.objects.filter(address=TO).count()


# --- Mailgun: signed --------------------------------------------------------------------------------------------------


@pytest.fixture
def mailgun(settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = {"MAILGUN_API_KEY": "key", "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


def mailgun_event(words: dict[str, str], event: str = "failed", severity: str = "permanent", key: str = KEY) -> str:
    """As in Mailgun's manual."""
    stamp, token = "1534108637", "651869375b9df3c98fc15c4889b102119add1235c38fc92824"
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    data = {
        "event": event,
        "severity": severity,
        "reason": "bounce",
        "timestamp": 1534110422.389832,
        "id": "G9Bn5sl1TC6nu79C8C0bwg",
        "recipient": TO,
        "user-variables": words,
        "message": {"headers": {"message-id": "20130503192659.13651.20287@example.com"}},
        "delivery-status": {"code": 605, "message": "No such mailbox", "description": ""},
    }
    return json.dumps({"signature": {"token": token, "timestamp": stamp, "signature": signature}, "event-data": data})


def tell(client: Any, body: str, **headers: str) -> int:
    answer = client.post("/hooks/mail", body.encode("latin-1"), content_type="application/json", headers=headers)
    return int(answer.status_code)


def test_a_bounce_reaches_the_lgo_whose_message_it_was(
    mailgun: None, browse: Browse, north: Tenant, south: Tenant
) -> None:
    message = written(north)
    assert tell(browse(None), mailgun_event(metadata(north, message))) == 200
    assert state(north, message) == (MessageState.FAILED, Failure.BOUNCED, 1)
    with tenant_scope(south):
        assert not AddressMark.objects.exists()
    with tenant_scope(north):
        (again,) = notify("accounts/sign_in_code", to=Recipient(email=TO), context=WORDS, key="two")
        assert (again.state, again.error) == (MessageState.FAILED, Failure.BOUNCED)


def test_the_same_event_twice_marks_once(mailgun: None, browse: Browse, north: Tenant) -> None:
    message = written(north)
    for _time in range(2):
        assert tell(browse(None), mailgun_event(metadata(north, message))) == 200
    assert state(north, message)[2] == 1


def test_the_operators_own_mail(mailgun: None, browse: Browse) -> None:
    message = written(None)
    assert tell(browse(None), mailgun_event(metadata(None, message), event="complained")) == 200
    assert state(None, message) == (MessageState.FAILED, Failure.REFUSED, 1)


@pytest.mark.parametrize(("event", "severity"), [("failed", "temporary"), ("delivered", ""), ("opened", "")])
def test_what_is_no_bounce_marks_nobody(
    mailgun: None, browse: Browse, north: Tenant, event: str, severity: str
) -> None:
    message = written(north)
    assert tell(browse(None), mailgun_event(metadata(north, message), event=event, severity=severity)) == 200
    assert state(north, message) == (MessageState.SENT, "", 0)


def test_a_message_named_under_another_lgo_is_not_found(
    mailgun: None, browse: Browse, north: Tenant, south: Tenant
) -> None:
    message = written(north)
    for words in (
        metadata(south, message),
        metadata(None, message),
        {"tenant": "x", "message": str(message.pk)},
        {"tenant": str(north.pk), "message": "x"},
        {},
    ):
        assert tell(browse(None), mailgun_event(words)) == 200
    assert state(north, message) == (MessageState.SENT, "", 0)


def test_a_wrong_signature_is_refused(mailgun: None, browse: Browse, north: Tenant) -> None:
    message = written(north)
    assert tell(browse(None), mailgun_event(metadata(north, message), key="other")) == 403
    assert tell(browse(None), "not json") == 403
    assert state(north, message) == (MessageState.SENT, "", 0)


def test_an_lgos_host_has_no_such_address(mailgun: None, browse: Browse, north: Tenant) -> None:
    assert tell(browse(north), mailgun_event(metadata(north, written(north)))) == 404


# --- Postmark: by password --------------------------------------------------------------------------------------------


@pytest.fixture
def postmark(settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token", "WEBHOOK_SECRET": PASSWORD}


def basic(password: str = PASSWORD) -> str:
    return "Basic " + base64.b64encode(password.encode()).decode()


def postmark_event(words: dict[str, str], record: str = "Bounce", kind: str = "HardBounce") -> str:
    """As in Postmark's manual."""
    return json.dumps(
        {
            "RecordType": record,
            "ID": 4323372036854775807,
            "Type": kind,
            "TypeCode": 1,
            "MessageID": "2706ee8a-737c-4285-b032-ccd317af53ed",
            "Metadata": words,
            "Description": "The server was unable to deliver your message.",
            "Email": TO,
            "BouncedAt": "2026-11-20T20:42:31.4Z",
            "DumpAvailable": True,
            "Inactive": True,
        }
    )


@pytest.mark.parametrize(
    ("record", "kind", "failure"),
    [("Bounce", "HardBounce", Failure.BOUNCED), ("SpamComplaint", "SpamComplaint", Failure.REFUSED)],
)
def test_postmark(postmark: None, browse: Browse, north: Tenant, record: str, kind: str, failure: Failure) -> None:
    message = written(north)
    body = postmark_event(metadata(north, message), record, kind)
    assert tell(browse(None), body, authorization=basic()) == 200
    assert state(north, message) == (MessageState.FAILED, failure, 1)


@pytest.mark.parametrize("header", ["", "Basic x", "Bearer y", basic("mail:wrong")])
def test_without_the_password_nothing_is_taken(postmark: None, browse: Browse, north: Tenant, header: str) -> None:
    message = written(north)
    assert tell(browse(None), postmark_event(metadata(north, message)), authorization=header) == 403
    assert state(north, message) == (MessageState.SENT, "", 0)


@pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailInsecureWebhookWarning")
def test_without_any_secret_the_address_is_closed(postmark: None, browse: Browse, north: Tenant, settings: Any) -> None:
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token"}
    message = written(north)
    assert tell(browse(None), postmark_event(metadata(north, message)), authorization=basic()) == 403
    assert state(north, message) == (MessageState.SENT, "", 0)


@pytest.mark.parametrize("body", UNREADABLE)
def test_what_cannot_be_read_is_refused(postmark: None, browse: Browse, body: str) -> None:
    assert tell(browse(None), body, authorization=basic()) in {200, 403}


def test_by_smtp_there_is_no_mail_service(browse: Browse) -> None:
    assert tell(browse(None), "{}") == 403
    assert browse(None).get("/hooks/mail").status_code == 403
