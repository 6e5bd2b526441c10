"""The same code as a plain Django: one schema, Django's backend, no router, no guard, no tenant middleware."""

from config import settings as ours
from config.settings import *  # noqa: F403  # all that is not changed below

INSTALLED_APPS = [
    "tests.bench._plain.PlainTenants" if app == "tenants" else app
    for app in ours.INSTALLED_APPS
    if app != "django_tenants"
]
DATABASE_ROUTERS = []
DATABASES = {
    "default": {
        **ours.DATABASES["default"],
        "ENGINE": "tests.bench._plain_backend",
        "OPTIONS": {**ours.DATABASES["default"].get("OPTIONS", {}), "options": "-c search_path=public,ext"},
    }
}
ROOT_URLCONF = ours.TENANT_URLCONF
_TENANCY = "tenants.middleware."
MIDDLEWARE = [
    "tests.bench._plain.OneTenantMiddleware" if name == f"{_TENANCY}TenantMiddleware" else name
    for name in ours.MIDDLEWARE
    if name not in {f"{_TENANCY}SessionTenantMiddleware", f"{_TENANCY}HealthMiddleware"}
]
CACHES = {
    name: {key: value for key, value in cache.items() if key != "KEY_FUNCTION"} | {"KEY_PREFIX": f"plain-{name}"}
    for name, cache in ours.CACHES.items()
}
