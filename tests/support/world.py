"""The two tenants of every test database, `north` and `south`, provisioned and seeded as the product does it."""

from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.utils import timezone

from kit import clock
from tenant_apps.site.services import add_government_holidays
from tenants import pool
from tenants.models import Domain, Tenant, TenantIdentity
from tenants.scope import public_scope, tenant_scope
from tenants.workflow import TenantState

TENANTS = {
    "north": {"name": "องค์การบริหารส่วนตำบลเหนือ", "lgo_type": "sao", "dla_code": "06480115", "province_code": "48"},
    "south": {"name": "เทศบาลตำบลใต้", "lgo_type": "subdistrict", "dla_code": "05800116", "province_code": "80"},
}


YEARS = (2026, 2027)
"""In these play the cases of tests that have days of their own, whatever the year is in which they run."""


def create_world() -> None:
    """Create and seed the tenants, and leave two spare schemas."""
    with public_scope():
        pool.refill(4)
        for slug, values in TENANTS.items():
            _create_tenant(slug, values)


def _create_tenant(slug: str, values: dict[str, str]) -> None:
    until = clock.today() + timedelta(days=89)
    tenant = Tenant.objects.create(state=TenantState.TRIAL, district="เมือง", entitled_until=until, **values)
    TenantIdentity.objects.create(
        tenant=tenant,
        effective_from=date(2026, 11, 20),
        **{key: values[key] for key in ("name", "lgo_type", "dla_code")},
    )
    Domain.objects.create(tenant=tenant, domain=f"{slug}.{settings.BASE_DOMAIN}", is_primary=True)
    pool.claim(tenant)
    with tenant_scope(tenant):
        for app in ("registry", "site", "complaints"):
            if find_spec(f"tenant_apps.{app}.services"):
                import_module(f"tenant_apps.{app}.services").seed(at=timezone.now())
        for year in YEARS:
            add_government_holidays(year=year)
