"""How well a session knows its person, and services that ask for more."""

import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls_tenant
from shared_apps.accounts import assurance
from shared_apps.accounts.levels import parse_level
from shared_apps.accounts.models import AssuranceRule, User
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.shared_apps.accounts.conftest import Visit
from tests.support.browser import HostClient
from tests.support.digital_id import Provider, leave, return_address, running_provider


@login_not_required
@assurance.assurance_required("tests.service")
def _page(request: HttpRequest) -> HttpResponse:
    known = assurance.assurance_of(request)
    return HttpResponse(f"{known.idp} {known.ial} {known.aal}")


urlpatterns = [path("for-the-well-known", _page, name="for_the_well_known"), *urls_tenant.urlpatterns]
URL = "/for-the-well-known"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def _service(provider: Provider, settings: Any, empty_caches: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assurance, "_services", dict(assurance._services))
    assurance.register(assurance.Service(code="tests.service", label="บริการทดลอง"))
    settings.TENANT_URLCONF = __name__
    settings.DIGITAL_ID_SUBJECT_KEY = "k" * 40
    settings.DIGITAL_ID_PROVIDERS = {"thaid": provider.settings()}


def ask_for(tenant: Tenant, ial: str) -> None:
    with tenant_scope(tenant):
        AssuranceRule.objects.update_or_create(service="tests.service", defaults={"ial": Decimal(ial)})


def come(client: HostClient, provider: Provider, browse: Browse, **claims: Any) -> HttpResponse:
    address = leave(client, next=URL, service="tests.service")
    passed_on = urlsplit(return_address(browse(None), provider.answer(address, provider.person(**claims))))
    response: Any = client.get(f"{passed_on.path}?{passed_on.query}")
    client.post("/accounts/privacy-notice/", {"next": "/"})
    return response


def test_a_guest_is_enough_where_nothing_is_asked(north: Tenant, visit: Visit) -> None:
    response = visit(north).get(URL)
    assert (response.status_code, response.content) == (200, b" 0 0"), response.headers


def test_a_guest_is_led_to_the_digital_id_and_back(
    north: Tenant, south: Tenant, visit: Visit, browse: Browse, provider: Provider
) -> None:
    ask_for(north, "2.3")
    client = visit(north)
    asked = client.get(URL, follow=True)
    assert asked.redirect_chain[-1][0] == "/accounts/identity/for/tests.service/?next=%2Ffor-the-well-known"
    assert "บริการทดลอง" in asked.content.decode()
    assert come(client, provider, browse).headers["Location"] == URL
    assert client.get(URL).content == b"thaid 2.3 0"
    assert visit(south).get(URL).status_code == 200, "south asks for nothing"


def test_filing_asks_for_the_level_that_the_lgo_has_set(north: Tenant, south: Tenant, visit: Visit) -> None:
    assert visit(north).get("/complaints/new").status_code == 200
    with tenant_scope(north):
        AssuranceRule.objects.create(service="complaints.file", ial=Decimal("2.3"))
    asked = visit(north).get("/complaints/new/check")
    assert asked.headers["Location"].startswith("/accounts/identity/for/complaints.file/?next=")
    assert visit(south).get("/complaints/new").status_code == 200


def test_a_code_proves_no_person(
    north: Tenant, citizen: User, visit: Visit, browse: Browse, provider: Provider
) -> None:
    ask_for(north, "2.1")
    client = visit(north).sign_in(citizen)
    assert client.get(URL).status_code == 302
    come(client, provider, browse)
    assert client.get(URL).content == b"thaid 2.3 0"


def test_a_weak_digital_id_is_not_enough(north: Tenant, visit: Visit, browse: Browse, provider: Provider) -> None:
    ask_for(north, "2.3")
    client = visit(north)
    assert come(client, provider, browse, ial=1.1).status_code == 403
    assert client.get(URL).status_code == 302


def test_where_no_digital_id_is_on_people_are_told_to_come(north: Tenant, visit: Visit, settings: Any) -> None:
    settings.DIGITAL_ID_PROVIDERS = {}
    ask_for(north, "2.3")
    page = visit(north).get(URL, follow=True).content.decode()
    assert "บัตรประชาชน" in page
    assert "/contact" in page


def test_a_service_may_want_a_fresh_proof() -> None:
    from datetime import timedelta

    service = assurance.Service(code="x", label="x", fresh=timedelta(minutes=5))
    assert assurance.Assurance(auth_time=int(time.time())).meets(service)
    assert not assurance.Assurance(auth_time=int(time.time()) - 301).meets(service)


@pytest.mark.parametrize(
    ("value", "level"),
    [
        ("2.3", "2.3"),
        (2.3, "2.3"),
        (2, "2"),
        ("IAL2.3", "2.3"),
        (" ial 2 ", "2"),
        ("3", "3"),
        ("0", None),
        ("9", None),
        ("๒", None),
        (True, None),
        (None, None),
        (["2"], None),
        ("2.33", None),
        (float("nan"), None),
    ],
)
def test_levels_as_providers_write_them(value: Any, level: str | None) -> None:
    assert parse_level(value) == (None if level is None else Decimal(level))


def test_unknown_services_are_not_there(north: Tenant, visit: Visit) -> None:
    assert visit(north).get("/accounts/identity/for/nothing/").status_code == 404
