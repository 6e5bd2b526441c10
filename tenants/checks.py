"""Start-up checks that refuse unsafe settings, logins and poolers."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tenants.scope import public_scope

_db: Any = connection


def register_all() -> None:
    """Register the checks of settings with Django."""
    register(check_settings)


def check_settings(**_kwargs: Any) -> list[CheckMessage]:
    """Settings under which a tenant could reach another's data or cookies."""
    rules = {
        "SHOW_PUBLIC_IF_NO_TENANT_FOUND must stay off": not getattr(settings, "SHOW_PUBLIC_IF_NO_TENANT_FOUND", False),
        "USE_X_FORWARDED_HOST must stay off": not settings.USE_X_FORWARDED_HOST,
        "TENANT_LIMIT_SET_CALLS is the backend's own matter": not getattr(settings, "TENANT_LIMIT_SET_CALLS", False),
        "cookies must not span subdomains": not any(
            (settings.SESSION_COOKIE_DOMAIN, settings.CSRF_COOKIE_DOMAIN, settings.LANGUAGE_COOKIE_DOMAIN)
        ),
        "the cache must be keyed by tenant": settings.CACHES["default"].get("KEY_FUNCTION")
        == "tenants.cache.scoped_key",
        "no app of tenant_apps may be shared": not [a for a in settings.SHARED_APPS if a.startswith("tenant_apps.")],
        "connections live at most 300 s": 0 <= settings.DATABASES["default"]["CONN_MAX_AGE"] <= 300,
        "a transaction pooler needs ATOMIC_REQUESTS": not settings.TRANSACTION_POOLER
        or settings.DATABASES["default"]["ATOMIC_REQUESTS"],
        "cookies need the __Host- prefix under TLS": not settings.USE_TLS
        or settings.SESSION_COOKIE_NAME.startswith("__Host-"),
    }
    return [Error(text, id="tenants.E001") for text, holds in rules.items() if not holds]


def refuse_unsafe_database() -> None:
    """Refuse to serve over a login or a pooler that undoes the walls between tenants.

    Raises:
        ImproperlyConfigured: the login is a superuser, inherits the tenants' roles or owns tables; a transaction
            pooler stands between and TRANSACTION_POOLER is off; or Thai text cannot be searched.
    """
    with public_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolinherit, rolbypassrls FROM pg_roles WHERE rolname = session_user")
        is_super, inherits, bypasses = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = session_user")
        owned = cursor.fetchone()[0]
        cursor.execute("SELECT pg_backend_pid(), cardinality(ext.show_trgm('ที่ดิน')) > 0")
        backend_pid, searches_thai = cursor.fetchone()
    if is_super or inherits or bypasses or owned:
        raise ImproperlyConfigured("DATABASE_URL must name the app's restricted login (manage bootstrap_database)")
    if backend_pid != _db.connection.info.backend_pid and not settings.TRANSACTION_POOLER:
        raise ImproperlyConfigured(
            "a connection pooler stands before PostgreSQL: set TRANSACTION_POOLER=1 or remove it"
        )
    if not searches_thai:
        raise ImproperlyConfigured("the database needs LC_CTYPE C.UTF-8 or th_TH.UTF-8, else Thai search finds nothing")
