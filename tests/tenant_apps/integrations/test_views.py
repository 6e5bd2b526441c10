"""The pages of webhooks."""

import re
from typing import Any

import pytest
from django.utils import timezone

from tenant_apps.integrations import services
from tenant_apps.integrations.models import Delivery, Webhook
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support.receiver import receiver

LIST = "/desk/webhooks"


def test_an_administrator_connects_a_system(north: Tenant, browse: Any, administrator: Any) -> None:
    client = browse(north).sign_in(administrator)
    assert client.get(LIST).status_code == 200
    with receiver() as told:
        values = {"name": "ระบบซ่อม", "url": told.url, "events": ["complaint.filed"]}
        page = client.post(f"{LIST}/new", values).content.decode()
        found = re.search(r"whsec_[A-Za-z0-9+/=]+", page)
        assert found
        with tenant_scope(north):
            webhook = Webhook.objects.get()
        one = f"{LIST}/{webhook.pk}"
        assert found[0] not in client.get(one).content.decode()
        sent = client.post(f"{one}/test")
        with tenant_scope(north):
            delivery = Delivery.objects.get()
            services.deliver(delivery_id=delivery.pk, attempt=0, at=timezone.now())
        assert told.verified(found[0])["type"] == "test"
        assert sent["Location"] == f"{LIST}/deliveries/{delivery.pk}"
        assert "ส่งแล้ว" in client.get(sent["Location"]).content.decode()
        listed = client.get(f"{one}?q=ok&state=delivered&event=test&sort=-at").content.decode()
        assert str(delivery.pk) in listed
        assert str(delivery.pk) not in client.get(f"{one}?q=nothing").content.decode()
        exported = client.get(f"/desk/exports/deliveries.csv?webhook={webhook.pk}")
        assert str(delivery.pk) in exported.content.decode()
        assert client.post(f"{LIST}/deliveries/{delivery.pk}/send").status_code == 302
        assert client.post(f"{one}/switch").status_code == 302
        assert "whsec_" in client.post(f"{one}/secret").content.decode()
        assert client.post(one, {**values, "name": "ระบบใหม่"}).status_code == 302
        assert client.post(f"{one}/delete").status_code == 302
    assert client.get(one).status_code == 404


@pytest.mark.parametrize("url", ["http://example.com/", "https://10.0.0.1/", "x"])
def test_a_wrong_address_is_told_in_thai_and_kept(north: Tenant, browse: Any, administrator: Any, url: str) -> None:
    values = {"name": "ระบบซ่อม", "url": url, "events": ["complaint.filed"]}
    page = browse(north).sign_in(administrator).post(f"{LIST}/new", values)
    assert page.status_code == 422
    assert f'value="{url}"' in page.content.decode()


def test_officers_without_the_right_are_refused(north: Tenant, browse: Any, officer: Any) -> None:
    assert browse(north).sign_in(officer).get(LIST).status_code == 403


def test_south_sees_nothing(north: Tenant, south: Tenant, browse: Any, administrator: Any, south_officer: Any) -> None:
    with tenant_scope(north), receiver() as told:
        made = services.create_webhook(
            name="ERP", url=told.url, events=["complaint.filed"], actor=administrator, at=timezone.now()
        )
    with tenant_scope(south):
        south_officer.is_administrator = True
        south_officer.save()
    client = browse(south).sign_in(south_officer)
    assert "ERP" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}/{made.webhook.pk}").status_code == 404


def _made(actor: Any, name: str, events: list[str], **changed: Any) -> Webhook:
    url = f"http://127.0.0.1:9/{len(name)}"
    made = services.create_webhook(name=name, url=url, events=events, actor=actor, at=timezone.now()).webhook
    Webhook.objects.filter(pk=made.pk).update(**changed)
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"ระบบซ่อม", "ระบบพัก", "ระบบล้ม"}),
        ({"q": "ซ่อม"}, {"ระบบซ่อม"}),
        ({"state": "paused"}, {"ระบบพัก"}),
        ({"state": "stopped"}, {"ระบบล้ม"}),
        ({"state": "in_use", "sort": "name"}, {"ระบบซ่อม"}),
        ({"event": "complaint.rated"}, {"ระบบพัก"}),
        ({"state": "failing"}, set()),
    ],
)
def test_the_list_is_searched_filtered_and_taken_away(
    north: Tenant, browse: Any, administrator: Any, query: dict[str, str], expected: set[str]
) -> None:
    with tenant_scope(north):
        _made(administrator, "ระบบซ่อม", ["complaint.filed"])
        _made(administrator, "ระบบพัก", ["complaint.rated"], is_active=False)
        _made(administrator, "ระบบล้ม", ["complaint.filed"], is_active=False, stopped_at=timezone.now())
    client = browse(north).sign_in(administrator)
    page = client.get(LIST, query).content.decode()
    file = client.get("/desk/exports/webhooks.csv", query).content.decode()
    for name in ("ระบบซ่อม", "ระบบพัก", "ระบบล้ม"):
        assert (name in page, name in file) == (name in expected, name in expected)
    assert "whsec" not in page + file


def test_another_lgos_webhooks_are_not_listed(
    north: Tenant, south: Tenant, browse: Any, administrator: Any, south_officer: Any
) -> None:
    with tenant_scope(south):
        _made(south_officer, "ระบบทางใต้", ["complaint.filed"])
    client = browse(north).sign_in(administrator)
    assert "ระบบทางใต้" not in client.get(LIST).content.decode()
    assert "ระบบทางใต้" not in client.get("/desk/exports/webhooks.csv").content.decode()


@pytest.mark.parametrize("act", ["", "/switch", "/delete", "/test", "/secret"])
def test_changes_ask_who_one_is_again(north: Tenant, browse: Any, administrator: Any, act: str) -> None:
    with tenant_scope(north):
        made = _made(administrator, "ระบบซ่อม", ["complaint.filed"])
    answer = browse(north).sign_in(administrator, minutes_ago=30).post(f"{LIST}/{made.pk}{act}")
    assert answer["Location"].startswith("/accounts/confirm/?next=")
    with tenant_scope(north):
        assert Webhook.objects.get().is_active
        assert not Delivery.objects.exists()
