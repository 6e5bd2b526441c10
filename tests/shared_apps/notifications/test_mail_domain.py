"""An LGO's own sender address: used while its DNS shows the records, and no longer."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from shared_apps.audit.models import AuditEntry
from shared_apps.notifications import services
from shared_apps.notifications.models import EmailSender
from shared_apps.notifications.services import Recipient, notify
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.shared_apps.notifications.conftest import Mailbox, work
from tests.support.browser import HostClient
from tests.support.name_server import NameServer, name_server

PAGE = "/desk/settings/channels/email"
SENT = {"from_name": "อบต. บ้านใหม่", "reply_to": "", "own_address": "no-reply@banmai.go.th"}
DKIM = ("s1._domainkey.banmai.go.th", "CNAME")
OWNER = ("_thongthin.banmai.go.th", "TXT")
SPF = ("banmai.go.th", "TXT")


@pytest.fixture
def dns(settings: Any) -> Iterator[NameServer]:
    settings.MAIL_SPF_INCLUDE = "spf.mail.example.net"
    settings.MAIL_DKIM_RECORDS = {"s1": "s1.keys.example.net"}
    with name_server() as known:
        settings.DNS_SERVERS = [known.address]
        yield known


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any) -> HostClient:
    return browse(north).sign_in(administrator)


def token(tenant: Tenant) -> str:
    with tenant_scope(tenant):
        return EmailSender.objects.get().domain_token


def set_all(dns: NameServer, tenant: Tenant) -> None:
    dns.texts = {
        OWNER: [f"thongthin={token(tenant)}"],
        SPF: ["google-site-verification=x", "v=spf1 mx include:spf.mail.example.net -all"],
        DKIM: ["s1.keys.example.net"],
    }


def sender_of_a_message(tenant: Tenant, mailbox: Mailbox) -> str:
    with tenant_scope(tenant):
        key = f"m{len(mailbox.messages)}"
        words = {"code": "123456", "minutes": "10"}
        notify("accounts/sign_in_code", to=Recipient(email="somchai@example.com"), context=words, key=key)
    work(tenant)
    return str(mailbox.messages[-1]["from"].addresses[0].addr_spec)


def test_from_named_to_used_to_lost(
    dns: NameServer, desk: HostClient, north: Tenant, south: Tenant, mailbox: Mailbox
) -> None:
    assert desk.post(PAGE, SENT).status_code == 302
    page = desk.get(PAGE).content.decode()
    for words in ("_thongthin.banmai.go.th", f"thongthin={token(north)}", "include:spf.mail.example.net", DKIM[0]):
        assert words in page
    assert sender_of_a_message(north, mailbox) == "no-reply@localhost"

    set_all(dns, north)
    del dns.texts[DKIM]
    page = desk.post(f"{PAGE}/check").content.decode()
    assert page.count("ถูกต้อง") == 2
    assert "ยังไม่พบ" in page
    assert sender_of_a_message(north, mailbox) == "no-reply@localhost"

    set_all(dns, north)
    assert desk.post(f"{PAGE}/check").content.decode().count("ถูกต้อง") == 3
    assert sender_of_a_message(north, mailbox) == "no-reply@banmai.go.th"

    dns.is_in_trouble = True
    with tenant_scope(north):
        services.recheck_domain(at=timezone.now())
    assert sender_of_a_message(north, mailbox) == "no-reply@banmai.go.th"

    dns.is_in_trouble = False
    dns.texts[SPF] = ["v=spf1 -all"]
    with tenant_scope(north):
        services.recheck_domain(at=timezone.now())
        actions = AuditEntry.objects.filter(action__startswith="notifications.domain").order_by("pk")
        assert [entry.action for entry in actions] == ["notifications.domain_verified", "notifications.domain_lost"]
    assert sender_of_a_message(north, mailbox) == "no-reply@localhost"
    assert "ยังไม่พบระเบียน DNS ของ banmai.go.th" in desk.get("/desk/settings/channels").content.decode()
    with tenant_scope(south):
        assert not EmailSender.objects.exists()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (SPF, []),
        (SPF, ["v=spf1 include:other.example -all"]),
        (SPF, ["v=spf1 include:spf.mail.example.net -all", "v=spf1 mx -all"]),
        (OWNER, ["thongthin=another"]),
        (DKIM, ["s1.keys.elsewhere.example"]),
    ],
)
def test_one_wrong_record_is_enough(
    dns: NameServer, desk: HostClient, north: Tenant, name: tuple[str, str], values: list[str]
) -> None:
    desk.post(PAGE, SENT)
    set_all(dns, north)
    dns.texts[name] = values
    page = desk.post(f"{PAGE}/check").content.decode()
    assert page.count("ถูกต้อง") == 2
    with tenant_scope(north):
        assert EmailSender.objects.get().domain_verified_at is None


def test_another_domain_begins_anew_and_another_box_does_not(dns: NameServer, desk: HostClient, north: Tenant) -> None:
    desk.post(PAGE, SENT)
    set_all(dns, north)
    desk.post(f"{PAGE}/check")
    desk.post(PAGE, {**SENT, "own_address": "Info@banmai.go.th"})
    with tenant_scope(north):
        kept = EmailSender.objects.get()
    assert (kept.own_address, bool(kept.domain_verified_at)) == ("info@banmai.go.th", True)
    desk.post(PAGE, {**SENT, "own_address": "info@other.go.th"})
    with tenant_scope(north):
        changed = EmailSender.objects.get()
    assert changed.domain_verified_at is None
    assert changed.domain_token not in {"", kept.domain_token}


def test_a_silent_dns_changes_nothing(dns: NameServer, desk: HostClient, north: Tenant) -> None:
    desk.post(PAGE, SENT)
    dns.is_in_trouble = True
    page = desk.post(f"{PAGE}/check", follow=True).content.decode()
    assert "เซิร์ฟเวอร์ DNS ไม่ตอบ" in page
    with tenant_scope(north):
        assert not AuditEntry.objects.filter(action__startswith="notifications.domain").exists()


@pytest.mark.parametrize("address", ["no-reply@localhost", "x@north.localhost"])
def test_the_platforms_domain_is_nobodys(dns: NameServer, desk: HostClient, address: str) -> None:
    answer = desk.post(PAGE, {**SENT, "own_address": address})
    assert answer.status_code == 422


def test_where_the_operator_offers_none_there_is_no_field(desk: HostClient, north: Tenant) -> None:
    assert 'name="own_address"' not in desk.get(PAGE).content.decode()
    assert desk.post(PAGE, SENT).status_code == 302
    with tenant_scope(north):
        assert EmailSender.objects.get().own_address == ""
    assert desk.post(f"{PAGE}/check").status_code == 302


def test_nobody_else_checks(dns: NameServer, north: Tenant, browse: Browse, officer: Any, citizen: Any) -> None:
    assert browse(north).sign_in(officer).post(f"{PAGE}/check").status_code == 403
    assert browse(north).sign_in(citizen).post(f"{PAGE}/check").status_code == 404
