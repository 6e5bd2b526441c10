"""LINE's webhook: signed, meant for this LGO, dealt with once; codes link people."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared_apps.accounts import secrets
from shared_apps.audit.models import AuditEntry
from shared_apps.notifications.models import LineChannel, LineCode, LineEvent, LineLink
from shared_apps.notifications.services import line_links
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.shared_apps.notifications.conftest import work
from tests.support.browser import HostClient
from tests.support.providers import Line, line_event, signed

USER, OTHER = "U" + "a" * 32, "U" + "b" * 32
BOTS = {"north": "U" + "1" * 32, "south": "U" + "2" * 32}
NOW = datetime.now(UTC)


@pytest.fixture
def connected(north: Tenant, south: Tenant, line: Line) -> Line:
    """Both LGOs have an account of their own."""
    for slug, tenant in (("north", north), ("south", south)):
        with tenant_scope(tenant):
            LineChannel(
                is_on=True,
                token=secrets.encrypt(line.token),
                secret=secrets.encrypt(f"secret-{slug}"),
                webhook_key=f"key-{slug}",
                bot_user_id=BOTS[slug],
                basic_id=f"@{slug}",
            ).save()
    return line


def call(
    client: HostClient, events: list[dict[str, Any]], *, key: str = "north", signer: str = "north", bot: str = "north"
) -> int:
    body, signature = signed(events, secret=f"secret-{signer}", destination=BOTS[bot])
    answer = client.post(
        f"/hooks/line/key-{key}", body, content_type="application/json", headers={"x-line-signature": signature}
    )
    return int(answer.status_code)


def event(kind: str, user: str = USER, **values: Any) -> dict[str, Any]:
    return line_event(kind, user, at=int(datetime.now(UTC).timestamp() * 1000), **values)


def code_of(tenant: Tenant, user: Any) -> str:
    with tenant_scope(tenant):
        return line_links.new_code(user=user, at=datetime.now(UTC))


def link_of(tenant: Tenant, user: Any) -> LineLink | None:
    with tenant_scope(tenant):
        return LineLink.objects.filter(user=user).first()


def test_a_code_links(north: Tenant, south: Tenant, connected: Line, browse: Browse, citizen: Any) -> None:
    code = code_of(north, citizen)
    client = browse(north)
    assert call(client, [event("message", text=f" {code[:4].lower()}-{code[4:]} ")]) == 200
    link = link_of(north, citizen)
    assert link is not None
    assert link.line_user_id == USER
    work(north)
    assert connected.replies[0].startswith("เชื่อมบัญชีแล้ว")
    with tenant_scope(north):
        assert LineCode.objects.count() == 0
        assert AuditEntry.objects.filter(action="notifications.line_linked").count() == 1
    with tenant_scope(south):
        assert LineLink.objects.count() == 0


def test_a_code_works_once(north: Tenant, connected: Line, browse: Browse, citizen: Any) -> None:
    code = code_of(north, citizen)
    call(browse(north), [event("message", text=code)])
    call(browse(north), [event("message", OTHER, text=code)])
    link = link_of(north, citizen)
    assert link is not None
    assert link.line_user_id == USER
    work(north)
    assert connected.replies[1].startswith("รหัสนี้ไม่ถูกต้อง")


def test_an_old_code_links_nobody(north: Tenant, connected: Line, browse: Browse, citizen: Any) -> None:
    code = code_of(north, citizen)
    with tenant_scope(north):
        LineCode.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    call(browse(north), [event("message", text=code)])
    assert link_of(north, citizen) is None


def test_a_code_of_north_is_none_in_south(
    north: Tenant, south: Tenant, connected: Line, browse: Browse, citizen: Any, south_citizen: Any
) -> None:
    code = code_of(north, citizen)
    assert call(browse(south), [event("message", text=code)], key="south", signer="south", bot="south") == 200
    assert link_of(south, south_citizen) is None
    with tenant_scope(north):
        row = LineCode.objects.get()
    with tenant_scope(south):
        LineCode(user=south_citizen, code_hash=row.code_hash, expires_at=row.expires_at).save()
    call(browse(south), [event("message", text=code)], key="south", signer="south", bot="south")
    assert link_of(south, south_citizen) is None


def test_guessing_is_stopped(north: Tenant, connected: Line, browse: Browse, citizen: Any) -> None:
    client = browse(north)
    for _try in range(11):
        call(client, [event("message", text="ABCDEFGH")])
    code = code_of(north, citizen)
    call(client, [event("message", text=code)])
    assert link_of(north, citizen) is None
    call(client, [event("message", OTHER, text=code)])
    assert link_of(north, citizen) is not None


@pytest.mark.parametrize(
    ("host", "key", "signer", "bot", "status"),
    [
        ("north", "north", "north", "north", 200),
        ("north", "north", "south", "north", 403),
        ("south", "south", "north", "south", 403),
        ("south", "north", "north", "north", 403),
        ("south", "south", "north", "north", 403),
        ("north", "north", "north", "south", 403),
        ("north", "nothing", "north", "north", 403),
    ],
)
def test_who_is_believed(
    north: Tenant,
    south: Tenant,
    connected: Line,
    browse: Browse,
    host: str,
    key: str,
    signer: str,
    bot: str,
    status: int,
) -> None:
    client = browse({"north": north, "south": south}[host])
    assert call(client, [event("follow")], key=key, signer=signer, bot=bot) == status


def test_a_repeated_event_is_dealt_with_once(north: Tenant, connected: Line, browse: Browse, citizen: Any) -> None:
    client = browse(north)
    follow = event("follow")
    for _time in range(3):
        assert call(client, [follow]) == 200
    while work(north):
        pass
    assert len(connected.replies) == 1
    old = {**event("follow"), "timestamp": int((datetime.now(UTC) - timedelta(days=4)).timestamp() * 1000)}
    call(client, [old])
    with tenant_scope(north):
        assert LineEvent.objects.count() == 1
        line_links.forget_events(at=datetime.now(UTC) + timedelta(days=15))
        assert LineEvent.objects.count() == 0


def test_who_blocks_us_gets_no_more_until_they_come_back(
    north: Tenant, connected: Line, browse: Browse, citizen: Any
) -> None:
    with tenant_scope(north):
        LineLink(user=citizen, line_user_id=USER).save()
    call(browse(north), [event("unfollow")])
    link = link_of(north, citizen)
    assert link is not None
    assert link.is_blocked
    call(browse(north), [event("follow")])
    link = link_of(north, citizen)
    assert link is not None
    assert not link.is_blocked


def test_a_line_account_belongs_to_who_linked_it_last(
    north: Tenant, connected: Line, browse: Browse, citizen: Any, stranger: Any
) -> None:
    call(browse(north), [event("message", text=code_of(north, citizen))])
    call(browse(north), [event("message", text=code_of(north, stranger))])
    assert link_of(north, citizen) is None
    assert link_of(north, stranger) is not None


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"events": 1}', b'{"events": [1]}'])
def test_nonsense_is_refused(north: Tenant, connected: Line, browse: Browse, body: bytes) -> None:
    import base64
    import hashlib
    import hmac

    signature = base64.b64encode(hmac.new(b"secret-north", body, hashlib.sha256).digest()).decode()
    for header in (signature, "nonsense", "ก", ""):
        answer = browse(north).post(
            "/hooks/line/key-north", body, content_type="application/json", headers={"x-line-signature": header}
        )
        assert answer.status_code == 403


def test_unknown_events_and_words_are_passed_over(north: Tenant, connected: Line, browse: Browse) -> None:
    unknown = {**event("follow"), "type": "somethingNew"}
    assert call(browse(north), [unknown, event("message", text="สวัสดีครับ"), event("message", text="ไฟดับ")]) == 200
    while work(north):
        pass
    assert connected.replies == []
