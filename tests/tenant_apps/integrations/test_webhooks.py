"""Webhooks against a receiver that checks signatures with the standard's own library."""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from standardwebhooks import WebhookVerificationError

from kit import clock
from kit.errors import Invalid, OverLimit
from shared_apps.audit.models import AuditEntry
from shared_apps.jobs.models import OutboxJob
from shared_apps.notifications.models import Message
from tenant_apps.complaints import services as complaints
from tenant_apps.complaints.models import Category
from tenant_apps.complaints.selectors import calendar, category_by_code
from tenant_apps.integrations import outbound, services
from tenant_apps.integrations.models import Delivery, Webhook
from tenant_apps.integrations.services import delivering
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.support.receiver import Receiver, receiver

EVENTS = ["complaint.filed", "complaint.state_changed", "complaint.rated"]


@pytest.fixture
def told() -> Iterator[Receiver]:
    with receiver() as one:
        yield one


@pytest.fixture
def made(in_north: Tenant, administrator: Any, told: Receiver) -> services.NewSecret:
    return services.create_webhook(name="ERP", url=told.url, events=EVENTS, actor=administrator, at=timezone.now())


def _file(**values: Any) -> Any:
    category = values.pop("category", None) or category_by_code("street-lights")
    assert category is not None
    filing = complaints.Filing(
        category=category,
        title="ไฟดับ",
        description="ไฟถนนดับมาสามวัน",
        place="หน้าบ้านมานี",
        name="มานี มีนา",
        phone="+66812345678",
        email="manee@example.com",
        **values,
    )
    return complaints.file_complaint(filing=filing, reporter=None, at=timezone.now()).complaint


def _deliver_all(at: Any = None) -> None:
    for delivery in Delivery.objects.filter(state="waiting").order_by("at"):
        services.deliver(delivery_id=delivery.pk, attempt=delivery.attempts, at=at or timezone.now())


def test_a_case_is_told_of_with_a_signature_and_without_people(
    made: services.NewSecret, told: Receiver, officer: Any, south: Tenant
) -> None:
    case = _file()
    complaints.accept(complaint=case, version=1, actor=officer, at=timezone.now())
    _deliver_all()
    filed, moved = (told.verified(made.secret, index) for index in (0, 1))
    assert (filed["type"], filed["data"]["number"], filed["data"]["state"]) == ("complaint.filed", case.number, "new")
    assert (moved["data"]["action"], moved["data"]["from_state"], moved["data"]["state"]) == (
        "accept",
        "new",
        "accepted",
    )
    sent = b"".join(body for _path, _headers, body in told.got).decode()
    for private in ("มานี", "812345678", "manee", "ไฟดับ", "หน้าบ้าน", case.tracking_code):
        assert private not in sent
    with pytest.raises(WebhookVerificationError):
        told.verified("whsec_" + "A" * 43 + "=")
    assert {one.state for one in Delivery.objects.all()} == {"delivered"}
    assert Delivery.objects.filter(status=200, snippet="ok", attempts=1).count() == 2
    with tenant_scope(south):
        assert not Webhook.objects.exists()
        assert not Delivery.objects.exists()


def test_a_new_due_day_is_told_of(made: services.NewSecret, told: Receiver, officer: Any) -> None:
    case = _file()
    due = calendar().add_working_days(clock.bangkok_day(case.due_at), 1)
    complaints.extend(complaint=case, version=1, due=due, note="รออะไหล่", actor=officer, at=timezone.now())
    _deliver_all()
    data = told.verified(made.secret)["data"]
    assert (data["action"], data["state"], data["version"]) == ("extend", "new", 2)
    assert clock.bangkok_day(datetime.fromisoformat(data["due_at"])) == due
    assert "รออะไหล่" not in str(data)


def test_restricted_cases_are_not_told_of(made: services.NewSecret) -> None:
    _file(category=Category.objects.filter(restricted=True)[0])
    assert not Delivery.objects.exists()


