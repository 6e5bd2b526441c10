"""Addresses that programs ask for by themselves, on every host."""

import pytest

from tenants.models import Tenant
from tests.conftest import Browse


@pytest.mark.parametrize("of_the_operator", [False, True])
def test_the_icon_is_found_without_a_page(browse: Browse, north: Tenant, of_the_operator: bool) -> None:
    answer = browse(None if of_the_operator else north).get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/static/ui/favicon")
    assert answer["Location"].endswith(".svg")


@pytest.mark.parametrize("of_the_operator", [False, True])
def test_search_engines_are_told_what_needs_a_sign_in(browse: Browse, north: Tenant, of_the_operator: bool) -> None:
    answer = browse(None if of_the_operator else north).get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /desk/", "Disallow: /console/", "Disallow: /my-cases"} <= set(lines)
    assert "Disallow: /" not in lines
