"""What pages keep in the cache is forgotten with every write."""

from django.core.cache import cache
from django.db import transaction

from tenant_apps.site.selectors import HOLIDAYS_KEY, SETTINGS_KEY
from tenants.models import Tenant
from tenants.scope import require_tenant, tenant_scope


def forget() -> None:
    """Now for this transaction, and after the commit since a page could put the old values back before."""
    tenant = require_tenant()
    _clear(tenant)
    transaction.on_commit(lambda: _clear(tenant))


def _clear(tenant: Tenant) -> None:
    with tenant_scope(tenant):  # the commit may come after the scope was left
        cache.delete_many([SETTINGS_KEY, HOLIDAYS_KEY])