def test_only_chosen_events_and_only_while_in_use(
    made: services.NewSecret, administrator: Any, officer: Any, told: Receiver
) -> None:
    at = timezone.now()
    services.change_webhook(
        webhook=made.webhook, name="ERP", url=told.url, events=["complaint.rated"], actor=administrator, at=at
    )
    _file()
    assert not Delivery.objects.exists()
    webhook = Webhook.objects.get()
    services.change_webhook(webhook=webhook, name="ERP", url=told.url, events=EVENTS, actor=administrator, at=at)
    services.switch_webhook(webhook=webhook, is_active=False, actor=administrator, at=at)
    _file()
    assert not Delivery.objects.exists()
    services.switch_webhook(webhook=webhook, is_active=True, actor=administrator, at=at)
    services.delete_webhook(webhook=webhook, actor=administrator, at=at)
    _file()
    assert not Delivery.objects.exists()
    assert AuditEntry.objects.filter(action__startswith="integrations.").count() == 6


def test_the_telling_is_part_of_the_transaction(in_north: Tenant, made: services.NewSecret) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        _file()
        raise RuntimeError
    assert not Delivery.objects.exists()


def test_failures_are_tried_again_with_growing_pauses(made: services.NewSecret, told: Receiver) -> None:
    told.status, told.body = 500, b"sorry, 0812345678 failed"
    _file()
    at = timezone.now()
    pauses = []
    for _attempt in range(len(delivering.PAUSES) + 1):
        _deliver_all(at)
        row = Delivery.objects.get()
        if row.next_at is not None:
            pauses.append(row.next_at - at)
            at = row.next_at
    assert pauses == list(delivering.PAUSES)
    assert pauses == sorted(pauses)
    assert (row.state, row.attempts, row.status) == ("failed", 11, 500)
    assert "0812345678" not in row.snippet
    assert {headers["webhook-id"] for _path, headers, _body in told.got} == {str(row.pk)}
    with public_scope():
        jobs = OutboxJob.objects.filter(name="integrations.deliver").order_by("run_at")
        assert [job.arguments["attempt"] for job in jobs] == list(range(11))


def test_one_attempt_is_written_down_once(made: services.NewSecret, told: Receiver) -> None:
    _file()
    delivery = Delivery.objects.get()
    for _time in range(2):
        services.deliver(delivery_id=delivery.pk, attempt=0, at=timezone.now())
    assert len(told.got) == 1


def test_after_five_days_it_is_switched_off_and_its_maker_told(
    made: services.NewSecret, told: Receiver, administrator: Any
) -> None:
    told.status = 503
    at = timezone.now()
    _file()
    _deliver_all(at)
    assert Webhook.objects.get().failing_since == at
    _file()
    _deliver_all(at + timedelta(days=4, hours=23))
    assert Webhook.objects.get().is_active
    _file()
    _deliver_all(at + timedelta(days=5))
    webhook = Webhook.objects.get()
    assert (webhook.is_active, webhook.stopped_at) == (False, at + timedelta(days=5))
    message = Message.objects.get(event="integrations/webhook_stopped")
    assert message.to == administrator.email
    services.switch_webhook(webhook=webhook, is_active=True, actor=administrator, at=at)
    assert Webhook.objects.get().failing_since is None


def test_when_its_maker_has_left_the_administrators_are_told(
    made: services.NewSecret, told: Receiver, administrator: Any, clerk: Any
) -> None:
    type(clerk).objects.filter(pk=clerk.pk).update(is_administrator=True)
    type(administrator).objects.filter(pk=administrator.pk).update(is_active=False)
    told.status = 410
    _file()
    _deliver_all()
    assert Message.objects.get(event="integrations/webhook_stopped").to == clerk.email


def test_one_success_forgives(made: services.NewSecret, told: Receiver) -> None:
    told.status = 500
    _file()
    _deliver_all()
    told.status = 204
    _deliver_all()
    assert Webhook.objects.get().failing_since is None
    assert Delivery.objects.get().state == "delivered"


def test_gone_is_gone(made: services.NewSecret, told: Receiver) -> None:
    told.status = 410
    _file()
    _deliver_all()
    assert not Webhook.objects.get().is_active
    assert Delivery.objects.get().state == "failed"


def test_both_secrets_sign_for_a_day(made: services.NewSecret, told: Receiver, administrator: Any) -> None:
    at = timezone.now()
    new = services.rotate_secret(webhook=made.webhook, actor=administrator, at=at)
    assert new.secret != made.secret
    _file()
    _deliver_all()
    for secret in (made.secret, new.secret):
        assert told.verified(secret)["type"] == "complaint.filed"
    Webhook.objects.update(old_secret_until=at - timedelta(seconds=1))
    _file()
    _deliver_all()
    assert told.verified(new.secret)
    with pytest.raises(WebhookVerificationError):
        told.verified(made.secret)
    assert made.secret not in str(Webhook.objects.values())
    assert made.secret not in str(AuditEntry.objects.values())


