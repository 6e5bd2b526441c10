"""Enqueue, claim, run, retry, replay."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from kit.masking import mask
from shared_apps.jobs import registry
from shared_apps.jobs.models import JobState, OutboxJob
from tenants.errors import NoScope
from tenants.models import Tenant
from tenants.scope import public_scope, schema_or_none, tenant_scope

log = structlog.get_logger(__name__)

IN_FLIGHT_PER_TENANT = 16
"""How many jobs of one tenant may be with the workers at once, so that none starves the others."""
RUNNING_GRACE = timedelta(minutes=10)
"""How long after its time limit a running job counts as lost even though its worker's connection lives."""
CHANNEL = "jobs_outbox"
_CLAIM_LOCK = 7_850


def enqueue(name: str, *, key: str | None = None, run_at: datetime | None = None, **arguments: Any) -> UUID:
    """Write a job to the outbox, in the transaction of the business write and in the scope of the caller.

    With `key`, the same work is enqueued once: a second row with that key in the same tenant is dropped silently.

    Raises:
        KeyError: no job has that name.
        NoScope: the thread works for nobody.
    """
    registry.get(name)
    schema = schema_or_none()
    if schema is None:
        raise NoScope("a job needs a tenant or the public scope")
    row = OutboxJob(schema_name=schema, name=name, arguments=arguments, key=key, run_at=run_at or timezone.now())
    # Without RETURNING and conflict target: the tenant's role may insert and nothing else.
    OutboxJob.objects.bulk_create([row], ignore_conflicts=True)
    transaction.on_commit(_wake_dispatcher)
    return row.pk


def _wake_dispatcher() -> None:
    """A NOTIFY needs no scope, and the commit may come after the scope was left."""
    connection.connection.execute(f"NOTIFY {CHANNEL}")


def claim_batch(limit: int = 200) -> list[OutboxJob]:
    """Take due jobs, tenants in turn, at most `IN_FLIGHT_PER_TENANT` of each; public scope.

    Jobs whose lease ran out (a worker or Redis died with them) are taken again.
    """
    now = timezone.now()
    with public_scope(), transaction.atomic():
        # One dispatcher claims at a time, else two could read the same row as due and both count it as free.
        _advisory("pg_advisory_xact_lock", _CLAIM_LOCK)
        rows = list(OutboxJob.objects.raw(_CLAIM, {"now": now, "cap": IN_FLIGHT_PER_TENANT, "limit": limit}))
        OutboxJob.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=JobState.SENT, lease_until=now + _sent_lease()
        )
        return rows


def _sent_lease() -> timedelta:
    """How long a sent job may lie in Redis before it is sent once more. A second message of one job is dropped."""
    return timedelta(seconds=settings.JOB_SENT_LEASE)


# A running job holds an advisory lock under its id; whoever can take that lock knows that the worker is gone.
_LOCK_KEY = "('x' || substr(replace({}::text, '-', ''), 1, 16))::bit(64)::bigint"
_CLAIM = f"""
WITH busy AS (
    SELECT schema_name, count(*) AS n FROM public.jobs_outbox
    WHERE state IN ('sent', 'running') AND lease_until > %(now)s GROUP BY schema_name
), orphaned AS MATERIALIZED (
    SELECT id FROM public.jobs_outbox
    WHERE state = 'running' AND pg_try_advisory_xact_lock({_LOCK_KEY.format("id")})
), due AS (
    SELECT o.id, o.schema_name, o.run_at,
           row_number() OVER (PARTITION BY o.schema_name ORDER BY o.run_at, o.id) AS turn
    FROM public.jobs_outbox o
    WHERE (o.state = 'waiting' AND o.run_at <= %(now)s) OR (o.state = 'sent' AND o.lease_until <= %(now)s)
        OR o.id IN (SELECT id FROM orphaned)
), fair AS (
    SELECT due.id, due.turn FROM due LEFT JOIN busy USING (schema_name)
    WHERE due.turn + coalesce(busy.n, 0) <= %(cap)s ORDER BY due.turn, due.run_at LIMIT %(limit)s
)
SELECT o.* FROM public.jobs_outbox o JOIN fair ON fair.id = o.id ORDER BY fair.turn FOR UPDATE OF o SKIP LOCKED
"""  # noqa: S608  # only constants of this module are put in


def send_again_what_redis_lost() -> int:
    """Make every job that was sent and not begun wait again, after Redis came back without its memory."""
    with public_scope():
        return OutboxJob.objects.filter(state=JobState.SENT).update(state=JobState.WAITING, lease_until=None)


def give_back(job_id: UUID) -> None:
    """Make a claimed job waiting again, because Redis did not take it."""
    with public_scope():
        OutboxJob.objects.filter(pk=job_id, state=JobState.SENT).update(state=JobState.WAITING, lease_until=None)


