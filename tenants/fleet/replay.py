"""One step in one schema, in one transaction, without ever standing in the way of running traffic for long.

A transaction that waits for a lock while it holds another can close a circle with a request. So the tables that a step
changes are locked before anything else: only for the first is waited, and then for no longer than `LOCK_TIMEOUT`; when
another is in use, all are let go, and the next attempt begins by waiting for that one.
"""

import threading
from contextlib import nullcontext
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from psycopg import sql
from psycopg.errors import DeadlockDetected, LockNotAvailable

from tenants import fingerprint
from tenants.database import Owner, as_owner, grant_tables
from tenants.fleet.schemas import Place
from tenants.models import MigrationJournal
from tenants.scope import public_scope, schema_scope, tenant_scope

_db: Any = connection
LOCK_TIMEOUT = "2s"
"""Requests queue behind a waiting lock, so this is also how long a tenant may stand still."""
_STRENGTH = ("EXCLUSIVE", "ACCESS EXCLUSIVE")
_LOCKS = {
    # Rows may be written: nobody else may hold one of them.
    "RowExclusiveLock": "EXCLUSIVE",
    "ShareUpdateExclusiveLock": "EXCLUSIVE",
    "ShareLock": "EXCLUSIVE",
    "ShareRowExclusiveLock": "EXCLUSIVE",
    "ExclusiveLock": "EXCLUSIVE",
    "AccessExclusiveLock": "ACCESS EXCLUSIVE",
}
_NOT_IN_TRAFFIC = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""Tables that requests only read; writing them waits for nobody."""
_prepared = threading.local()


class Busy(Exception):
    """Someone uses a table that the step changes; try again, waiting for `table` first."""

    def __init__(self, table: str = "") -> None:
        super().__init__(f"{table or 'a table'} was in use at every attempt")
        self.table = table


class Moved(Exception):
    """The schema is no longer where the step begins."""


class Unreachable(Exception):
    """No way leads from the schema's migrations to the template's."""


def bare_place(schema: str) -> Place:
    """A schema that belongs to nobody."""
    return Place(schema=schema, label=schema)


# --- SQL -----------------------------------------------------------------------------------------------------------


def run_sql(owner: Owner, step: MigrationJournal, schema: str, *, wait_for: str = "") -> None:
    """Replay a step that is SQL.

    Raises:
        Busy: a table is in use; nothing was changed.
        Moved: the schema is not where the step begins.
    """
    with owner.transaction():
        _enter(owner, schema)
        if fingerprint.of_schema(owner, schema) != step.from_fingerprint:
            raise Moved(schema)
        _lock(owner, step, wait_for)
        try:
            owner.execute(step.sql.encode(), prepare=False)
        except (LockNotAvailable, DeadlockDetected) as error:
            raise Busy from error


def _enter(owner: Owner, schema: str) -> None:
    """Begin the work on a schema; a killed run may still be finishing its last transaction there."""
    path = sql.SQL("SET LOCAL search_path = {}, {}").format(
        sql.Identifier(schema), sql.Identifier(settings.EXTENSION_SCHEMA)
    )
    owner.execute(path)
    owner.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        owner.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [schema])
    except LockNotAvailable as error:
        raise Busy from error


def _lock(owner: Owner, step: MigrationJournal, wait_for: str) -> None:
    ordered = sorted(step.locks, key=lambda lock: lock[0] != wait_for)
    for position, (table, mode) in enumerate(ordered):
        statement = sql.SQL("LOCK TABLE {} IN {} MODE{}").format(
            sql.Identifier(table), sql.SQL(mode), sql.SQL(" NOWAIT" if position else "")
        )
        try:
            owner.execute(statement)
        except LockNotAvailable as error:
            raise Busy(table) from error


def run_and_learn_locks(owner: Owner, step: MigrationJournal, schema: str, tables: dict[int, str]) -> list[list[str]]:
    """Replay a step in a schema without traffic; the locks that it took on `tables` (oid → name)."""
    with owner.transaction():
        _enter(owner, schema)
        owner.execute(step.sql.encode(), prepare=False)
        held = owner.execute(
            "SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'"
        ).fetchall()
    wanted: dict[str, str] = {}
    for oid, mode in held:
        table, needed = tables.get(oid), _LOCKS.get(mode)
        if table is None or needed is None or (table in _NOT_IN_TRAFFIC and mode == "RowExclusiveLock"):
            continue
        wanted[table] = max(wanted.get(table, needed), needed, key=_STRENGTH.index)
    return [[table, mode] for table, mode in sorted(wanted.items())]


# --- Django --------------------------------------------------------------------------------------------------------


def run_python(owner: Owner, step: MigrationJournal, place: Place) -> None:
    """Let Django run the one migration of a step, then its SQL: in one transaction unless the migration forbids it.

    Raises:
        Busy: a table is in use; nothing was changed, or as much as a migration without transaction had done.
        Moved: the schema is not where the step begins.
    """
    if fingerprint.of_schema(owner, place.schema) != step.from_fingerprint:
        raise Moved(place.schema)
    with as_owner(), tenant_scope(place.tenant) if place.tenant else schema_scope(place.schema):
        migration, state = _prepare(step)
        try:
            with transaction.atomic() if migration.atomic else nullcontext():
                _apply(step, migration, state.clone())
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
                raise Busy from error
            raise


def _apply(step: MigrationJournal, migration: Migration, state: ProjectState) -> None:
    if migration.atomic:
        _execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    with connection.schema_editor(atomic=migration.atomic) as editor:
        migration.apply(state, editor)
    with transaction.atomic():
        _execute(step.sql)


def _execute(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def _prepare(step: MigrationJournal) -> tuple[Migration, ProjectState]:
    """The migration and the state of the models before it; read once by a thread, as all schemas there are alike."""
    key = (step.from_fingerprint, step.python)
    if getattr(_prepared, "key", None) != key:
        app, _, name = step.python.partition(".")
        loader = MigrationLoader(connection)
        if (app, name) not in loader.disk_migrations:
            raise Unreachable(f"the code no longer has the migration {step.python}")
        applied = [node for node in loader.applied_migrations if node in loader.graph.nodes]
        state = loader.project_state(applied)
        _prepared.value = (loader.disk_migrations[app, name], state)
        _prepared.key = key
    value: tuple[Migration, ProjectState] = _prepared.value
    return value


def run_django(owner: Owner, place: Place, target: str) -> None:
    """Let Django migrate a schema from which the journal knows no way.

    Raises:
        Unreachable: the schema still has other migrations than the template.
    """
    with as_owner(), public_scope():
        call_command("migrate_schemas", schema_name=place.schema, interactive=False, verbosity=0)
    grant_tables(owner, place.schema)
    if fingerprint.of_schema(owner, place.schema) != target:
        raise Unreachable(_strangeness(owner, place.schema))


def _strangeness(owner: Owner, schema: str) -> str:
    present = set(fingerprint.applied_migrations(owner, schema))
    wanted = set(fingerprint.applied_migrations(owner, settings.TEMPLATE_SCHEMA))
    extra = ", ".join(f"{app}.{name}" for app, name in sorted(present - wanted)) or "none"
    lacking = ", ".join(f"{app}.{name}" for app, name in sorted(wanted - present)) or "none"
    return f"other migrations than the template: beyond it {extra}; lacking {lacking}"


def reason(error: Exception) -> str:
    """Why a schema failed, in one line."""
    detail = error.diag.message_detail if isinstance(error, psycopg.Error) else ""
    first = str(error).strip().splitlines()[0] if str(error).strip() else ""
    return " ".join(filter(None, [f"{type(error).__name__}: {first}", detail]))
