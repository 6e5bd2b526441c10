"""Rows 9, 10, 11, 16 and 17 of the threat model: sessions, cookies, links, rights. Each has a control that leaks."""

import json
import subprocess
import sys
from hashlib import sha256
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.contenttypes.models import ContentType, ContentTypeManager
from django.test import override_settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from shared_apps.accounts import secrets as account_secrets
from shared_apps.accounts.models import Invitation, User
from shared_apps.accounts.services import find_invitation, invitations, invite_officer
from shared_apps.casework import codes
from tenants.errors import CrossTenant
from tenants.middleware import SessionTenantMiddleware
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.support.processes import ROOT, environment

PAGE = "/desk/profile"


def _twin(tenant: Tenant, email: str, **values: Any) -> User:
    """A person whose primary key and stored password are the same in every tenant, as single sign-on would leave it."""
    with tenant_scope(tenant):
        user = User(pk=77_000, email=email, password="!same", **values)
        user.save(force_insert=True)
        return user


def _pass_through(self: SessionTenantMiddleware, request: Any) -> Any:
    return self.get_response(request)


class TestSessionReplay:
    """Row 9: the same primary key in both tenants, and a session store that knows no tenant."""

    def _replay(self, browse: Browse, north: Tenant, south: Tenant) -> int:
        ours = _twin(north, "ours@example.com", kind="officer")
        _twin(south, "theirs@example.com", kind="officer")
        here, there = browse(north).sign_in(ours), browse(south)
        # A request that writes to the session, as every real sign-in does.
        assert here.post(PAGE, {"display_name": "สมหญิง ใจดี", "position": ""}).status_code == 302
        there.cookies = here.cookies
        assert here.get(PAGE).status_code == 200
        status: int = there.get(PAGE).status_code
        return status

    def test_refused(self, browse: Browse, north: Tenant, south: Tenant) -> None:
        assert self._replay(browse, north, south) == 302

    @override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies")
    @pytest.mark.parametrize("defended", [True, False])
    def test_the_session_names_its_tenant(
        self, browse: Browse, north: Tenant, south: Tenant, monkeypatch: pytest.MonkeyPatch, defended: bool
    ) -> None:
        """The second wall holds alone; without it, a cookie of north signs in at south."""
        monkeypatch.setattr("allauth.usersessions.middleware.UserSessionsMiddleware.__call__", _pass_through)
        monkeypatch.setattr(
            "allauth.usersessions.models.UserSession.objects.create_from_request", lambda _request: None
        )
        if not defended:
            monkeypatch.setattr(SessionTenantMiddleware, "__call__", _pass_through)
        assert self._replay(browse, north, south) == (302 if defended else 200)


class TestCookies:
    """Row 10: sibling subdomains can plant a cookie with a domain; `__Host-` forbids it to them."""

    NAMES = (
        "{name: getattr(settings, name) for name in dir(settings) if 'COOKIE' in name or name in"
        " ('CSRF_TRUSTED_ORIGINS', 'SECURE_HSTS_SECONDS', 'MESSAGE_STORAGE')}"
    )

    def _settings(self, **extra: str) -> dict[str, Any]:
        """The settings of a process of its own."""
        code = f"import json; from django.conf import settings; print(json.dumps({self.NAMES}, default=str))"
        env = environment(settings.DATABASES["default"]["NAME"], **extra)
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def test_under_tls(self) -> None:
        found = self._settings(USE_TLS="1")
        for kind in ("SESSION", "CSRF", "LANGUAGE"):
            assert found[f"{kind}_COOKIE_NAME"].startswith("__Host-")
            assert found[f"{kind}_COOKIE_SECURE"] is True
            assert found[f"{kind}_COOKIE_HTTPONLY"] is True
            assert found[f"{kind}_COOKIE_SAMESITE"] == "Lax"
            assert found[f"{kind}_COOKIE_PATH"] == "/"
            assert found[f"{kind}_COOKIE_DOMAIN"] is None
        assert found["CSRF_TRUSTED_ORIGINS"] == []
        assert found["SECURE_HSTS_SECONDS"] > 0
        assert found["MESSAGE_STORAGE"].endswith("SessionStorage")

    def test_control_without_tls_the_names_have_no_prefix(self) -> None:
        assert self._settings(USE_TLS="0")["SESSION_COOKIE_NAME"] == "session"

    def test_no_page_sets_another_cookie(self, north: Tenant, browse: Browse, administrator: Any) -> None:
        """What libraries set counts too: signing in, a message, a change of language, a list."""
        client = browse(north).sign_in(administrator)
        client.post("/i18n/setlang/", {"language": "en"})
        client.post("/desk/profile", {"display_name": "อรุณี ศรีสุข", "position": "ปลัด"})
        client.get("/desk/people")
        ours = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
        assert {*client.cookies} <= ours
        assert not [morsel for morsel in client.cookies.values() if morsel["domain"] or morsel["path"] != "/"]


