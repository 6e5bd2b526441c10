"""What a rolled-back test wrote must not stay in the cache."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tenant_apps.site.selectors import HOLIDAYS_KEY, SETTINGS_KEY
from tenants.models import Tenant
from tenants.scope import tenant_scope


@pytest.fixture(autouse=True)
def nothing_cached(north: Tenant, south: Tenant) -> Iterator[None]:
    """Settings and holidays are read from the database."""
    _forget(north, south)
    yield
    _forget(north, south)


def _forget(*tenants: Tenant) -> None:
    for tenant in tenants:
        with tenant_scope(tenant):
            cache.delete_many([SETTINGS_KEY, HOLIDAYS_KEY])
