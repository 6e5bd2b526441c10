"""A session of one LGO is nothing in another, each proof with a control that leaks."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from shared_apps.accounts.models import User
from tenants.middleware import SessionTenantMiddleware
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.shared_apps.accounts.conftest import PASSWORD, Visit, new_officer

ACCOUNT = "/accounts/"


def test_a_cookie_replayed_at_another_host_is_anonymous(
    north: Tenant, south: Tenant, citizen: User, south_citizen: User, visit: Visit
) -> None:
    here, there = visit(north).sign_in(citizen), visit(south)
    there.cookies["session"] = here.cookies["session"].value
    assert there.get(ACCOUNT).status_code == 302
    assert here.get(ACCOUNT).status_code == 200


def _copy_session(key: str, source: Tenant, target: Tenant) -> None:
    """As a restore into the wrong schema would."""
    with tenant_scope(source):
        values = Session.objects.filter(pk=key).values("session_key", "session_data", "expire_date").get()
    with tenant_scope(target):
        Session(**values).save(force_insert=True)


def _same_person_in(tenant: Tenant, user: User) -> None:
    """Same primary key and same stored password, as after such a restore; the worst case."""
    with tenant_scope(tenant):
        User.objects.filter(pk=user.pk).delete()
        User(pk=user.pk, email="victim@example.com", password=user.password, display_name="เหยื่อ").save()


@pytest.mark.parametrize("defended", [True, False])
def test_a_copied_session_names_its_tenant(
    north: Tenant, south: Tenant, visit: Visit, monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    here, there, officer = visit(north), visit(south), new_officer(north)
    here.post("/officers/sign-in/", {"login": str(officer.email), "password": PASSWORD})
    assert here.get(ACCOUNT).status_code == 200
    _same_person_in(south, officer)
    key = here.cookies["session"].value
    _copy_session(key, north, south)
    there.cookies["session"] = key
    if not defended:
        monkeypatch.setattr(SessionTenantMiddleware, "__call__", _pass_through)
    assert there.get(ACCOUNT).status_code == (302 if defended else 200)


def _pass_through(self: SessionTenantMiddleware, request: Any) -> Any:
    return self.get_response(request)
