"""Reading of tenants; public scope."""

from typing import Any

from django.db.models import Count, QuerySet

from tenants.models import Domain, Tenant
from tenants.workflow import TenantState


def tenants() -> "QuerySet[Tenant]":
    """All tenants, newest first."""
    rows: QuerySet[Tenant] = Tenant.objects.order_by("-created_at")
    return rows


def counts_by_state() -> dict[str, int]:
    """How many tenants are in each state, also those with none."""
    counted = dict(Tenant.objects.values_list("state").annotate(n=Count("pk")).order_by())
    return {str(state): counted.get(state, 0) for state in TenantState}


def host_is_taken(host: str) -> bool:
    """Whether a tenant has this host name or has asked for it. Names of terminated tenants stay taken."""
    return bool(Domain.objects.filter(domain=host).exists())


def dla_code_is_taken(dla_code: str) -> bool:
    """Whether a living or asking LGO has this code."""
    gone = (TenantState.TERMINATED, TenantState.DECLINED)
    return bool(Tenant.objects.filter(dla_code=dla_code).exclude(state__in=gone).exists())


def primary_host(tenant: Tenant) -> str:
    """The tenant's primary host name; nothing when it gave its names up."""
    host: Any = tenant.domains.filter(is_primary=True).values_list("domain", flat=True).first()
    return host or ""
