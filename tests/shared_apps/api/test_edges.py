"""What holds for every address of the programming interface."""

import json
from typing import Any

import pytest
import time_machine

from kit import clock
from shared_apps.api import limits
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.support.api import PROBLEM, Program, token_for
from tests.support.browser import HostClient

pytestmark = pytest.mark.usefixtures("empty_caches")
FILE = "/api/v1/complaints"


@pytest.fixture
def guest(north: Tenant) -> Program:
    return Program(north, "north")


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("GET", "/api/v1/nothing", None, {}, 404),
        ("GET", "/api/v1/", None, {}, 404),
        ("GET", "/api/v2/complaints", None, {}, 404),
        ("DELETE", FILE, None, {}, 405),
        ("POST", FILE, b"{", {}, 400),
        ("POST", FILE, b"\xff\xfe", {}, 400),
        ("POST", FILE, b'{"title": "\\ud800"}', {}, 400),
        ("POST", FILE, b'{"title": "a\\u0000b"}', {}, 400),
        ("POST", FILE, b'{"latitude": NaN}', {}, 400),
        ("POST", FILE, b"[" * 100_000, {}, 400),
        ("POST", FILE, b"[]", {}, 422),
        ("POST", FILE, b"", {}, 422),
        ("POST", FILE, b"title=x", {"content_type": "application/x-www-form-urlencoded"}, 415),
        ("POST", FILE, b"<a/>", {"content_type": "text/xml"}, 415),
        ("POST", FILE, b'{"title": "' + b"x" * 3_000_000 + b'"}', {}, 413),
        ("GET", "/api/v1/desk/complaints", None, {}, 401),
        ("GET", "/api/v1/my/complaints", None, {"authorization": "Bearer nonsense"}, 401),
        ("GET", "/api/v1/my/complaints", None, {"authorization": "Basic YTpi"}, 401),
        ("GET", "/api/v1/public/categories?x=%00", None, {}, 200),
        ("GET", "/api/v1/complaints/%00", None, {"x_case_pin": "123456"}, 404),
    ],
)
def test_every_failure_is_a_problem(
    guest: Program, method: str, path: str, body: Any, headers: dict[str, str], status: int
) -> None:
    answer = guest.ask(method, path, body, **headers)
    assert answer.status_code == status, answer.content.decode()
    assert answer["X-Request-ID"]
    if status >= 400:
        assert answer["Content-Type"] == PROBLEM
        problem = json.loads(answer.content)
        assert problem["status"] == status
        assert problem["instance"] == f"urn:request:{answer['X-Request-ID']}"
        assert any("ก" <= letter <= "๛" for letter in problem["title"])


def test_english_where_english_is_asked_for(guest: Program) -> None:
    answer = guest.get("/api/v1/nothing", accept_language="en")
    assert answer.json()["title"] == "Not found"
    assert "Accept-Language" in answer["Vary"]


def test_a_request_id_is_kept_when_it_is_harmless(guest: Program) -> None:
    assert guest.get("/api/v1/public/categories", x_request_id="abc-1")["X-Request-ID"] == "abc-1"
    assert guest.get("/api/v1/public/categories", x_request_id="a b\r\n")["X-Request-ID"] != "a b\r\n"


def test_a_host_that_nobody_has_answers_with_a_problem(north: Tenant) -> None:
    nobody = Program(north, "nobody-has-this")
    answer = nobody.get("/api/v1/public/categories")
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


def test_a_closed_site_answers_with_a_problem(north: Tenant, guest: Program) -> None:
    from tenants import resolver

    with public_scope():
        Tenant.objects.filter(pk=north.pk).update(state="suspended")
    resolver.forget_all()
    answer = guest.get("/api/v1/public/categories")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (503, PROBLEM, "closed")


def test_cookies_open_nothing(north: Tenant, administrator: Any) -> None:
    signed_in = HostClient(north, slug="north").sign_in(administrator)
    assert signed_in.get("/desk/").status_code in {200, 302}
    assert signed_in.get("/api/v1/desk/complaints").status_code == 401


def test_limits_by_token_and_address(
    north: Tenant, officer: Any, guest: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BY_ADDRESS", 2)
    with time_machine.travel(clock.now().replace(second=0), tick=False):  # all in one of the windows
        first = guest.get("/api/v1/public/categories")
        guest.get("/api/v1/public/categories")
        third = guest.get("/api/v1/public/categories")
    assert first["RateLimit-Policy"] == '"address";q=2;w=60'
    assert first["RateLimit"].startswith('"address";r=1;t=')
    assert (third.status_code, third["Content-Type"]) == (429, PROBLEM)
    assert 0 < int(third["Retry-After"]) <= 60
    assert Program(north, "north", ip="198.51.100.9").get("/api/v1/public/categories").status_code == 200
    assert Program(north, "north", token_for(north, officer)).get("/api/v1/desk/complaints").status_code == 200


def test_only_public_reading_is_open_to_other_sites(guest: Program) -> None:
    asked = guest.ask("OPTIONS", "/api/v1/public/categories", origin="https://example.com")
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    refused = guest.ask("OPTIONS", FILE, origin="https://example.com")
    assert "Access-Control-Allow-Origin" not in refused
    assert "Access-Control-Allow-Credentials" not in asked
