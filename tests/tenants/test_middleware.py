"""Hosts: whom a request reaches, and whom it never reaches."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tenants import resolver, scope
from tenants.models import Domain, Tenant
from tenants.scope import public_scope
from tests.support.browser import HostClient

Browse = Callable[[Tenant | None], HostClient]


def _get(host: str, path: str = "/", **headers: str) -> Any:
    return Client(headers={"host": host, **headers}).get(path)


@pytest.mark.parametrize(
    "host",
    [
        "unknown.localhost",
        "north.localhost.evil.example",
        "evil.example",
        "north.localhost.",
        "localhost.",
        "127.0.0.1",
        "[::1]",
        "north..localhost",
        "nor th.localhost",
        "%00.localhost",
        "-north.localhost",
        "NORTH.localhost@evil.example",
    ],
)
def test_an_unknown_host_reaches_nobody(north: Tenant, host: str) -> None:
    """Threat 1: never the operator's site, never another tenant."""
    response = _get(host)
    assert response.status_code in {400, 404}
    assert north.name not in response.content.decode()
    assert scope.schema_or_none() is None


@pytest.mark.parametrize("host", ["north.localhost", "NORTH.localhost", "north.localhost:8000"])
def test_a_host_reaches_its_tenant(north: Tenant, host: str) -> None:
    response = _get(host)
    assert response.status_code == 200
    assert north.name in response.content.decode()


def test_forwarded_host_is_ignored(north: Tenant, south: Tenant) -> None:
    body = Client(headers={"host": "north.localhost", "x-forwarded-host": "south.localhost"}).get("/").content.decode()
    assert north.name in body
    assert south.name not in body


def test_resolution_costs_no_query_when_cached(north: Tenant, django_assert_num_queries: Any) -> None:
    resolver.tenant_of("north.localhost")
    with django_assert_num_queries(0):
        tenant = resolver.tenant_of("north.localhost")
    assert tenant == north


def test_a_change_is_seen_at_once(north: Tenant) -> None:
    resolver.tenant_of("north.localhost")
    with public_scope():
        Domain.objects.filter(tenant=north).update(domain="elsewhere.localhost")
    assert resolver.tenant_of("north.localhost") == north
    resolver.publish_change()
    assert resolver.tenant_of("north.localhost") is None
    assert resolver.tenant_of("elsewhere.localhost") == north


def test_what_was_read_before_a_change_is_not_kept_after_it(north: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = resolver._look_up

    def overtaken(host: str) -> Tenant | None:
        found = look_up(host)
        with public_scope():
            Domain.objects.filter(tenant=north).update(domain="elsewhere.localhost")
        resolver.forget_all()
        return found

    monkeypatch.setattr(resolver, "_look_up", overtaken)
    assert resolver.tenant_of("north.localhost") == north
    monkeypatch.undo()
    assert resolver.tenant_of("north.localhost") is None


def test_requests_do_not_share_the_tenant_that_is_kept(north: Tenant) -> None:
    """Threads that serve one LGO must not see what another has noted on its object."""
    for _time in range(2):
        mine = resolver.tenant_of("north.localhost")
        assert mine is not None
        assert mine.name == north.name
        mine.name = "another"


@pytest.mark.parametrize(
    ("state", "status"),
    [("requested", 503), ("provisioning", 503), ("suspended", 503), ("terminated", 404), ("declined", 404)],
)
def test_a_closed_site_says_so(north: Tenant, state: str, status: int) -> None:
    with public_scope():
        Tenant.objects.filter(pk=north.pk).update(state=state)
    response = _get("north.localhost")
    assert response.status_code == status


def test_a_read_only_site_reads_and_does_not_write(north: Tenant) -> None:
    with public_scope():
        Tenant.objects.filter(pk=north.pk).update(state="read_only")
    assert _get("north.localhost").status_code == 200
    response = Client(headers={"host": "north.localhost"}).post("/complaints/new/", {"title": "ไฟดับ"})
    assert response.status_code == 403
    assert "ขณะนี้เว็บไซต์ดูได้อย่างเดียว" in response.content.decode()


def test_health_needs_no_host_and_no_database() -> None:
    assert _get("anything.example", "/healthz").content == b"ok"


def test_cookies_never_span_subdomains(north: Tenant, browse: Browse, officer: Any) -> None:
    client = browse(north).sign_in(officer)
    client.get("/desk/", follow=True)
    assert settings.SESSION_COOKIE_NAME in client.cookies
    assert not [name for name, morsel in client.cookies.items() if morsel["domain"]]


def test_a_session_of_one_tenant_is_nobody_in_another(
    north: Tenant, south: Tenant, browse: Browse, officer: Any
) -> None:
    """Threat 9: the cookie of north, replayed at south."""
    ours = browse(north).sign_in(officer)
    theirs = browse(south)
    theirs.cookies = ours.cookies
    assert ours.get("/desk/", follow=True).status_code == 200
    response = theirs.get("/desk/complaints")
    assert response.status_code == 302
    assert "/sign-in/" in response["location"]
