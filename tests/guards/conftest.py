"""One world for a whole module: its tests roll back whatever they ask for."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.urls import set_urlconf
from django.utils import timezone

from provisioning.services.staff import begin_duties
from shared_apps.accounts.models import User
from shared_apps.accounts.services import activate_second_factor, create_staff
from tenants import scope
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.support.browser import HostClient
from tests.support.providers import line_platform
from tests.support.samples import CHOICES, PASSWORD, Samples, Values, make_operator_samples, make_samples
from tests.support.visitors import Visitor


@dataclass(frozen=True)
class World:
    """Both tenants, the operator's objects and a member of the operator's staff."""

    north: Samples
    south: Samples
    operator: Values
    staff: User

    def values(self, urlconf: str) -> Values:
        """What fills the parameters of a host's own routes."""
        return CHOICES | (self.north.identifiers if urlconf == settings.TENANT_URLCONF else self.operator)

    def client(self, tenant: Tenant | None, user: User | None = None) -> HostClient:
        """A browser on a host, signed in as `user`."""
        slug = "" if tenant is None else "north" if tenant == self.north.tenant else "south"
        client = HostClient(tenant, slug=slug)
        return client.sign_in(user) if user else client

    def visitor(self, tenant: Tenant | None, user: User | None = None) -> Visitor:
        """Somebody whose requests leave nothing behind."""
        return Visitor(self.client(tenant, user))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """See `World`; all of it is rolled back after the module, and no request leaves this machine."""
    with ExitStack() as stack:
        line = stack.enter_context(line_platform())
        own = {"MEDIA_ROOT": tmp_path_factory.mktemp("media"), "LINE_API_URL": line.url}
        stack.enter_context(override_settings(**own))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(public_scope())
        stack.enter_context(transaction.atomic())
        set_urlconf(None)  # that of the request before
        yield _make_world()
        scope.enter(None)
        transaction.set_rollback(True)


def _make_world() -> World:
    north, south = (Tenant.objects.get(domains__domain__startswith=f"{slug}.") for slug in ("north", "south"))
    here = make_samples(north, "north")
    there = make_samples(south, "south", beyond=here)
    at = timezone.now()
    staff = create_staff(email="s@dga.example", display_name="ดวงใจ", password=PASSWORD, actor=None, at=at)
    activate_second_factor(user=staff, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", at=at)
    begin_duties(user=staff, at=at)
    return World(here, there, make_operator_samples(), staff)
