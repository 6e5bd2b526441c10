"""`manage create_staff`."""

import pytest
from django.core.management import CommandError, call_command

from shared_apps.accounts.models import User
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.shared_apps.accounts.conftest import PASSWORD, new_email


def test_staff_is_made_in_public_only(north: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFF_PASSWORD", PASSWORD)
    email = new_email()
    call_command("create_staff", email.upper(), "ดวงใจ ดิจิทัล")
    with public_scope():
        user = User.objects.get(email=email)
        assert user.check_password(PASSWORD)
        assert user.needs_second_factor
    with tenant_scope(north):
        assert not User.objects.filter(email=email).exists()
    with pytest.raises(CommandError):
        call_command("create_staff", email, "ดวงใจ ดิจิทัล")


@pytest.mark.parametrize(("email", "password"), [("no-mail", PASSWORD), ("staff@dga.example", "short")])
def test_bad_input_is_refused(north: Tenant, monkeypatch: pytest.MonkeyPatch, email: str, password: str) -> None:
    monkeypatch.setenv("STAFF_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("create_staff", email, "ดวงใจ")
