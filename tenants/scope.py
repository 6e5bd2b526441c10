"""Which tenant a thread works for.

A scope belongs to a thread and its database connection. Leaving one restores what was before, also after an error.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django_tenants.postgresql_backend.base import FakeTenant

from tenants.errors import NoScope

if TYPE_CHECKING:
    from tenants.models import Tenant

PUBLIC_KEY = "public"
_PUBLIC = FakeTenant(schema_name="public")
_db: Any = connection


@contextmanager
def _scope(tenant: Any) -> Iterator[None]:
    previous = _db.tenant
    _db.set_tenant(tenant)
    try:
        yield
    finally:
        if previous is None:
            _db.leave_scope()
        else:
            _db.set_tenant(previous)


@contextmanager
def tenant_scope(tenant: "Tenant") -> Iterator["Tenant"]:
    """Work inside `tenant`: its schema, its role, its cache keys, its files.

    Raises:
        NoScope: the tenant has no schema yet.
    """
    if not tenant.schema_name:
        raise NoScope("the tenant has no schema yet")
    with _scope(tenant):
        yield tenant


@contextmanager
def public_scope() -> Iterator[None]:
    """Work on the operator's own tables."""
    with _scope(_PUBLIC):
        yield


@contextmanager
def schema_scope(schema_name: str) -> Iterator[None]:
    """Work in a schema that no tenant owns: the template or a spare. Migrations and provisioning only."""
    with _scope(FakeTenant(schema_name=schema_name)):
        yield


@contextmanager
def no_scope() -> Iterator[None]:
    """Work for nobody, as a new thread does."""
    previous = _db.tenant
    _db.leave_scope()
    try:
        yield
    finally:
        if previous is not None:
            _db.set_tenant(previous)


def enter(tenant: "Tenant | None") -> None:
    """Enter `tenant`, or the public scope for None, until `leave`. For middleware; elsewhere use the managers."""
    _db.set_tenant(tenant or _PUBLIC)


def leave() -> None:
    """Work for nobody from here on."""
    _db.leave_scope()


def schema_or_none() -> str | None:
    """The schema in which the next query runs, or None without a scope."""
    schema: str | None = _db.schema_name
    return schema


def current_tenant() -> "Tenant | None":
    """The tenant that the thread works for; None in the public scope and without a scope."""
    if _db.tenant is None or isinstance(_db.tenant, FakeTenant):
        return None
    tenant: Tenant = _db.tenant
    return tenant


def require_tenant() -> "Tenant":
    """The tenant that the thread works for.

    Raises:
        NoScope: it works for none.
    """
    tenant = current_tenant()
    if tenant is None:
        raise NoScope("this needs a tenant")
    return tenant


def current_key() -> str:
    """What keys caches and files: the tenant's UUID, which outlives its name and schema, or `public`.

    Raises:
        NoScope: the thread works for nobody.
    """
    schema = schema_or_none()
    if schema is None:
        raise NoScope("a key needs a tenant or the public scope")
    tenant = current_tenant()
    if tenant is not None:
        return str(tenant.pk)
    return PUBLIC_KEY if schema == settings.PUBLIC_SCHEMA_NAME else schema