def run(job_id: UUID) -> None:
    """Run one job in its scope and record how it ended. At least once: a finished job is passed over.

    A handler's failure is recorded and tried again later, with growing pauses, until it is dead.
    """
    with _held(job_id) as held:
        row = _take(job_id) if held else None
        if row is None:
            return
        try:
            _run_in_scope(row)
        except Exception as error:
            _record_failure(row, error)
            log.exception("job_failed", job=row.name, attempt=row.attempts)
        else:
            _record(row, state=JobState.DONE, finished_at=timezone.now(), lease_until=None, last_error="")


@contextmanager
def _held(job_id: UUID) -> Iterator[bool]:
    """Hold the job's advisory lock, which PostgreSQL lets go the moment this process dies; False when it is taken."""
    key = int.from_bytes(job_id.bytes[:8], "big", signed=True)
    with public_scope():
        held = _advisory("pg_try_advisory_lock", key)
    try:
        yield held
    finally:
        if held:
            with public_scope():
                _advisory("pg_advisory_unlock", key)


def _advisory(function: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [key])
        return cursor.fetchone()[0] is True


def _take(job_id: UUID) -> OutboxJob | None:
    """Count the attempt; None when the job was done or given back meanwhile."""
    with public_scope(), transaction.atomic():
        row = OutboxJob.objects.select_for_update(skip_locked=True).filter(pk=job_id, state=JobState.SENT).first()
        if row is None:
            return None
        row.attempts += 1
        lease = timezone.now() + timedelta(seconds=registry.get(row.name).time_limit) + RUNNING_GRACE
        OutboxJob.objects.filter(pk=row.pk).update(attempts=row.attempts, state=JobState.RUNNING, lease_until=lease)
        return row


def _run_in_scope(row: OutboxJob) -> None:
    job = registry.get(row.name)
    if row.schema_name == settings.PUBLIC_SCHEMA_NAME:
        _require(job.scope == "public", row)
        with public_scope():
            job.handler(**row.arguments)
        return
    _require(job.scope == "tenant", row)
    with public_scope():
        tenant = Tenant.objects.filter(schema_name=row.schema_name).first()
    if tenant is None or not tenant.is_served:  # codes to sign in and exports go on where a site is closed
        log.warning("job_of_closed_tenant_dropped", job=row.name, schema=row.schema_name)
        return
    with tenant_scope(tenant):
        job.handler(**row.arguments)


def _require(fits: bool, row: OutboxJob) -> None:
    if not fits:
        raise NoScope(f"{row.name} may not run in {row.schema_name}")


def _record_failure(row: OutboxJob, error: Exception) -> None:
    # Staff of the operator read this, and an error may quote what a citizen wrote.
    trace = mask("".join(traceback.format_exception(error, limit=-5)))[-4000:]
    if row.attempts >= registry.get(row.name).max_attempts:
        _record(row, state=JobState.DEAD, finished_at=timezone.now(), lease_until=None, last_error=trace)
    else:
        pause = timedelta(seconds=min(5 * 3 ** (row.attempts - 1), 3600))
        _record(row, state=JobState.WAITING, run_at=timezone.now() + pause, lease_until=None, last_error=trace)


def _record(row: OutboxJob, **values: Any) -> None:
    with public_scope():
        OutboxJob.objects.filter(pk=row.pk).update(**values)


def replay(*, job_id: UUID, at: datetime) -> bool:
    """Let a dead job run again. Returns whether there was one; public scope."""
    return bool(
        OutboxJob.objects.filter(pk=job_id, state=JobState.DEAD).update(
            state=JobState.WAITING, attempts=0, run_at=at, finished_at=None
        )
    )


def prune(*, older_than: datetime) -> int:
    """Forget jobs done before `older_than`; public scope."""
    return OutboxJob.objects.filter(state=JobState.DONE, finished_at__lt=older_than).delete()[0]


def fan_out(name: str, *, at: datetime) -> int:
    """Enqueue a scheduled job for every live tenant, spread over five minutes; public scope.

    The key holds the minute, so that two schedulers enqueue it once.
    """
    schemas = Tenant.objects.live().values_list("schema_name", flat=True)
    minute = at.strftime("%Y-%m-%dT%H:%M")
    rows = [
        OutboxJob(schema_name=schema, name=name, key=f"cron:{name}:{minute}", run_at=at + _jitter(schema))
        for schema in schemas.iterator()
    ]
    OutboxJob.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(rows)


def _jitter(schema: str) -> timedelta:
    return timedelta(seconds=sum(schema.encode()) * 7919 % 300)
