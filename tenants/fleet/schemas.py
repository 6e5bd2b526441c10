"""Which schemas there are, and whose."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from psycopg import sql
from psycopg.errors import UndefinedTable

from tenants import fingerprint
from tenants.database import Owner, drop_schema, owner_connection
from tenants.models import Domain, SpareSchema, Tenant
from tenants.names import new_schema_name
from tenants.scope import public_scope

_SCRATCH = "scratch_"
_ONE_FLEET = 7_201_001
"""Key of the advisory lock: one migration of the fleet at a time."""
_MIGRATED = """
SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = 'django_migrations' AND n.nspname ~ '^t_[a-z0-9]{16}$' ORDER BY n.nspname
"""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A schema of the fleet, and the tenant that lives in it (None: a spare)."""

    schema: str
    label: str
    tenant: Tenant | None = None


@contextmanager
def scratch_schemas(owner: Owner) -> Iterator["Scratch"]:
    """Schemas for a rehearsal; dropped afterwards, and those of a killed run dropped before."""
    _drop_scratch(owner)
    try:
        yield Scratch(owner)
    finally:
        _drop_scratch(owner)


@dataclass(frozen=True)
class Scratch:
    """Makes schemas that `scratch_schemas` drops."""

    owner: Owner

    def empty(self) -> str:
        """A new empty schema."""
        name = self.new_name()
        self.owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        return name

    def new_name(self) -> str:
        """A name for a schema that the caller creates."""
        return _SCRATCH + new_schema_name()[2:]


def _drop_scratch(owner: Owner) -> None:
    rows = owner.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname::text, %s)", [_SCRATCH]).fetchall()
    for (name,) in rows:
        drop_schema(owner, name)


@contextmanager
def only_one(say: Callable[[str], None]) -> Iterator[Owner]:
    """The owner's connection that holds the lock of the fleet; waits for another run to end."""
    with owner_connection() as owner:
        row = owner.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_FLEET]).fetchone()
        if row is None or not row[0]:
            say("another migrate_all is at work; waiting for it")
            owner.execute("SELECT pg_advisory_lock(%s)", [_ONE_FLEET])
        yield owner


def exists(owner: Owner, schema: str) -> bool:
    """Whether a schema has been migrated at all."""
    row = owner.execute("SELECT to_regclass(%s)", [f"{schema}.django_migrations"]).fetchone()
    return row is not None and row[0] is not None


def fleet_fingerprints(owner: Owner) -> dict[str, str]:
    """The fingerprint of every tenant's schema and every spare.

    A schema that is dropped between the listing and the reading makes it read again.
    """
    for _attempt in range(5):
        names = [row[0] for row in owner.execute(_MIGRATED)]
        try:
            return fingerprint.of_schemas(owner, names)
        except UndefinedTable:
            continue
    return fingerprint.of_schemas(owner, [row[0] for row in owner.execute(_MIGRATED)])


def places(schemas: list[str]) -> list[Place]:
    """The schemas with their tenants: spares first, which no site waits for, then the oldest tenants."""
    with public_scope():
        tenants = {tenant.schema_name: tenant for tenant in Tenant.objects.filter(schema_name__in=schemas)}
        hosts = dict(Domain.objects.filter(is_primary=True).values_list("tenant_id", "domain"))
    found = []
    for schema in schemas:
        tenant = tenants.get(schema)
        label = f"{hosts.get(tenant.pk, tenant.name)} ({schema})" if tenant else f"spare {schema}"
        found.append(Place(schema=schema, label=label, tenant=tenant))
    return sorted(found, key=_age)


def _age(place: Place) -> tuple[bool, float, str]:
    created = place.tenant.created_at.timestamp() if place.tenant else 0.0
    return (place.tenant is not None, created, place.schema)


def schema_of_host(name: str) -> str | None:
    """The schema of the tenant at a host name or subdomain."""
    host = name if "." in name else f"{name}.{settings.BASE_DOMAIN}"
    with public_scope():
        domain = Domain.objects.select_related("tenant").filter(domain=host.lower()).first()
    return domain.tenant.schema_name if domain else None


def mark_spares(owner: Owner, schemas: list[str], digest: str) -> None:
    """Let sign-ups claim the spares that now stand at `digest`."""
    with public_scope():
        table = SpareSchema._meta.db_table
    owner.execute(
        sql.SQL(
            "UPDATE public.{} SET fingerprint = %(digest)s WHERE schema_name = ANY(%(names)s)"
            " AND fingerprint <> %(digest)s"
        ).format(sql.Identifier(table)),
        {"digest": digest, "names": schemas},
    )
