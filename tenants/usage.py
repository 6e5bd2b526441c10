"""How much an LGO uses of its package: bytes are reserved before they are written, so that no race overshoots.

    with usage.room(tenant, size=len(content), at=at):   # OverLimit when there is none
        …write the bytes, then the row…

The place is taken by one conditional UPDATE (`tenancy.md` 8), which also sees a limit that billing has changed a moment
ago. Where the caller is in a transaction, all of it is undone with that; where a process dies between, its reservation
is swept after an hour. Everything here enters the public scope by itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from kit.errors import OverLimit, gettext_noop
from tenants.models import Reservation, Tenant, TenantUsage
from tenants.scope import public_scope

STALE_AFTER = timedelta(hours=1)
SEED_ALLOWANCE = 1024**2
"""Bytes of seed data that are not charged, beyond the pages of an empty schema."""
NO_ROOM = gettext_noop(
    "The storage of this local government is full: this file needs %(needed)s MB, and %(left)s MB are left."
    " Nothing that you typed is lost. Go on without the file, or ask the local government to add storage."
)
_MEGABYTE = 1024**2


def usage_of(tenant: Tenant) -> TenantUsage:
    """What the LGO uses; nothing when it was never counted."""
    with public_scope():
        return TenantUsage.objects.filter(pk=tenant.pk).first() or TenantUsage(tenant=tenant)


def usages(tenants: Iterable[Tenant]) -> dict[UUID, TenantUsage]:
    """What each of the LGOs uses, by id."""
    with public_scope():
        return TenantUsage.objects.in_bulk([tenant.pk for tenant in tenants])


@contextmanager
def room(tenant: Tenant, *, size: int, at: datetime, is_limited: bool = True) -> Iterator[None]:
    """Keep `size` bytes for what is written inside, and count them as stored together with its row.

    What the platform itself writes, such as an export, is counted too and never refused (`is_limited=False`).

    Raises:
        OverLimit: the package has no room for it.
    """
    held = reserve(tenant, size=size, at=at, is_limited=is_limited)
    try:
        with transaction.atomic():
            yield
            _settle(tenant, held, size)
    except BaseException:
        _release(tenant, held, size)
        raise


def reserve(tenant: Tenant, *, size: int, at: datetime, is_limited: bool = True) -> UUID:
    """Set `size` bytes aside.

    Raises:
        OverLimit: the package has no room for it.
    """
    with public_scope(), transaction.atomic():
        if not _take(tenant, size, is_limited):
            TenantUsage.objects.bulk_create([TenantUsage(tenant=tenant)], ignore_conflicts=True)
            if not _take(tenant, size, is_limited):
                raise _no_room(tenant, size)
        return Reservation.objects.create(tenant=tenant, size=size, at=at).pk


def _take(tenant: Tenant, size: int, is_limited: bool) -> bool:
    rows = TenantUsage.objects.filter(pk=tenant.pk)
    if is_limited:
        allowed = Subquery(Tenant.objects.filter(pk=tenant.pk).values("bytes_allowed"))
        rows = rows.filter(files__lte=allowed - F("reserved") - F("database") - size)
    return bool(rows.update(reserved=F("reserved") + size))


def _no_room(tenant: Tenant, size: int) -> OverLimit:
    now = usage_of(tenant)
    allowed = Tenant.objects.values_list("bytes_allowed", flat=True).get(pk=tenant.pk)
    params = {"needed": _megabytes(size), "left": _megabytes(max(allowed - now.total, 0))}
    return OverLimit(NO_ROOM, code="storage_full", params=params)


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.1f}"


def _settle(tenant: Tenant, held: UUID, size: int) -> None:
    """Turn a reservation into stored bytes; a sweeper that was faster took only the reservation away."""
    with public_scope():
        gone, _rows = Reservation.objects.filter(pk=held).delete()
        reserved = Greatest(F("reserved") - size, 0) if gone else F("reserved")
        TenantUsage.objects.filter(pk=tenant.pk).update(reserved=reserved, files=F("files") + size)


def _release(tenant: Tenant, held: UUID, size: int) -> None:
    if connection.needs_rollback:  # the caller's transaction takes the reservation back
        return
    with public_scope(), transaction.atomic():
        if Reservation.objects.filter(pk=held).delete()[0]:
            TenantUsage.objects.filter(pk=tenant.pk).update(reserved=Greatest(F("reserved") - size, 0))


def give_back(tenant: Tenant, *, size: int) -> None:
    """Count `size` bytes as no longer stored, in the transaction that deletes their row."""
    with public_scope():
        TenantUsage.objects.filter(pk=tenant.pk).update(files=Greatest(F("files") - size, 0))


def recount(tenant: Tenant, *, count: Callable[[], int], officers: Callable[[], int], at: datetime) -> TenantUsage:
    """Set the bytes of files to what `count` finds while nobody writes, and sweep stale reservations."""
    with transaction.atomic():
        with public_scope():
            TenantUsage.objects.bulk_create([TenantUsage(tenant=tenant)], ignore_conflicts=True)
            row = TenantUsage.objects.select_for_update().get(pk=tenant.pk)
        row.files, row.officers, row.counted_at = count(), officers(), at
        with public_scope():
            Reservation.objects.filter(tenant=tenant, at__lt=at - STALE_AFTER).delete()
            row.reserved = Reservation.objects.filter(tenant=tenant).aggregate(sum=Coalesce(Sum("size"), 0))["sum"]
            row.save(update_fields=["files", "officers", "counted_at", "reserved"])
    return row


def sweep(*, at: datetime) -> int:
    """Take back what processes had reserved and never wrote; returns how many LGOs had such."""
    with public_scope():
        stale = Reservation.objects.filter(at__lt=at - STALE_AFTER).order_by("tenant")
        found = list(stale.values_list("tenant", flat=True).distinct())
        for tenant_id in found:
            _sweep(tenant_id, at)
    return len(found)


@transaction.atomic
def _sweep(tenant_id: UUID, at: datetime) -> None:
    TenantUsage.objects.select_for_update().filter(pk=tenant_id).first()
    mine = Reservation.objects.filter(tenant=tenant_id)
    mine.filter(at__lt=at - STALE_AFTER).delete()
    left = mine.aggregate(sum=Coalesce(Sum("size"), 0))["sum"]
    TenantUsage.objects.filter(pk=tenant_id).update(reserved=left)


def measure_databases() -> int:
    """Set every LGO's bytes in the database, less those of an empty one, from the catalog; returns how many."""
    with public_scope():
        sizes = schema_sizes()
        floor = sizes.pop(settings.TEMPLATE_SCHEMA, 0) + SEED_ALLOWANCE
        schemas = dict(Tenant.objects.values_list("schema_name", "pk"))
        rows = [TenantUsage(pk=schemas[name], database=max(size - floor, 0)) for name, size in _known(sizes, schemas)]
        TenantUsage.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["tenant"], update_fields=["database"], batch_size=1000
        )
    return len(rows)


def _known(sizes: Mapping[str, int], schemas: Mapping[str, UUID]) -> list[tuple[str, int]]:
    return sorted((name, size) for name, size in sizes.items() if name in schemas)


_PAGES = """
SELECT n.nspname, sum(greatest(c.relpages, CASE c.relkind WHEN 'i' THEN 2 ELSE 1 END)
                      + coalesce(t.relpages, 0)) * current_setting('block_size')::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
WHERE c.relkind IN ('r', 'm', 'i') GROUP BY n.nspname
"""


def schema_sizes() -> dict[str, int]:
    """The bytes of every schema, by the pages that PostgreSQL last counted; a new table has its first page."""
    with connection.cursor() as cursor:
        cursor.execute(_PAGES)
        return {name: int(size) for name, size in cursor.fetchall()}


def all_usage() -> "models.QuerySet[TenantUsage]":
    """What every LGO uses, the largest first; public scope."""
    return TenantUsage.objects.select_related("tenant").order_by(-(F("files") + F("reserved") + F("database")))
