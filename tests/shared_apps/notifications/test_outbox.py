"""The outbox shows this host's messages, and exists outside production only."""

from importlib import reload
from typing import Any

from django.utils import timezone

from shared_apps.notifications import urls
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse


def kept(tenant: Tenant, to: str, body: str) -> None:
    with tenant_scope(tenant):
        Message(event="test", key=to, channel="email", to=to, subject="เรื่อง", body=body, state="kept").save()


def test_each_host_shows_its_own(north: Tenant, south: Tenant, browse: Browse) -> None:
    kept(north, "a@example.com", "<b>ข้อความของเหนือ</b>")
    page = browse(north).get("/dev/outbox").content.decode()
    assert "&lt;b&gt;ข้อความของเหนือ" in page
    for other in (south, None):
        assert "ข้อความของเหนือ" not in browse(other).get("/dev/outbox").content.decode()


def test_search_and_refresh(north: Tenant, browse: Browse) -> None:
    kept(north, "a@example.com", "หนึ่ง")
    kept(north, "b@example.com", "สอง")
    client = browse(north)
    page = client.get("/dev/outbox", {"q": "b@example สอง"}).content.decode()
    assert "b@example.com" in page
    assert "a@example.com" not in page
    part = client.get("/dev/outbox", {"q": "zzz"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "ไม่พบข้อความที่ค้นหา" in part
    assert client.post("/dev/outbox").status_code == 405
    assert client.get("/dev/outbox", {"q": "\x00", "page": "x"}).status_code == 200


def test_newest_first(north: Tenant, browse: Browse) -> None:
    kept(north, "old@example.com", "")
    kept(north, "new@example.com", "")
    with tenant_scope(north):
        Message.objects.filter(to="new@example.com").update(created_at=timezone.now())
    page = browse(north).get("/dev/outbox").content.decode()
    assert page.index("new@example.com") < page.index("old@example.com")


def test_production_has_none(settings: Any) -> None:
    settings.OUTBOX_IS_SHOWN = False
    assert reload(urls).urlpatterns == []
    settings.OUTBOX_IS_SHOWN = True
    assert len(reload(urls).urlpatterns) == 1
