"""Refills the pool of spare schemas, one process at a time."""

from kit.errors import Refused, gettext_noop
from tenants.database import Owner, drop_schema, owner_connection
from tenants.models import SpareSchema, Tenant
from tenants.names import is_tenant_schema
from tenants.pool import refill as refill_pool

_LOCK = 0x7468_6F6E_6701
"""The number of the advisory lock that only refilling takes."""


def refill() -> int:
    """Bring the pool to its size. Returns how many spares were made; 0 at once when another process is at it."""
    with owner_connection() as owner:
        if not _try_lock(owner):
            return 0
        return refill_pool()


def _try_lock(owner: Owner) -> bool:
    """The lock ends with the connection, also when the process is killed."""
    row = owner.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
    return row is not None and bool(row[0])


def drop(schema: str) -> None:
    """Drop a schema and its role. Idempotent.

    Raises:
        Refused: a tenant or the pool has it.
    """
    in_use = Tenant.objects.filter(schema_name=schema).exists() or SpareSchema.objects.filter(pk=schema).exists()
    if in_use or not is_tenant_schema(schema):
        raise Refused(gettext_noop("This schema is in use."))
    with owner_connection() as owner:
        drop_schema(owner, schema)
