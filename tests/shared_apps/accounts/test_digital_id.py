"""Signing in with a Digital ID against a real provider on the loopback, and every way to cheat that we know of."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import caches
from django.utils import timezone
from structlog.testing import capture_logs

from shared_apps.accounts.digital_id import discovery, handshake, tokens
from shared_apps.accounts.digital_id.configuration import Configuration
from shared_apps.accounts.digital_id.handshake import Purpose, Wish
from shared_apps.accounts.digital_id.persons import Person
from shared_apps.accounts.digital_id.troubles import DigitalIdError
from shared_apps.accounts.models import User
from shared_apps.accounts.services.digital_id import user_of_digital_id
from shared_apps.audit.models import AuditEntry
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.shared_apps.accounts.conftest import Visit, new_officer, user_of
from tests.support.browser import HostClient
from tests.support.digital_id import (
    OTHER_PID,
    PID,
    Provider,
    leave,
    query_of,
    return_address,
    running_provider,
)
from tests.support.threads import race

KEY = "k" * 40
Come = Callable[..., Any]


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def _thaid_is_on(provider: Provider, settings: Any, empty_caches: None) -> None:
    settings.DIGITAL_ID_SUBJECT_KEY = KEY
    settings.DIGITAL_ID_PROVIDERS = {"thaid": provider.settings()}


@pytest.fixture
def come_back(provider: Provider, browse: Browse) -> Come:
    """Go to the provider as a person and come back by the operator's host; the LGO's answer."""

    def go(client: HostClient, subject: str, *, to: HostClient | None = None, **data: str) -> Any:
        sent_back = provider.answer(leave(client, **data), subject)
        passed_on = urlsplit(return_address(browse(None), sent_back))
        return (to or client).get(f"{passed_on.path}?{passed_on.query}")

    return go


def accounts_in(tenant: Tenant) -> list[SocialAccount]:
    with tenant_scope(tenant):
        return list(SocialAccount.objects.select_related("user").order_by("pk"))


def actions_in(tenant: Tenant) -> list[str]:
    with tenant_scope(tenant):
        return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


# --- the good way ---------------------------------------------------------------------------------------------------


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


# --- replays --------------------------------------------------------------------------------------------------------


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


# --- tokens that are not as they must be ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "another-client"},
        {"aud": ["thongthin", "another"], "azp": "another"},
        {"aud": ["thongthin", "another"]},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
        {"auth_time": "yesterday"},
        {"auth_time": 9_999_999_999},
    ],
    ids=lambda claims: "-".join(claims),
)
def test_a_wrong_token_signs_nobody_in(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come, claims: dict[str, Any]
) -> None:
    client = visit(north)
    response = come_back(client, provider.person("liar", **claims))
    assert response.status_code == 401
    assert "ตรวจสอบ" in response.content.decode()
    assert user_of(client) is None
    assert accounts_in(north) == []


def _forged(provider: Provider, **header: Any) -> str:
    now = int(time.time())
    claims = {"iss": provider.url, "aud": "thongthin", "sub": "x", "iat": now, "exp": now + 60, "nonce": "n"}
    key: Any = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    if header.get("alg") == "HS256":
        key = "the public key, taken for a secret" * 2
    return jwt.encode(
        claims, key if header.get("alg") != "none" else None, algorithm=header.pop("alg", "RS256"), headers=header
    )


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"kid": "unknown"}, {}])
def test_a_signature_that_is_not_the_providers(provider: Provider, db: None, header: dict[str, str]) -> None:
    configuration = Configuration(provider="thaid", **provider.settings())
    with pytest.raises(DigitalIdError):
        tokens.verified_claims(configuration, _forged(provider, **header), nonce="n")


@pytest.mark.parametrize("token", [None, "", "a.b.c", 7, "x" * 10_000])
def test_what_is_no_token(provider: Provider, db: None, token: Any) -> None:
    with pytest.raises(DigitalIdError):
        tokens.verified_claims(Configuration(provider="thaid", **provider.settings()), token, nonce="n")


@pytest.mark.parametrize("pid", [None, "", "1234567890123", "0105561000003", ["1101999000011"], True, "\x00"])
def test_a_token_without_a_number_of_a_person(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come, pid: Any
) -> None:
    response = come_back(visit(north), provider.person("nobody", pid=pid))
    assert response.status_code == 403
    assert accounts_in(north) == []


def test_odd_claims_do_not_break_the_page(north: Tenant, visit: Visit, provider: Provider, come_back: Come) -> None:
    odd = {"given_name": ["x"], "family_name": 7, "title": {"a": 1}, "ial": "none", "name": "ก" * 500 + "\x00"}
    assert come_back(visit(north), provider.person("odd", **odd)).status_code == 302
    (account,) = accounts_in(north)
    assert len(account.user.display_name) == 150
    assert account.extra_data == {"ial": "", "title": ""}


# --- people and providers that say no --------------------------------------------------------------------------------


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


# --- linking --------------------------------------------------------------------------------------------------------


def test_who_signed_in_by_code_links_and_later_signs_in_either_way(
    north: Tenant, citizen: User, visit: Visit, provider: Provider, come_back: Come
) -> None:
    response = come_back(visit(north).sign_in(citizen), provider.person())
    assert response.headers["Location"] == "/accounts/"
    (account,) = accounts_in(north)
    assert (account.user_id, account.user.display_name) == (citizen.pk, "มานี มีนา")
    later = visit(north)
    come_back(later, provider.person())
    assert user_of(later) == str(citizen.pk)
    assert "accounts.digital_id_linked" in actions_in(north)
    with tenant_scope(north):
        assert Message.objects.filter(event="accounts/digital_id_linked", to=citizen.email).count() == 1


def test_a_digital_id_belongs_to_one_account(
    north: Tenant, citizen: User, stranger: User, visit: Visit, provider: Provider, come_back: Come
) -> None:
    come_back(visit(north).sign_in(citizen), provider.person())
    response = come_back(visit(north).sign_in(stranger), provider.person())
    assert response.status_code == 409
    (account,) = accounts_in(north)
    assert account.user_id == citizen.pk


def test_another_persons_digital_id_is_no_second_one(
    north: Tenant, citizen: User, visit: Visit, provider: Provider, settings: Any, come_back: Come, browse: Browse
) -> None:
    client = visit(north).sign_in(citizen)
    come_back(client, provider.person())
    settings.DIGITAL_ID_PROVIDERS = {"dga": provider.settings(subject_claim="citizen_id")}
    sent_back = provider.answer(leave(client, "dga"), provider.person("b", pid=None, citizen_id=OTHER_PID))
    passed_on = urlsplit(return_address(browse(None), sent_back))
    assert client.get(f"{passed_on.path}?{passed_on.query}").status_code == 403
    assert len(accounts_in(north)) == 1


def test_linking_ends_in_the_browser_of_who_began_it(
    north: Tenant, citizen: User, stranger: User, visit: Visit, provider: Provider, browse: Browse
) -> None:
    """Someone else signs in on the same browser before the answer comes."""
    client = visit(north).sign_in(citizen)
    passed_on = urlsplit(return_address(browse(None), provider.answer(leave(client), provider.person())))
    with tenant_scope(north):
        session = client.session
        session["_auth_user_id"] = str(stranger.pk)
        session["_auth_user_hash"] = stranger.get_session_auth_hash()
        session.save()
    assert client.get(f"{passed_on.path}?{passed_on.query}").status_code == 401
    assert accounts_in(north) == []


def test_unlinking_needs_another_way_in(
    north: Tenant, citizen: User, visit: Visit, provider: Provider, come_back: Come
) -> None:
    only = visit(north)
    come_back(only, provider.person("only", pid=OTHER_PID, auth_time=int(time.time())))
    assert only.post("/accounts/digital-id/thaid/unlink/").status_code == 403
    both = visit(north).sign_in(citizen)
    come_back(both, provider.person(auth_time=int(time.time())))
    assert both.post("/accounts/digital-id/thaid/unlink/").headers["Location"] == "/accounts/"
    assert both.post("/accounts/digital-id/thaid/unlink/").status_code == 404
    assert len(accounts_in(north)) == 1
    assert "accounts.digital_id_unlinked" in actions_in(north)


def test_an_officer_signs_in_so_only_when_linked(
    north: Tenant, visit: Visit, provider: Provider, come_back: Come
) -> None:
    officer = new_officer(north)
    stranger = visit(north)
    come_back(stranger, provider.person("officer-as-citizen", pid=OTHER_PID))
    assert user_of(stranger) != str(officer.pk)
    come_back(visit(north).sign_in(officer), provider.person())
    later = visit(north)
    assert come_back(later, provider.person()).headers["Location"] == "/desk/"
    assert user_of(later) == str(officer.pk)


def test_a_closed_account_stays_closed(north: Tenant, visit: Visit, provider: Provider, come_back: Come) -> None:
    come_back(visit(north), provider.person())
    with tenant_scope(north):
        User.objects.filter(pk=accounts_in(north)[0].user_id).update(is_active=False)
    client = visit(north)
    assert come_back(client, provider.person()).status_code == 403
    assert user_of(client) is None


def test_the_first_time_on_two_phones_at_once_makes_one_citizen(committed: str, north: Tenant) -> None:
    person = Person(provider="thaid", uid="pid-race", name="มานี มีนา", title="", ial="2.3", aal="", auth_time=None)

    def sign_in(number: int) -> int:
        mine = replace(person, provider=("thaid", "dga")[number % 2])
        with tenant_scope(north):
            return user_of_digital_id(person=mine, language="th", at=timezone.now()).pk

    assert len(set(race(sign_in, 8))) == 1
    assert {account.provider for account in accounts_in(north)} == {"thaid", "dga"}


# --- confirming anew ------------------------------------------------------------------------------------------------


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


# --- inside LINE ----------------------------------------------------------------------------------------------------


def test_inside_line_people_are_led_to_their_browser_first(north: Tenant, visit: Visit) -> None:
    client = visit(north)
    inside = {"user-agent": "… Safari Line/14.1.0"}
    page = client.get("/accounts/login/?next=/my-cases", headers=inside).content.decode()
    assert "/accounts/login/?next=%2Fmy-cases&amp;openExternalBrowser=1" in page
    assert "openExternalBrowser" not in client.get("/accounts/login/").content.decode()
