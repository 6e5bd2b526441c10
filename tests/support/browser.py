"""A test client that lives on one host."""

import time
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from shared_apps.accounts import privacy
from tenants.models import Tenant
from tenants.scope import current_key, public_scope, tenant_scope


class HostClient(Client):
    """Django's client on the host of a tenant, or on the operator's."""

    def __init__(self, tenant: Tenant | None, slug: str = "", **kwargs: Any) -> None:
        host = f"{slug}.{settings.BASE_DOMAIN}" if slug else settings.BASE_DOMAIN
        super().__init__(headers={"host": host}, **kwargs)
        self.tenant = tenant

    def sign_in(self, user: Any, *, minutes_ago: int = 0) -> "HostClient":
        """Sign `user` in as if every factor had been shown, `minutes_ago`."""
        with tenant_scope(self.tenant) if self.tenant else public_scope():
            _give_second_factor(user)
            self.force_login(user, backend="shared_apps.accounts.backends.AccountBackend")
            self.remember(
                account_authentication_methods_user=str(user.pk),
                account_authentication_methods=[{"method": "mfa", "at": time.time() - minutes_ago * 60}],
            )
            if self.tenant:
                self.remember(**{privacy.SESSION_KEY: privacy.current_version(timezone.now())})
        return self

    def force_login(self, user: Any, backend: str | None = None) -> None:
        """Sign in with a session that names its tenant, as every session that a request makes does."""
        super().force_login(user, backend)
        self.remember(tenant=current_key())

    def remember(self, **values: Any) -> None:
        """Write to the session."""
        session = self.session
        session.update(values)
        session.save()
        self.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""


def _give_second_factor(user: Any) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    if user.needs_second_factor and not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
