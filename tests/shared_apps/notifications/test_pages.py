"""The pages of channels, messages and choices, as people use them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shared_apps.accounts import secrets
from shared_apps.audit.models import AuditEntry
from shared_apps.notifications import services
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
from shared_apps.notifications.services import Recipient, deliver, notify
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.shared_apps.notifications.conftest import Mailbox, work
from tests.support.browser import HostClient
from tests.support.providers import Gateway, Line, sms_gateway

SECRET, TOKEN = "channel-secret-canary", "token"
WORDS = {"number": "RQ-1", "title": "ไฟดับ", "due": "1 ม.ค."}


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any) -> HostClient:
    return browse(north).sign_in(administrator)


def dead(tenant: Tenant, gateway: Gateway, count: int = 1) -> list[Message]:
    with tenant_scope(tenant):
        gateway.status = 400
        found = []
        for number in range(count):
            to = Recipient(phone=f"+668123456{number:02d}")
            (message,) = notify("complaints/accept", to=to, context=WORDS, key=str(number))
            deliver(message_id=message.pk, at=timezone.now())
            found.append(message)
        gateway.status = 200
        return found


# --- channels ---------------------------------------------------------------------------------------------------------


def test_an_own_sms_gateway(north: Tenant, south: Tenant, desk: HostClient) -> None:
    """Described in the page, then used: a form post with another key for each field, success told by the answer."""
    with sms_gateway() as own:
        own.answer = {"data": [{"status": "OK", "id": "m-1"}], "credit": 41}
        sent = {
            "choice": "own",
            "url": f"{own.url}/v1/sms",
            "body": "json",
            "headers": '{"X-Api-Key": "key-canary"}',
            "fields_sent": '{"msisdn": "{to_digits}", "message": "{text}", "from": "{sender}", "n": ["{reference}"]}',
            "success_field": "data.0.status",
            "success_value": "ok",
            "reference_field": "data.0.id",
            "credit_field": "credit",
            "sender": "BanMai",
            "renew_on_0": "",
            "monthly_limit": "",
        }
        answer = desk.post("/desk/settings/channels/sms", sent)
        assert answer.status_code == 302, answer.content.decode()
        page = desk.get("/desk/settings/channels/sms").content.decode()
        assert "key-canary" not in page
        answer = desk.post("/desk/settings/channels/test", {"channel": "sms", "phone": "081 234 5678"})
        assert answer.status_code == 302, answer.content.decode()
        (asked,) = own.asked
        assert asked["headers"]["X-Api-Key"] == "key-canary"
        assert own.requests[0]["msisdn"] == "66812345678"
        assert own.requests[0]["from"] == "BanMai"
        own.answer = {"data": [{"status": "ERR"}]}
        refused = desk.post("/desk/settings/channels/test", {"channel": "sms", "phone": "081 234 5678"})
        assert "ผู้ให้บริการไม่รับข้อความนี้" in refused.content.decode()
    with tenant_scope(north):
        account = SmsAccount.objects.get()
        assert "key-canary" not in account.headers
        change = AuditEntry.objects.get(action="notifications.sms_changed")
        assert "key-canary" not in str(change.data)
    with tenant_scope(south):
        assert SmsAccount.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("url", "", "เขียนที่อยู่เว็บของผู้ให้บริการ"),
        ("headers", "not json", "วัตถุ JSON"),
        ("headers", '{"a": "x\\ny"}', "ข้อความบรรทัดเดียว"),
        ("headers", '{"a": 1}', "ข้อความบรรทัดเดียว"),
        ("fields_sent", "[1]", "วัตถุ JSON"),
        ("sender", "ชื่อไทย", "อักษรละติน"),
    ],
)
def test_a_gateway_that_cannot_be_right(desk: HostClient, field: str, value: str, words: str) -> None:
    sent = {"choice": "own", "url": "https://sms.example/send", "body": "json", field: value}
    answer = desk.post("/desk/settings/channels/sms", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_only_what_belongs_to_the_chosen_gateway_counts(north: Tenant, desk: HostClient, south: Tenant) -> None:
    """Another choice keeps the own gateway as it was, and does not stumble over what stands in its hidden fields."""
    address = "/desk/settings/channels/sms"
    own = {
        "choice": "own",
        "url": "https://sms.example/send",
        "body": "form",
        "sender": "BanMai",
        "headers": '{"a": "b"}',
    }
    assert desk.post(address, own).status_code == 302
    other = {"choice": "platform", "url": "not an address", "headers": "not json", "sender": "", "monthly_limit": "500"}
    assert desk.post(address, other).status_code == 302
    with tenant_scope(north):
        account = SmsAccount.objects.get()
        assert (account.choice, account.url, account.body) == ("platform", "https://sms.example/send", "form")
        assert (account.sender, account.monthly_limit) == ("BanMai", 500)
        assert account.headers
    assert desk.post(address, {"choice": "off", "monthly_limit": "x"}).status_code == 302
    assert desk.post(address, {"choice": "platform", "monthly_limit": "x"}).status_code == 422
    with tenant_scope(south):
        assert SmsAccount.objects.count() == 0


def test_a_gateway_inside_our_network_is_not_asked(north: Tenant, desk: HostClient, settings: Any) -> None:
    settings.EGRESS_ALLOW_PRIVATE = False
    with sms_gateway() as own:
        desk.post("/desk/settings/channels/sms", {"choice": "own", "url": own.url, "body": "json"})
        answer = desk.post("/desk/settings/channels/test", {"channel": "sms", "phone": "081 234 5678"})
        assert "ไม่ตอบสนอง" in answer.content.decode()
        assert own.asked == []


def test_line_is_connected_and_checked(north: Tenant, desk: HostClient, line: Line, administrator: Any) -> None:
    sent = {"is_on": "on", "channel_id": "1234567890", "secret": SECRET, "token": "wrong"}
    assert desk.post("/desk/settings/channels/line", sent).status_code == 302
    page = desk.post("/desk/settings/channels/line/check", follow=True).content.decode()
    assert "ไม่ยอมรับโทเคน" in page
    assert desk.post("/desk/settings/channels/line", {**sent, "secret": "", "token": TOKEN}).status_code == 302
    page = desk.post("/desk/settings/channels/line/check", follow=True).content.decode()
    assert "เชื่อมต่อกับ “อบต. ทดสอบ” แล้ว" in page
    assert "/hooks/line/" in page
    assert SECRET not in page
    with tenant_scope(north):
        row = LineChannel.objects.get()
        assert (row.basic_id, row.quota) == ("@123abcde", 300)
        assert SECRET not in row.secret
        assert secrets.decrypt(row.secret) == SECRET
        assert SECRET not in str(list(AuditEntry.objects.values_list("data", flat=True)))


def test_line_needs_both_keys(desk: HostClient) -> None:
    answer = desk.post("/desk/settings/channels/line", {"is_on": "on", "channel_id": "x", "secret": "", "token": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("รหัสช่องมีแต่ตัวเลข", "เขียนรหัสลับของช่อง", "เขียนโทเคนของช่อง"):
        assert words in page


def test_the_name_on_emails(north: Tenant, desk: HostClient, mailbox: Mailbox) -> None:
    sent = {"from_name": "อบต. เหนือ (งานร้องทุกข์)", "reply_to": "help@north.example"}
    assert desk.post("/desk/settings/channels/email", sent).status_code == 302
    assert desk.post("/desk/settings/channels/test", {"channel": "email"}).status_code == 302
    (received,) = mailbox.messages
    assert received["from"].addresses[0].display_name == sent["from_name"]
    assert received["from"].addresses[0].addr_spec == "no-reply@localhost"
    assert received["reply-to"] == "help@north.example"


def test_a_test_to_line_without_a_link(north: Tenant, desk: HostClient) -> None:
    answer = desk.post("/desk/settings/channels/test", {"channel": "line"})
    assert "บัญชีของคุณยังไม่มีที่อยู่" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "/email", "/sms", "/line"])
def test_who_may_not(north: Tenant, browse: Browse, officer: Any, citizen: Any, path: str) -> None:
    assert browse(north).sign_in(officer).get(f"/desk/settings/channels{path}").status_code == 403
    assert browse(north).sign_in(citizen).get(f"/desk/settings/channels{path}").status_code == 404


# --- messages ---------------------------------------------------------------------------------------------------------


def test_a_dead_letter_is_replayed(north: Tenant, south: Tenant, desk: HostClient, gateway: Gateway) -> None:
    (message,) = dead(north, gateway)
    page = desk.get("/desk/settings/messages", {"state": "failed"}).content.decode()
    assert "รับเรื่องไว้ดำเนินการ" in page
    assert "xxx xxx 5600" in page
    assert "081 234 5600" not in page
    detail = f"/desk/settings/messages/{message.pk}"
    page = desk.get(detail).content.decode()
    assert "812345600" not in page.replace(" ", "")
    page = desk.post(f"{detail}/open").content.decode()
    assert "+66812345600" in page
    assert desk.post(f"{detail}/replay").status_code == 302
    work(north)
    assert "ส่งแล้ว" in desk.get(detail).content.decode()
    page = desk.post(f"{detail}/replay", follow=True).content.decode()
    assert "ถูกส่งไปแล้ว" in page
    with tenant_scope(north):
        assert AuditEntry.objects.filter(action="notifications.message_seen", target_id=str(message.pk)).count() == 1
        assert Message.objects.get(pk=message.pk).state == MessageState.SENT
    with tenant_scope(south):
        assert not Message.objects.filter(pk=message.pk).exists()


def test_all_that_the_list_shows_are_replayed(north: Tenant, desk: HostClient, gateway: Gateway) -> None:
    dead(north, gateway, 4)
    desk.post("/desk/settings/messages/replay", {"query": "q=0812345601&state=failed"})
    with tenant_scope(north):
        assert Message.objects.filter(state=MessageState.QUEUED).count() == 0
    desk.post("/desk/settings/messages/replay", {"query": "channel=sms"})
    with tenant_scope(north):
        assert Message.objects.filter(state=MessageState.QUEUED).count() == 4


def test_the_list_asks_as_often_for_many(north: Tenant, desk: HostClient, gateway: Gateway) -> None:
    dead(north, gateway, 2)
    desk.get("/desk/settings/messages")
    counts = []
    for more in (0, 20):
        with tenant_scope(north):
            for number in range(more):
                notify("complaints/close", to=Recipient(phone="+66812345678"), context=WORDS, key=f"m{number}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get("/desk/settings/messages").status_code == 200
        counts.append(sum("notifications_" in query["sql"] for query in queries))
    assert counts == [3, 3]


def test_the_list_is_taken_away_masked(north: Tenant, desk: HostClient, gateway: Gateway) -> None:
    dead(north, gateway)
    answer = desk.get("/desk/exports/messages.csv")
    text = b"".join(answer).decode() if answer.streaming else answer.content.decode()
    assert "xxx xxx 5600" in text
    assert "812345600" not in text.replace(" ", "")


def test_south_opens_nothing_of_north(
    north: Tenant, south: Tenant, browse: Browse, south_officer: Any, gateway: Gateway
) -> None:
    (message,) = dead(north, gateway)
    with tenant_scope(south):
        south_officer.is_administrator = True
        south_officer.save()
    client = browse(south).sign_in(south_officer)
    assert client.get(f"/desk/settings/messages/{message.pk}").status_code == 404
    assert client.post(f"/desk/settings/messages/{message.pk}/replay").status_code == 404


def test_old_messages_are_deleted(north: Tenant, desk: HostClient, gateway: Gateway) -> None:
    dead(north, gateway, 2)
    assert desk.post("/desk/settings/channels", {"days": "30"}).status_code == 302
    assert desk.post("/desk/settings/channels", {"days": "3"}).status_code == 422
    with tenant_scope(north):
        (waiting,) = notify("complaints/close", to=Recipient(phone="+66812345678"), context=WORDS, key="k")
        assert services.prune(at=timezone.now() + timedelta(days=29)) == 0
        assert services.prune(at=timezone.now() + timedelta(days=31)) == 2
        assert Message.objects.get() == waiting


# --- choices ----------------------------------------------------------------------------------------------------------


def test_a_citizen_chooses(north: Tenant, south: Tenant, browse: Browse, citizen: Any, south_citizen: Any) -> None:
    client = browse(north).sign_in(citizen)
    page = client.get("/accounts/notifications/").content.decode()
    assert "เรื่อง" in page
    assert "กฎหมายกำหนด" in page
    assert "แจ้งผลการดำเนินการ" in page
    assert 'value="line"' not in page
    assert client.post("/accounts/notifications/", {"complaints": ["sms"]}).status_code == 302
    assert client.post("/accounts/notifications/", {"complaints": ["pigeon"]}).status_code == 422
    with tenant_scope(north):
        assert Preference.objects.get().channels == ["sms"]
    with tenant_scope(south):
        assert Preference.objects.count() == 0


def test_an_officer_chooses_when(north: Tenant, browse: Browse, officer: Any) -> None:
    client = browse(north).sign_in(officer)
    sent = {"complaints": ["email"], "daily": "on", "quiet_from": "21:00", "quiet_until": "06:30"}
    assert client.post("/accounts/notifications/", sent).status_code == 302
    assert client.post("/accounts/notifications/", {**sent, "quiet_until": ""}).status_code == 422
    with tenant_scope(north):
        kept = Delivery.objects.get()
        assert (kept.daily, kept.quiet_from.hour, kept.quiet_until.minute) == (True, 21, 30)


def test_an_address_is_opened_again(north: Tenant, desk: HostClient) -> None:
    with tenant_scope(north):
        mark = AddressMark(channel="email", address="a@example.com", reason=Failure.BOUNCED)
        mark.save()
    page = desk.get("/desk/settings/channels").content.decode()
    assert "a•••@example.com" in page
    assert desk.post(f"/desk/settings/channels/addresses/{mark.pk}/open").status_code == 302
    with tenant_scope(north):
        assert AddressMark.objects.count() == 0


def test_linking_is_offered_where_line_is_connected(north: Tenant, browse: Browse, citizen: Any, line: Line) -> None:
    client = browse(north).sign_in(citizen)
    assert client.post("/accounts/notifications/line/").status_code == 404
    with tenant_scope(north):
        LineChannel(
            is_on=True, token=secrets.encrypt(TOKEN), secret=secrets.encrypt(SECRET), basic_id=line.basic_id
        ).save()
        cache.clear()
    page = client.post("/accounts/notifications/line/").content.decode()
    assert "https://line.me/R/oaMessage/%40123abcde/?" in page
    assert "data:image/svg+xml" in page
    with tenant_scope(north):
        LineLink(user=citizen, line_user_id="U1").save()
    assert "ยกเลิกการเชื่อม LINE" in client.get("/accounts/notifications/").content.decode()
    assert client.post("/accounts/notifications/line/unlink/").status_code == 302
    with tenant_scope(north):
        assert LineLink.objects.count() == 0


def test_the_filter_names_what_people_of_an_lgo_get(north: Tenant, desk: HostClient) -> None:
    """What only the operator's staff is told of is no business of an LGO."""
    page = desk.get("/desk/settings/messages").content.decode()
    assert 'value="complaints/accept"' in page
    assert 'value="billing/renewal"' in page
    assert 'value="provisioning/support_asked"' in page
    for code in ("provisioning/reconciliation_differs", "provisioning/approval_asked", "provider/dispute_opened"):
        assert code not in page
    assert "provider/dispute_opened" not in desk.get("/desk/settings/texts?page=2").content.decode()
