"""Signing in with a Digital ID against a real provider, and the replays that we know of."""

import json
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialToken
from structlog.testing import capture_logs

from shared_apps.accounts.digital_id import discovery
from shared_apps.accounts.digital_id.configuration import Configuration
from shared_apps.accounts.models import User
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.shared_apps.accounts.conftest import Visit, user_of
from tests.shared_apps.accounts.digital_id.reading import Come, accounts_in, actions_in
from tests.support.digital_id import (
    PID,
    Provider,
    leave,
    query_of,
    return_address,
)

# --- the good way -----------------------------------------------------------------------------------------------------


def test_the_first_time_makes_a_citizen_and_keeps_no_number(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come
) -> None:
    client = visit(north)
    with capture_logs() as logs:
        response = come_back(client, provider.person(), next="/my-cases")
    assert (response.status_code, response.headers["Location"]) == (302, "/my-cases")
    (account,) = accounts_in(north)
    assert (account.user.kind, account.user.display_name) == ("citizen", "มานี มีนา")
    assert (account.user.email, account.user.phone, account.user.has_usable_password()) == (None, None, False)
    assert account.extra_data == {"ial": "2.3", "title": "นางสาว"}
    assert user_of(client) == str(account.user_id)
    with tenant_scope(north):
        assert not SocialToken.objects.exists()
        entries = [*AuditEntry.objects.values_list("data", "actor_name")]
        kept = json.dumps([entries, account.uid, account.extra_data, dict(client.session), str(logs)])
    assert PID not in kept
    assert actions_in(north)[-2:] == ["accounts.citizen_joined", "accounts.digital_id_signed_in"]


def test_the_second_time_is_the_same_person(north: Tenant, visit: Visit, provider: Provider, come_back: Come) -> None:
    for _time in range(2):
        assert come_back(visit(north), provider.person()).status_code == 302
    assert len(accounts_in(north)) == 1


def test_two_lgos_make_two_people_whose_hashes_differ_and_none_in_public(
    north: Tenant, south: Tenant, visit: Visit, provider: Provider, come_back: Come
) -> None:
    with public_scope():
        before = User.objects.count()
    for tenant in (north, south):
        assert come_back(visit(tenant), provider.person()).status_code == 302
    (here,), (there,) = accounts_in(north), accounts_in(south)
    assert here.uid != there.uid
    with public_scope():
        assert User.objects.count() == before


def test_the_provider_is_asked_as_agreed(north: Tenant, visit: Visit, provider: Provider) -> None:
    asked = query_of(leave(visit(north)))
    assert asked["redirect_uri"] == "http://localhost:8000/digital-id/thaid/callback"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert {"nonce", "state", "code_challenge"} <= asked.keys()
    assert "code_verifier" not in asked
    assert asked["state"].startswith(f"{north.pk}.")


def test_pkce_can_be_left_out_for_a_provider_that_knows_none(
    north: Tenant, visit: Visit, provider: Provider, settings: Any, come_back: Come
) -> None:
    settings.DIGITAL_ID_PROVIDERS = {"thaid": provider.settings(pkce=False)}
    assert "code_challenge" not in query_of(leave(visit(north)))
    assert come_back(visit(north), provider.person()).status_code == 302


def test_a_second_provider_finds_the_same_person_by_the_number(
    north: Tenant, visit: Visit, provider: Provider, settings: Any, come_back: Come, browse: Browse
) -> None:
    come_back(visit(north), provider.person())
    dga = provider.settings(subject_claim="citizen_id", fetch_userinfo=True)
    settings.DIGITAL_ID_PROVIDERS = {"dga": dga}
    client = visit(north)
    sent_back = provider.answer(leave(client, "dga"), provider.person("at-dga", pid=None, citizen_id=PID))
    passed_on = urlsplit(return_address(browse(None), sent_back))
    assert client.get(f"{passed_on.path}?{passed_on.query}").status_code == 302
    first, second = accounts_in(north)
    assert (first.user_id, first.uid) == (second.user_id, second.uid)
    assert {first.provider, second.provider} == {"thaid", "dga"}


def test_the_secret_of_dga_is_hashed_seven_times(provider: Provider) -> None:
    values = provider.settings(secret_md5_rounds=7)
    expected = values["secret"]
    from hashlib import md5

    for _round in range(7):
        expected = md5(f"{expected}EGA".encode()).hexdigest()  # noqa: S324  # the provider's own rule
    assert Configuration(provider="dga", **values).sent_secret == expected


def test_what_the_provider_publishes_is_asked_for_once(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    original = discovery.ask

    def counting(method: str, url: str, **options: Any) -> Any:
        asked.append(url)
        return original(method, url, **options)

    monkeypatch.setattr(discovery, "ask", counting)
    for _time in range(2):
        come_back(visit(north), provider.person())
    assert sorted(urlsplit(url).path for url in asked) == ["/.well-known/openid-configuration", "/jwks"]


# --- replays ----------------------------------------------------------------------------------------------------------


def test_an_answer_is_worth_nothing_in_another_browser(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come
) -> None:
    other = visit(north)
    response = come_back(visit(north), provider.person(), to=other)
    assert response.status_code == 401
    assert "เริ่มใหม่" in response.content.decode()
    assert user_of(other) is None
    assert accounts_in(north) == []


def test_an_answer_is_worth_nothing_at_another_lgo(
    north: Tenant, south: Tenant, visit: Visit, provider: Provider, come_back: Come
) -> None:
    response = come_back(visit(north), provider.person(), to=visit(south))
    assert response.status_code == 401
    assert accounts_in(south) == []


def test_an_answer_works_once(north: Tenant, visit: Visit, provider: Provider, browse: Browse) -> None:
    client = visit(north)
    passed_on = urlsplit(return_address(browse(None), provider.answer(leave(client), provider.person())))
    assert client.get(f"{passed_on.path}?{passed_on.query}").status_code == 302
    assert client.get(f"{passed_on.path}?{passed_on.query}").status_code == 401


def test_an_answer_that_took_too_long(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allauth.socialaccount.internal import statekit

    monkeypatch.setattr(statekit, "STATE_TTL", -1)
    assert come_back(visit(north), provider.person()).status_code == 401


@pytest.mark.parametrize("state", ["", "none", "00000000-0000-0000-0000-000000000000.x", "\x00", "x" * 5000])
def test_a_state_of_nobody_stays_at_the_operator(browse: Browse, state: str) -> None:
    response = browse(None).get(f"/digital-id/thaid/callback?{urlencode({'code': 'x', 'state': state})}")
    assert response.status_code == 400
    assert "เข้าสู่ระบบ" in response.content.decode()


def test_only_what_the_protocol_needs_is_passed_on_and_only_to_our_own_host(north: Tenant, browse: Browse) -> None:
    query = urlencode({"code": "c", "state": f"{north.pk}.x", "next": "https://evil.example", "host": "evil.example"})
    location = browse(None).get(f"/digital-id/thaid/callback?{query}").headers["Location"]
    assert urlsplit(location).netloc == "north.localhost:8000"
    assert query_of(location) == {"code": "c", "state": f"{north.pk}.x"}
