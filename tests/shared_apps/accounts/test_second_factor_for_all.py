"""An LGO may ask a second factor of every officer."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from shared_apps.accounts import policy
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.shared_apps.accounts.conftest import Visit, new_officer

PAGE = "/desk/people/sign-in"


@pytest.fixture(autouse=True)
def _nothing_is_left_in_the_cache(north: Tenant, south: Tenant) -> Iterator[None]:
    yield
    for tenant in (north, south):
        with tenant_scope(tenant):
            cache.delete(policy.KEY)


def test_then_every_officer_is_led_to_set_one_up(
    north: Tenant, south: Tenant, visit: Visit, administrator: Any, south_officer: Any
) -> None:
    desk, user = visit(north).sign_in(administrator), new_officer(north)
    officer = visit(north).sign_in(user)
    assert officer.get("/desk/profile").status_code == 200
    assert str(user) in desk.get(PAGE).content.decode()
    assert desk.post(PAGE, {"second_factor_for_all": "on"}).status_code == 302
    assert officer.get("/desk/profile")["Location"] == "/accounts/second-factor/set-up/"
    assert visit(south).sign_in(south_officer).get("/desk/profile").status_code == 200
    desk.post(PAGE, {})
    assert officer.get("/desk/profile").status_code == 200


def test_citizens_are_asked_for_none(north: Tenant, visit: Visit, administrator: Any, citizen: Any) -> None:
    visit(north).sign_in(administrator).post(PAGE, {"second_factor_for_all": "on"})
    assert visit(north).sign_in(citizen).get("/my-cases").status_code == 200


def test_it_asks_who_one_is_and_needs_the_right(north: Tenant, visit: Visit, administrator: Any, officer: Any) -> None:
    assert visit(north).sign_in(administrator, minutes_ago=30).get(PAGE).status_code == 302
    assert visit(north).sign_in(officer).get(PAGE).status_code == 403
