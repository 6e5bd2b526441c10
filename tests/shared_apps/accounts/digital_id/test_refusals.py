"""People and providers that say no."""

from typing import Any

import pytest
from django.core.cache import caches

from shared_apps.accounts.digital_id import discovery
from tenants.models import Tenant
from tests.shared_apps.accounts.conftest import Visit
from tests.shared_apps.accounts.digital_id.reading import Come
from tests.support.digital_id import (
    Provider,
    leave,
    query_of,
)


def test_a_person_who_does_not_agree_is_offered_a_code(north: Tenant, visit: Visit) -> None:
    client = visit(north)
    state = query_of(leave(client))["state"]
    response = client.get(f"/accounts/digital-id/thaid/callback/?error=access_denied&state={state}")
    assert response.status_code == 200
    assert "/accounts/login/" in response.content.decode()


def test_a_provider_that_is_down_is_told_in_thai_with_a_code_instead(
    north: Tenant, visit: Visit, provider: Provider, settings: Any
) -> None:
    settings.DIGITAL_ID_PROVIDERS = {
        "thaid": {**provider.settings(), "discovery_url": "http://localhost:9/.well-known/openid-configuration"}
    }
    response = visit(north).post("/accounts/digital-id/thaid/", {"next": "/my-cases"})
    page = response.content.decode()
    assert response.status_code == 503
    assert "/accounts/login/?next=/my-cases" in page
    assert "รหัส" in page


def test_a_provider_that_dies_in_between(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit(north)
    state = query_of(leave(client))["state"]
    key = discovery._key("discovery", f"{provider.url}/.well-known/openid-configuration")
    published = caches["platform"].get(key)
    caches["platform"].set(key, {**published, "token_endpoint": "http://localhost:9/token"})
    response = client.get(f"/accounts/digital-id/thaid/callback/?code=x&state={state}")
    assert response.status_code == 503


def test_a_provider_that_is_off_is_not_there(north: Tenant, visit: Visit, settings: Any) -> None:
    settings.DIGITAL_ID_PROVIDERS = {}
    client = visit(north)
    assert client.post("/accounts/digital-id/thaid/").status_code == 404
    assert client.get("/accounts/digital-id/thaid/callback/").status_code == 404
    assert "digital-id" not in client.get("/accounts/login/").content.decode()


def test_nothing_begins_by_a_link(north: Tenant, visit: Visit) -> None:
    assert visit(north).get("/accounts/digital-id/thaid/").status_code == 405


def test_one_does_not_come_back_to_another_site(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come
) -> None:
    response = come_back(visit(north), provider.person(), next="https://evil.example/")
    assert response.headers["Location"] == "/"
