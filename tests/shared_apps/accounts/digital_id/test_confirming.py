"""Confirming anew, and inside LINE."""

import time
from typing import Any

import pytest

from shared_apps.accounts.digital_id import handshake
from shared_apps.accounts.digital_id.configuration import Configuration
from shared_apps.accounts.digital_id.handshake import Purpose, Wish
from shared_apps.accounts.digital_id.persons import Person
from shared_apps.accounts.digital_id.troubles import DigitalIdError
from shared_apps.accounts.models import User
from tenants.models import Tenant
from tests.shared_apps.accounts.conftest import Visit
from tests.shared_apps.accounts.digital_id.reading import Come, accounts_in, actions_in
from tests.support.browser import HostClient
from tests.support.digital_id import (
    OTHER_PID,
    Provider,
    leave,
    query_of,
)

# --- confirming anew --------------------------------------------------------------------------------------------------


def test_a_session_of_the_provider_that_is_hours_old_is_no_fresh_proof(
    north: Tenant, citizen: User, visit: Visit, provider: Provider, come_back: Come
) -> None:
    come_back(visit(north).sign_in(citizen), provider.person())
    client = visit(north)
    come_back(client, provider.person(auth_time=int(time.time()) - 7200))
    asked = client.post("/accounts/digital-id/thaid/unlink/")
    assert asked.headers["Location"].startswith("/accounts/confirm/?")
    assert len(accounts_in(north)) == 1


def test_who_has_only_a_digital_id_confirms_with_it(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come
) -> None:
    """allauth's own check lets people without a password pass in silence."""
    client = visit(north)
    come_back(client, provider.person(auth_time=int(time.time()) - 7200))
    asked = client.post("/accounts/digital-id/thaid/unlink/")
    page = client.get(asked.headers["Location"], follow=True)
    assert page.redirect_chain[-1][0].startswith("/accounts/identity/confirm/?next=")
    address = leave(client, next="/accounts/digital-id/thaid/unlink/")
    assert (query_of(address)["prompt"], query_of(address)["max_age"]) == ("login", "0")


def _confirm(client: HostClient, provider: Provider, come_back: Come, **claims: Any) -> Any:
    come_back(client, provider.person())
    return come_back(client, provider.person(**claims), next="/my-cases")


def test_a_confirmation_that_is_not_new_is_refused(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come
) -> None:
    moment = int(time.time()) - 7200
    assert _confirm(visit(north), provider, come_back, auth_time=moment).status_code == 401


@pytest.mark.parametrize("purpose", [Purpose.SIGN_IN, Purpose.STEP_UP])
def test_a_confirmation_whose_time_is_not_told_is_none(provider: Provider, purpose: Purpose) -> None:
    configuration = Configuration(provider="thaid", **provider.settings())
    wish = Wish(purpose=purpose, user_id="1", next_url="", ial="", nonce="n", began_at=time.time(), verifier="")
    person = Person(provider="thaid", uid="pid-x", name="", title="", ial="2.3", aal="", auth_time=None)
    if purpose is Purpose.SIGN_IN:
        handshake._check_level(configuration, wish, person)
        return
    with pytest.raises(DigitalIdError):
        handshake._check_level(configuration, wish, person)


def test_a_new_confirmation_counts(north: Tenant, visit: Visit, provider: Provider, come_back: Come) -> None:
    client = visit(north)
    response = _confirm(client, provider, come_back, auth_time=int(time.time()))
    assert response.headers["Location"] == "/my-cases"
    assert actions_in(north)[-1] == "accounts.digital_id_confirmed"


def test_someone_else_cannot_confirm(north: Tenant, visit: Visit, provider: Provider, come_back: Come) -> None:
    response = _confirm(visit(north), provider, come_back, auth_time=int(time.time()), pid=OTHER_PID)
    assert response.status_code == 403
    assert len(accounts_in(north)) == 1


# --- inside LINE ------------------------------------------------------------------------------------------------------


def test_inside_line_people_are_led_to_their_browser_first(north: Tenant, visit: Visit) -> None:
    client = visit(north)
    inside = {"user-agent": "… Safari Line/14.1.0"}
    page = client.get("/accounts/login/?next=/my-cases", headers=inside).content.decode()
    assert "/accounts/login/?next=%2Fmy-cases&amp;openExternalBrowser=1" in page
    assert "openExternalBrowser" not in client.get("/accounts/login/").content.decode()
