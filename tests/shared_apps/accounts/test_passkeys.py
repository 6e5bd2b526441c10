"""Passkeys, as far as goes without an authenticator; the journey has a virtual one."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from shared_apps.accounts import services, step_up
from shared_apps.accounts.models import User
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.shared_apps.accounts.conftest import Visit, new_officer, user_of

PASSKEY = {"name": "มือถือ", "credential": {}}


def _with_passkey(tenant: Tenant, *, is_administrator: bool = False) -> tuple[User, int]:
    user = new_officer(tenant, is_administrator=is_administrator)
    with tenant_scope(tenant):
        made = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=PASSKEY)
    return user, made.pk


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "nonsense", '{"response": {}}', '{"response": {"userHandle": 1}}']
)
def test_nonsense_signs_nobody_in_and_leads_back(north: Tenant, visit: Visit, credential: str) -> None:
    client = visit(north)
    assert client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).status_code == 200
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert (answer.status_code, answer["Location"]) == (302, "/officers/sign-in/")
    assert user_of(client) is None
    assert "พาสคีย์นี้ใช้ไม่สำเร็จ" in client.get("/officers/sign-in/").content.decode()


def test_the_challenge_is_for_this_host_and_new_each_time(north: Tenant, south: Tenant, visit: Visit) -> None:
    asked = []
    for tenant in (north, north, south):
        answer = visit(tenant).get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
        asked.append(json.loads(answer.content)["request_options"]["publicKey"])
    assert len({one["challenge"] for one in asked}) == 3
    assert [one["rpId"].split(".")[0] for one in asked] == ["north", "north", "south"]
    assert {one["userVerification"] for one in asked} == {"required"}


def test_adding_one_asks_who_one_is(north: Tenant, visit: Visit) -> None:
    client = visit(north).sign_in(new_officer(north), minutes_ago=60)
    assert client.get(reverse("mfa_add_webauthn")).status_code == 302
    fresh = visit(north).sign_in(new_officer(north))
    page = fresh.get(reverse("mfa_add_webauthn"))
    assert page.status_code == 200
    assert "creation_options" in page.content.decode()
    wrong = fresh.post(reverse("mfa_add_webauthn"), {"name": "", "credential": '{"id": 1}'})
    assert wrong.status_code == 200
    assert "พาสคีย์นี้ใช้ไม่สำเร็จ" in wrong.content.decode()


def test_an_administrator_with_a_passkey_alone_may_go_on_and_keeps_it(north: Tenant, visit: Visit) -> None:
    user, key = _with_passkey(north, is_administrator=True)
    client = visit(north).sign_in(user)
    assert client.get("/desk/people").status_code == 200
    client.post(reverse("mfa_remove_webauthn", args=[key]))
    with tenant_scope(north):
        assert Authenticator.objects.filter(pk=key).exists(), "the only second factor stays"
        services.activate_second_factor(user=user, secret="JBSWY3DPEHPK3PXP", at=timezone.now())
    client.post(reverse("mfa_remove_webauthn", args=[key]))
    with tenant_scope(north):
        assert not Authenticator.objects.filter(pk=key).exists()


def test_it_is_listed_renamed_and_offered_before_sensitive_acts(north: Tenant, visit: Visit) -> None:
    user, key = _with_passkey(north)
    client = visit(north).sign_in(user)
    assert "มือถือ" in client.get(reverse("mfa_list_webauthn")).content.decode()
    client.post(reverse("mfa_edit_webauthn", args=[key]), {"name": "เครื่องที่ทำงาน"})
    assert "เครื่องที่ทำงาน" in client.get(reverse("mfa_list_webauthn")).content.decode()
    with tenant_scope(north):
        assert next(iter(step_up.methods_of(user))).code == "passkey"
    assert client.get(reverse("account_step_up"))["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
    assert client.get(f"{reverse('account_step_up')}?method=password").status_code == 200


def test_another_ones_passkey_cannot_be_touched(north: Tenant, visit: Visit) -> None:
    _owner, key = _with_passkey(north)
    client = visit(north).sign_in(new_officer(north))
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.post(reverse(name, args=[key]), {"name": "ยึด"}).status_code == 404


def test_citizens_have_none(north: Tenant, visit: Visit, citizen: object) -> None:
    client = visit(north).sign_in(citizen)
    assert client.get(reverse("mfa_list_webauthn")).status_code == 404
    assert client.get(reverse("mfa_add_webauthn")).status_code == 404
