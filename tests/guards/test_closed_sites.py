"""Every address of a site that may only be read, or is closed: refused, but for what was declared to stay open."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from tenants import openings, resolver
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.guards.conftest import World
from tests.support.browser import HostClient
from tests.support.urls import addresses, routes_of

WRITES = ("POST", "PUT", "PATCH", "DELETE")
API = ("/api/", "/open311/", "/open-data/")


@pytest.fixture
def client(world: World, request: pytest.FixtureRequest) -> Iterator[HostClient]:
    """The administrator of a site in the state that the test names."""
    north = world.north.tenant
    client = world.client(north, world.north.administrator)
    _set(north, request.param)
    yield client
    _set(north, "trial")


def _set(tenant: Tenant, state: str) -> None:
    with public_scope():
        Tenant.objects.filter(pk=tenant.pk).update(state=state)
    resolver.forget_all()


def _addresses(world: World) -> list[str]:
    urlconf = settings.TENANT_URLCONF
    return [url for route in routes_of(urlconf) for url in addresses(route, world.values(urlconf), urlconf)]


def _wrong(client: HostClient, method: str, url: str, status: int, code: str) -> str:
    response = client.generic(method, url)
    if response.status_code != status:
        return f"{method} {url}: {response.status_code}"
    if url.startswith(API):
        is_problem = response["Content-Type"].startswith("application/problem+json") and response.json()["code"] == code
        return "" if is_problem or url.startswith("/open311/") else f"{method} {url}: {response['Content-Type']}"
    return "" if "เปิด" in response.content.decode() else f"{method} {url}: no way out"


@pytest.mark.parametrize("client", ["read_only"], indirect=True)
def test_nothing_is_written_to_a_read_only_site(world: World, client: HostClient) -> None:
    asked = [
        (method, url)
        for url in _addresses(world)
        for method in WRITES
        if not openings.stays_open(url, writes=True, closed=False)
    ]
    assert len(asked) > 400
    assert [fault for method, url in asked if (fault := _wrong(client, method, url, 403, "read_only"))] == []


@pytest.mark.parametrize("client", ["suspended"], indirect=True)
def test_a_closed_site_shows_only_what_stays_open(world: World, client: HostClient) -> None:
    asked = [
        (method, url)
        for url in _addresses(world)
        for method in ("GET", *WRITES)
        if not openings.stays_open(url, writes=method != "GET", closed=True)
    ]
    assert len(asked) > 500
    assert [fault for method, url in asked if (fault := _wrong(client, method, url, 503, "closed"))] == []


@pytest.mark.parametrize("client", ["suspended"], indirect=True)
def test_on_a_closed_site_people_sign_in_and_read_what_is_public(world: World, client: HostClient) -> None:
    anyone = world.client(world.north.tenant)
    for url in ("/officers/sign-in/", "/accounts/login/", "/privacy", "/contact", "/open-data", "/tenant.css"):
        assert anyone.get(url).status_code == 200, url
    assert client.get("/accounts/").status_code == 200
    notice = anyone.get("/").content.decode()
    assert "/desk/billing/" in notice
    assert "/privacy" in notice
    assert world.client(world.south.tenant).get("/").status_code == 200


@pytest.mark.parametrize("client", ["read_only"], indirect=True)
def test_control_reading_goes_on_where_writing_is_refused(client: HostClient) -> None:
    page = client.get("/desk/", follow=True)
    assert page.status_code == 200
    assert "/desk/billing/" in page.content.decode()