class TestTokens:
    """Row 11: a link, code or secret of one tenant is nothing in another, even when its row was copied there."""

    def test_an_invitation(self, north: Tenant, south: Tenant, administrator: Any, monkeypatch: Any) -> None:
        token = "t" * 43
        monkeypatch.setattr(invitations, "_new_token", lambda: token)
        now = timezone.now()
        with tenant_scope(north):
            made = invite_officer(
                email="n@example.com", display_name="ใหม่", is_administrator=True, invited_by=None, at=now
            )
            assert find_invitation(token=token, at=now) == made
        self._copy(made, south, made.token_hash)
        with tenant_scope(south):
            assert find_invitation(token=token, at=now) is None

    def test_control_a_bare_hash_would_open_it(self, south: Tenant, monkeypatch: Any) -> None:
        token = "t" * 43

        def bare(text: str) -> str:
            return sha256(text.encode()).hexdigest()

        monkeypatch.setattr(invitations, "_hash", bare)
        self._copy(Invitation(email="n@example.com", display_name="ใหม่"), south, bare(token))
        with tenant_scope(south):
            assert find_invitation(token=token, at=timezone.now()) is not None

    def _copy(self, source: Invitation, target: Tenant, token_hash: str) -> None:
        with tenant_scope(target):
            Invitation(
                email=source.email,
                display_name=source.display_name,
                token_hash=token_hash,
                expires_at=timezone.now() + invitations.LIFETIME,
            ).save(force_insert=True)

    def test_a_pin(self, north: Tenant, south: Tenant) -> None:
        case = {"tracking_code": "7K3M-9QX1", "pin": "135790"}
        control = salted_hmac("casework.pin", "7K3M-9QX1:135790").hexdigest()
        with tenant_scope(north):
            digest = codes.pin_digest(**case)
            assert codes.pin_matches(**case, digest=digest)
        with tenant_scope(south):
            assert not codes.pin_matches(**case, digest=digest)
            assert salted_hmac("casework.pin", "7K3M-9QX1:135790").hexdigest() == control

    def test_an_encrypted_secret(self, north: Tenant, south: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
        with tenant_scope(north):
            kept = account_secrets.encrypt("JBSWY3DP")
            assert account_secrets.decrypt(kept) == "JBSWY3DP"
        with tenant_scope(south), pytest.raises(InvalidToken):
            account_secrets.decrypt(kept)
        with monkeypatch.context() as undefended:
            undefended.setattr(account_secrets, "current_key", lambda: "one key for all")
            with tenant_scope(north):
                kept = account_secrets.encrypt("JBSWY3DP")
            with tenant_scope(south):
                assert account_secrets.decrypt(kept) == "JBSWY3DP"


class TestRights:
    """Row 16: rights belong to the row of this tenant, not to a number."""

    def test_the_same_key_is_another_person(self, north: Tenant, south: Tenant, browse: Browse) -> None:
        boss = _twin(north, "boss@example.com", kind="officer", is_administrator=True)
        clerk = _twin(south, "clerk@example.com", kind="officer")
        assert browse(north).sign_in(boss).get("/desk/people").status_code == 200
        assert browse(south).sign_in(clerk).get("/desk/people").status_code == 403

    @pytest.mark.parametrize("defended", [True, False])
    def test_content_types_are_kept_by_tenant(
        self, north: Tenant, south: Tenant, monkeypatch: pytest.MonkeyPatch, defended: bool
    ) -> None:
        """Django keeps them for the life of the process; north's must not be handed out in south."""
        if not defended:
            shared: dict[str, Any] = {}
            monkeypatch.setattr(ContentTypeManager, "_cache", property(lambda _manager: shared))
        with tenant_scope(north):
            kept = ContentType.objects.get_for_model(User)
            assert ContentType.objects.get_for_model(User) is kept
        with tenant_scope(south):
            assert (ContentType.objects.get_for_model(User) is kept) is not defended
            with pytest.raises(CrossTenant):
                kept.refresh_from_db()


class TestOperator:
    """Row 17: the operator's console has a host of its own and asks for a second factor."""

    ADDRESSES = ("/console/", "/console/tenants", "/admin/", "/admin/login/")

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_a_tenants_host_has_no_console(
        self, north: Tenant, browse: Browse, administrator: Any, address: str
    ) -> None:
        assert browse(north).sign_in(administrator).get(address, follow=True).status_code == 404

    @pytest.mark.parametrize("has_factor", [False, True])
    def test_staff_without_a_second_factor_see_nothing(self, browse: Browse, staff: Any, has_factor: bool) -> None:
        client: HostClient = browse(None)
        if has_factor:
            client.sign_in(staff)
        else:
            with public_scope():
                client.force_login(staff, backend="shared_apps.accounts.backends.AccountBackend")
        response = client.get("/console/tenants")
        assert response.status_code == (200 if has_factor else 302)
        assert has_factor or response["Location"] == "/accounts/second-factor/set-up/"

    def test_staff_are_nobody_at_a_tenant(self, north: Tenant, browse: Browse, staff: Any) -> None:
        client = browse(north)
        client.cookies = browse(None).sign_in(staff).cookies
        assert client.get("/desk/people").status_code == 302