def test_test_message_and_redelivery(made: services.NewSecret, told: Receiver, administrator: Any) -> None:
    services.send_test(webhook=made.webhook, actor=administrator, at=timezone.now())
    _deliver_all()
    assert told.verified(made.secret)["type"] == "test"
    delivery = Delivery.objects.get()
    services.redeliver(delivery=delivery, actor=administrator, at=timezone.now())
    _deliver_all()
    assert len({headers["webhook-id"] for _path, headers, _body in told.got}) == 1
    assert Delivery.objects.get().attempts == 2


def test_redirects_are_not_followed(made: services.NewSecret, told: Receiver) -> None:
    told.status, told.headers = 302, {"Location": "http://127.0.0.1:1/"}
    _file()
    _deliver_all()
    assert (len(told.got), Delivery.objects.get().status) == (1, 302)


def test_a_long_answer_is_cut(made: services.NewSecret, told: Receiver) -> None:
    told.body = b"x" * 5_000_000
    _file()
    _deliver_all()
    assert len(Delivery.objects.get().snippet) == outbound.SNIPPET


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
        *("192.0.2.1", "255.255.255.255", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::", "::ffff:10.0.0.1"),
        *("64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::", "2001:db8::1"),
    ],
)
def test_private_networks_are_never_called(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    answer = [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: answer)
    with pytest.raises(Invalid):
        outbound.check_url("https://internal.example/hook")
    with pytest.raises(outbound.Unreachable):
        outbound.post("https://internal.example/hook", body=b"{}", headers={})


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: answer)
    with pytest.raises(Invalid):
        outbound.check_url("https://rebinding.example/")


def test_the_connection_goes_to_the_address_that_was_checked(told: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look-up of the name, which an attacker could answer otherwise, is never made."""
    asked = []
    real = socket.getaddrinfo

    def once(host: Any, *args: Any, **options: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if host == "rebinding.example" else host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    answer = outbound.post(told.url.replace("127.0.0.1", "rebinding.example"), body=b"{}", headers={})
    assert answer.is_success
    assert asked.count("rebinding.example") == 1
    assert told.got[0][1]["Host"].startswith("rebinding.example:")


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.com/", "ftp://example.com/", "https://", "nonsense", "https://a:b@8.8.8.8/", "//8.8.8.8/"),
        *("https://8.8.8.8/#x", "http://8.8.8.8/", "https://no-such-host.invalid/", "https://[::1", "https://x:99999/"),
    ],
)
def test_addresses_that_are_none(in_north: Tenant, administrator: Any, url: str) -> None:
    with pytest.raises(Invalid):
        services.create_webhook(name="x", url=url, events=EVENTS, actor=administrator, at=timezone.now())


def test_loopback_is_for_trying_out_only(told: Receiver) -> None:
    outbound.check_url(told.url)
    with override_settings(IS_PRODUCTION=True):
        with pytest.raises(Invalid):
            outbound.check_url(told.url)
        with pytest.raises(outbound.Unreachable):
            outbound.post(told.url, body=b"{}", headers={})


def test_events_and_number_are_limited(
    in_north: Tenant, administrator: Any, told: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for events in ([], ["everything"]):
        with pytest.raises(Invalid):
            services.create_webhook(name="x", url=told.url, events=events, actor=administrator, at=timezone.now())
    monkeypatch.setattr(services.webhooks, "MOST", 1)
    services.create_webhook(name="x", url=told.url, events=EVENTS, actor=administrator, at=timezone.now())
    with pytest.raises(OverLimit):
        services.create_webhook(name="y", url=told.url, events=EVENTS, actor=administrator, at=timezone.now())


def test_the_log_is_kept_for_thirty_days(made: services.NewSecret) -> None:
    _file()
    assert services.forget_deliveries(at=timezone.now() + timedelta(days=29)) == 0
    assert services.forget_deliveries(at=timezone.now() + timedelta(days=31)) == 1
