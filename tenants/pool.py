"""Spare schemas: rendered ahead, claimed by a sign-up in one UPDATE, with no DDL in its way."""

from django.conf import settings
from django.db import transaction
from psycopg import sql

from tenants.database import create_role, drop_schema, open_schema, owner_connection
from tenants.models import SpareSchema, TemplateRelease, Tenant
from tenants.names import new_schema_name
from tenants.template import current_release, render


def make_spare() -> SpareSchema:
    """Render one spare schema of the newest release with its role; public scope.

    Role, schema and row come in one transaction of the owner's, so a worker killed here leaves nothing behind.
    """
    schema = new_schema_name()
    table = sql.Identifier("public", SpareSchema._meta.db_table)
    with owner_connection() as owner, owner.transaction():
        create_role(owner, schema)
        fingerprint = render(owner, schema)
        open_schema(owner, schema)
        insert = sql.SQL("INSERT INTO {} (schema_name, fingerprint, created_at) VALUES (%s, %s, now())").format(table)
        owner.execute(insert, [schema, fingerprint])
    spare: SpareSchema = SpareSchema.objects.get(pk=schema)
    return spare


def refill(size: int | None = None) -> int:
    """Bring the pool to `size` spares of the current release; drop unclaimed stale ones. Returns how many were made."""
    release = current_release()
    drop_stale(release)
    wanted = settings.SPARE_SCHEMAS if size is None else size
    missing = wanted - SpareSchema.objects.filter(claimed_by=None, fingerprint=release.fingerprint).count()
    for _spare in range(missing):
        make_spare()
    return max(missing, 0)


def drop_stale(release: TemplateRelease) -> int:
    """Drop unclaimed spares that another release rendered and that no fleet migration brought up to date."""
    stale = SpareSchema.objects.filter(claimed_by=None).exclude(fingerprint=release.fingerprint)
    names = list(stale.values_list("schema_name", flat=True))
    with owner_connection() as owner:
        for name in names:
            with transaction.atomic():
                taken = (
                    SpareSchema.objects.select_for_update(skip_locked=True).filter(pk=name, claimed_by=None).delete()
                )
                if taken[0]:
                    drop_schema(owner, name)
    return len(names)


@transaction.atomic
def claim(tenant: Tenant) -> str:
    """Give `tenant` a spare schema, or render one when the pool is empty. Idempotent; returns the schema's name.

    Two sign-ups never get the same one: the row is locked, and passed over by the other.
    """
    mine = SpareSchema.objects.filter(claimed_by=tenant).first()
    if mine is None:
        fingerprint = current_release().fingerprint
        mine = (
            SpareSchema.objects.select_for_update(skip_locked=True)
            .filter(claimed_by=None, fingerprint=fingerprint)
            .order_by("created_at")
            .first()
        ) or make_spare()
        SpareSchema.objects.filter(pk=mine.pk).update(claimed_by=tenant)
    Tenant.objects.filter(pk=tenant.pk).update(schema_name=mine.pk)
    tenant.schema_name = mine.pk
    return mine.pk
