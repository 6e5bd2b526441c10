"""Officers and staff sign in by password, and those who must by a second factor."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import InvalidToken
from django.utils import timezone

from kit.thai import to_thai_digits
from shared_apps.accounts import services, throttle
from shared_apps.accounts.models import User
from shared_apps.accounts.secrets import decrypt
from shared_apps.audit.models import AuditEntry
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.shared_apps.accounts.conftest import (
    PASSWORD,
    Visit,
    code_for,
    messages_to,
    new_email,
    new_ip,
    new_officer,
    user_of,
)
from tests.support.browser import HostClient

SIGN_IN = "/officers/sign-in/"
SET_UP = "/accounts/second-factor/set-up/"
ENTER = "/accounts/second-factor/enter/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def enter(client: HostClient, user: User, password: str = PASSWORD, path: str = SIGN_IN) -> str:
    """Where a sign-in leads; nowhere when it is refused."""
    response = client.post(path, {"login": str(user.email), "password": password})
    return response.headers.get("Location", "")


def app_code(secret: str = SECRET, ahead: int = 0) -> str:
    now = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret, now + ahead))


def with_second_factor(tenant: Tenant | None, user: User) -> User:
    with tenant_scope(tenant) if tenant else public_scope():
        services.activate_second_factor(user=user, secret=SECRET, at=timezone.now())
    return user


def test_an_officer_signs_in(north: Tenant, visit: Visit) -> None:
    client, officer = visit(north), new_officer(north)
    assert enter(client, officer) == "/desk/"
    assert user_of(client) == str(officer.pk)
    with tenant_scope(north):
        assert AuditEntry.objects.filter(action="accounts.signed_in", actor_id=officer.pk).exists()


def test_an_officer_of_north_is_nobody_in_south(north: Tenant, south: Tenant, visit: Visit) -> None:
    client = visit(south)
    assert enter(client, new_officer(north)) == ""
    assert user_of(client) is None


def test_a_wrong_password_says_the_same_for_everyone(north: Tenant, visit: Visit) -> None:
    officer = new_officer(north)
    for email in (str(officer.email), new_email()):
        page = visit(north).post(SIGN_IN, {"login": email, "password": "wrong"}).content.decode()
        assert "อีเมลหรือรหัสผ่านไม่ถูกต้อง" in page


def test_too_many_wrong_passwords_lock_for_a_while(north: Tenant, visit: Visit) -> None:
    officer = new_officer(north)
    for _try in range(5):
        enter(visit(north), officer, "wrong")
    page = visit(north).post(SIGN_IN, {"login": str(officer.email), "password": PASSWORD}).content.decode()
    assert "รอ 5 นาที" in page
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert enter(visit(north), officer) == "/desk/"


def test_wrong_passwords_count_over_all_lgos(
    north: Tenant, south: Tenant, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "PASSWORDS", throttle.Limit("test_pw", seconds=60, by_ip=2, by_identifier=100))
    officer, ip = new_officer(north), new_ip()
    here, there = visit(north), visit(south)
    here.defaults["REMOTE_ADDR"] = there.defaults["REMOTE_ADDR"] = ip
    for _try in range(2):
        there.post(SIGN_IN, {"login": new_email(), "password": "wrong"})
    assert enter(here, officer) == ""
    assert enter(visit(north), officer) == "/desk/"


def test_an_administrator_sees_nothing_before_the_second_factor(north: Tenant, visit: Visit) -> None:
    client, administrator = visit(north), new_officer(north, is_administrator=True)
    enter(client, administrator)
    for path in ("/", "/desk/", "/accounts/", "/accounts/password/change/", "/accounts/sessions/", "/files/x"):
        response = client.get(path)
        assert response.status_code == 404 or response.headers["Location"] == SET_UP, path
    assert client.post("/accounts/name/", {"display_name": "x"}).headers["Location"] == SET_UP
    assert client.get("/desk/", headers={"hx-request": "true"}).headers["HX-Redirect"] == SET_UP
    assert client.get(SET_UP).status_code == 200
    assert client.post("/i18n/setlang/", {"language": "en", "next": "/"}).status_code in {204, 302}
    assert client.post("/accounts/logout/").headers["Location"] == "/"


def test_setting_up_the_second_factor(north: Tenant, visit: Visit, committed: str) -> None:
    client, administrator = visit(north), new_officer(north, is_administrator=True)
    enter(client, administrator)
    page = client.get(SET_UP)
    assert page.context["totp_svg"].startswith("<svg xmlns=")
    assert "data:image/svg+xml;base64," in page.content.decode()
    secret = page.context["form"].secret
    assert "รหัสไม่ถูกต้อง" in client.post(SET_UP, {"code": "12345"}).content.decode()
    codes = client.post(SET_UP, {"code": to_thai_digits(app_code(secret))}, follow=True)
    assert codes.status_code == 200
    assert len(codes.context["unused_codes"]) == 10
    assert b"REC" not in client.get("/accounts/recovery-codes/download/").content[:3]
    assert client.get("/accounts/second-factor/off/").status_code == 200
    assert "จึงปิดไม่ได้" in client.post("/accounts/second-factor/off/").content.decode()
    assert messages_to(north, str(administrator.email))[-1].event == "accounts/second_factor_on"
    with tenant_scope(north):
        assert AuditEntry.objects.filter(action="accounts.second_factor_on", actor_id=administrator.pk).exists()


def test_the_second_factor_is_asked_at_sign_in(north: Tenant, visit: Visit) -> None:
    administrator = with_second_factor(north, new_officer(north, is_administrator=True))
    client = visit(north)
    assert enter(client, administrator) == ENTER
    assert user_of(client) is None
    assert client.get("/desk/").headers["Location"].startswith(SIGN_IN)
    assert "รหัสไม่ถูกต้อง" in client.post(ENTER, {"code": "²²²²²²"}).content.decode()
    assert client.post(ENTER, {"code": app_code()}).headers["Location"] == "/desk/"
    assert user_of(client) == str(administrator.pk)


def test_a_code_of_the_app_works_once(north: Tenant, visit: Visit) -> None:
    administrator = with_second_factor(north, new_officer(north, is_administrator=True))
    code = app_code()
    first, second = visit(north), visit(north)
    enter(first, administrator)
    enter(second, administrator)
    assert first.post(ENTER, {"code": code}).status_code == 302
    assert second.post(ENTER, {"code": code}).status_code == 200
    assert user_of(second) is None


def test_a_recovery_code_works_once(north: Tenant, visit: Visit) -> None:
    client, administrator = visit(north), new_officer(north, is_administrator=True)
    enter(client, administrator)
    secret = client.get(SET_UP).context["form"].secret
    codes = client.post(SET_UP, {"code": app_code(secret)}, follow=True).context["unused_codes"]
    for expected in (302, 200):
        other = visit(north)
        enter(other, administrator)
        assert other.post(ENTER, {"code": codes[0]}).status_code == expected


def test_keys_of_the_second_factor_are_encrypted_for_their_tenant(north: Tenant, south: Tenant) -> None:
    administrator = with_second_factor(north, new_officer(north, is_administrator=True))
    with tenant_scope(north):
        stored = Authenticator.objects.get(user=administrator, type="totp").data["secret"]
        assert SECRET not in stored
        assert decrypt(stored) == SECRET
    with tenant_scope(south), pytest.raises(InvalidToken):
        decrypt(stored)


def test_staff_sign_in_at_the_operators_host(staff: User, visit: Visit) -> None:
    with public_scope():
        services.set_password(user=staff, password=PASSWORD)
    client = visit(None)
    assert "ส่วนกลาง" in client.get("/accounts/login/").content.decode()
    assert client.get(SIGN_IN).headers["Location"] == "/accounts/login/"
    assert enter(client, staff, path="/accounts/login/") == "/console/"
    assert client.get("/").headers["Location"] == SET_UP


def test_a_deactivated_officer_is_out_at_once(north: Tenant, visit: Visit) -> None:
    officer, administrator = new_officer(north), new_officer(north, is_administrator=True)
    client = visit(north)
    enter(client, officer)
    assert client.get("/accounts/").status_code == 200
    with tenant_scope(north):
        services.deactivate_officer(user=officer, actor=administrator, at=timezone.now())
    assert client.get("/accounts/").status_code == 302
    assert enter(visit(north), officer) == "/accounts/inactive/"
    with tenant_scope(north):
        services.reactivate_officer(user=officer, actor=administrator, at=timezone.now())
    assert client.get("/accounts/").status_code == 302
    assert enter(client, officer) == "/desk/"


def test_a_flag_alone_shuts_out_too(north: Tenant, visit: Visit) -> None:
    officer, client = new_officer(north), visit(north)
    enter(client, officer)
    with tenant_scope(north):
        User.objects.filter(pk=officer.pk).update(is_active=False)
    assert client.get("/accounts/").status_code == 302


def test_a_new_password_by_code(north: Tenant, visit: Visit) -> None:
    officer, client, other = new_officer(north), visit(north), visit(north)
    enter(other, officer)
    client.post("/accounts/password/reset/", {"email": str(officer.email).upper()})
    code = to_thai_digits(code_for(north, str(officer.email)))
    assert client.post("/accounts/password/reset/code/", {"code": code}).status_code == 302
    weak = client.post("/accounts/password/reset/new/", {"password1": "short", "password2": "short"})
    assert "error-summary" in weak.content.decode()
    done = client.post(
        "/accounts/password/reset/new/", {"password1": "other odd words", "password2": "other odd words"}
    )
    assert done.headers["Location"] == "/accounts/password/reset/done/"
    assert other.get("/accounts/").status_code == 302
    assert enter(visit(north), officer) == ""
    assert enter(visit(north), officer, "other odd words") == "/desk/"


def test_only_who_has_a_password_gets_a_code_for_one(north: Tenant, visit: Visit, citizen: User) -> None:
    for email in (str(citizen.email), new_email()):
        client = visit(north)
        response = client.post("/accounts/password/reset/", {"email": email})
        assert response.headers["Location"] == "/accounts/password/reset/code/"
        assert client.post("/accounts/password/reset/code/", {"code": "123456"}).status_code == 200
        assert messages_to(north, email) == []


def test_changing_the_password_keeps_this_session_only(north: Tenant, visit: Visit) -> None:
    officer, here, there = new_officer(north), visit(north), visit(north)
    enter(here, officer)
    enter(there, officer)
    fields = {"oldpassword": PASSWORD, "password1": "other odd words", "password2": "other odd words"}
    assert "ปัจจุบันไม่ถูกต้อง" in here.post("/accounts/password/change/", fields | {"oldpassword": "x"}).content.decode()
    assert here.post("/accounts/password/change/", fields).headers["Location"] == "/accounts/"
    assert here.get("/accounts/").status_code == 200
    assert there.get("/accounts/").status_code == 302
    assert messages_to(north, str(officer.email))[-1].event == "accounts/password_changed"


def test_signing_out_everywhere_else(north: Tenant, visit: Visit) -> None:
    officer, here, there = new_officer(north), visit(north), visit(north)
    enter(there, officer)
    enter(here, officer)
    page = here.get("/accounts/sessions/")
    assert page.context["session_count"] == 2
    assert here.post("/accounts/sessions/").status_code == 302
    assert there.get("/accounts/").status_code == 302
    assert here.get("/accounts/").status_code == 200


@pytest.mark.parametrize(
    "path", ["password/change/", "reauthenticate/", "second-factor/", "second-factor/set-up/", "recovery-codes/"]
)
def test_citizens_have_no_password_pages(north: Tenant, visit: Visit, citizen: User, path: str) -> None:
    client = visit(north).sign_in(citizen)
    for method in (client.get, client.post):
        assert method(f"/accounts/{path}").status_code == 404
