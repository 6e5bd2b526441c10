"""The pending migrations, run once by Django in a rehearsal schema, as steps that can be replayed anywhere.

What counts is the SQL that the schema editor really executed, not what it would collect without executing: dropping a
constraint that an earlier pending migration made, for example, needs that constraint's name from the catalog. A second
rehearsal schema then takes the steps, and must come out equal, before anything else is touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.conf import settings
from django.contrib.contenttypes.management import RenameContentType
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations import Migration, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from psycopg import sql

from tenants import fingerprint
from tenants.database import Owner, as_owner, grant_statements, grant_tables
from tenants.fingerprint import Key
from tenants.fleet import catalog, replay
from tenants.fleet.rows import changed_rows, reference_rows
from tenants.fleet.schemas import Scratch
from tenants.models import MigrationJournal
from tenants.scope import schema_scope
from tenants.template import render_text

log = structlog.get_logger(__name__)
_db: Any = connection
_IMMEDIATE = "SET CONSTRAINTS ALL IMMEDIATE;\nSET CONSTRAINTS ALL DEFERRED;"
"""Between two migrations: deferred checks of the first would forbid the second to alter the table."""


@dataclass
class Ran:
    """A migration that ran in the rehearsal: its SQL, what was applied after it, the tables it made."""

    migration: Migration
    applied: list[Key]
    statements: list[str] = field(default_factory=list)
    new_tables: list[str] = field(default_factory=list)

    @property
    def is_replayable(self) -> bool:
        """Whether its SQL is all that it does, in one transaction."""
        return self.migration.atomic and all(map(_is_sql, self.migration.operations))

    @property
    def label(self) -> str:
        """`app.name`."""
        return f"{self.migration.app_label}.{self.migration.name}"


def _is_sql(operation: Operation) -> bool:
    if isinstance(operation, RenameContentType):
        return True  # what it does to the rows of content types is found by comparing them
    if isinstance(operation, SeparateDatabaseAndState):
        return all(map(_is_sql, operation.database_operations))
    return operation.reduces_to_sql


class _RecordingMigrate(MigrateCommand):
    """Django's `migrate`, remembering what every migration executed."""

    def __init__(self, owner: Owner, schema: str) -> None:
        super().__init__()
        self.owner = owner
        self.schema = schema
        self.executed: list[str] = []
        self.ran: list[Ran] = []
        self._tables = _tables(owner, schema)

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Hear of a migration that begins or ended."""
        if action == "apply_start":
            self.executed.clear()
        elif action == "apply_success":
            before, self._tables = self._tables, _tables(self.owner, self.schema)
            self.ran.append(
                Ran(
                    migration=migration,
                    applied=fingerprint.applied_migrations(self.owner, self.schema),
                    statements=list(self.executed),
                    new_tables=[name for oid, name in self._tables.items() if before.get(oid) != name],
                )
            )


def _tables(owner: Owner, schema: str) -> dict[int, str]:
    rows = owner.execute(
        "SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = %s AND c.relkind IN ('r', 'p') ORDER BY c.relname",
        [schema],
    )
    return dict(rows.fetchall())


def _recording_editor(executed: list[str]) -> type[DatabaseSchemaEditor]:
    class RecordingEditor(DatabaseSchemaEditor):
        def execute(self, sql: Any, params: Any = ()) -> None:
            text = str(sql) if params is None else self.connection.ops.compose_sql(str(sql), params)
            executed.append(text)
            super().execute(text, None)

    return RecordingEditor


def rehearse(owner: Owner, scratch: Scratch) -> list[MigrationJournal]:
    """The steps from the template's present state to that of the code; empty when there are none."""
    text = render_text(owner)
    first, second = scratch.new_name(), scratch.new_name()
    _render(owner, text, first)
    start = fingerprint.applied_migrations(owner, first)
    rows = reference_rows(owner, first)
    ran = _migrate(owner, first)
    end = fingerprint.applied_migrations(owner, first)
    rows_sql = changed_rows(owner, first, before=rows)
    steps = _steps(start, ran, end, rows_sql)
    _render(owner, text, second)
    if _proves_equal(owner, steps, first, second):
        return steps
    log.warning("fleet_replay_differs", hint="every schema is migrated by Django instead of by replayed SQL")
    return _steps(start, ran, end, rows_sql, replayed=False)


def _render(owner: Owner, text: str, schema: str) -> None:
    with owner.transaction():
        owner.execute("SET LOCAL check_function_bodies = off")
        owner.execute(text.replace(settings.TEMPLATE_SCHEMA, schema).encode())


def _migrate(owner: Owner, schema: str) -> list[Ran]:
    command = _RecordingMigrate(owner, schema)
    with as_owner(), schema_scope(schema):
        former = _db.SchemaEditorClass
        _db.SchemaEditorClass = _recording_editor(command.executed)
        try:
            call_command(command, verbosity=0, interactive=False, skip_checks=True)
        finally:
            _db.SchemaEditorClass = former
    new = {name for ran in command.ran for name in ran.new_tables} & set(_tables(owner, schema).values())
    grant_tables(owner, schema, sorted(new))
    return command.ran


def _steps(
    start: list[Key], ran: Sequence[Ran], end: list[Key], rows_sql: str, *, replayed: bool = True
) -> list[MigrationJournal]:
    """Neighbours that can be replayed become one step; the others a step each. The last one brings the rows along."""
    steps: list[MigrationJournal] = []
    applied = start
    for group in _groups(ran, replayed=replayed):
        is_last = group[-1] is ran[-1]
        after = end if is_last else group[-1].applied
        steps.append(_step(applied, group, after, rows_sql if is_last else "", replayed=replayed))
        applied = after
    if not ran and sorted(start) != sorted(end):
        steps.append(_step(start, [], end, rows_sql, replayed=True))
    return steps


def _groups(ran: Sequence[Ran], *, replayed: bool) -> list[list[Ran]]:
    groups: list[list[Ran]] = []
    for one in ran:
        joins = replayed and groups and one.is_replayable and groups[-1][-1].is_replayable
        if joins:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _step(
    before: list[Key], group: Sequence[Ran], after: list[Key], rows_sql: str, *, replayed: bool
) -> MigrationJournal:
    by_django = bool(group) and not (replayed and group[0].is_replayable)
    ddl = [] if by_django else [text for one in group for text in [*map(_terminated, one.statements), _IMMEDIATE]]
    tables = sorted({name for one in group for name in one.new_tables})
    new = sorted(set(after) - set(before))
    parts = [*ddl, *_grants(tables), rows_sql, _record(new)]
    return MigrationJournal(
        from_fingerprint=fingerprint.of_migrations(before),
        to_fingerprint=fingerprint.of_migrations(after),
        migrations=[f"{app}.{name}" for app, name in new],
        python=group[0].label if by_django else "",
        sql="\n".join(part for part in parts if part),
    )


def _terminated(statement: str) -> str:
    return statement if statement.rstrip().endswith(";") else f"{statement};"


def _grants(tables: list[str]) -> list[str]:
    """The rights of the tenants' group on tables that may have been dropped again later in the step."""
    return [
        f"DO $do$ BEGIN IF to_regclass({sql.quote(sql.Identifier(table).as_string())}) IS NOT NULL THEN "
        + "; ".join(statement.as_string() for statement in grant_statements(None, [table]))
        + "; END IF; END $do$;"
        for table in tables
    ]


def _record(applied: list[Key]) -> str:
    """Write down that the migrations were applied."""
    if not applied:
        return ""
    values = [sql.SQL("({}, {}, now())").format(sql.Literal(app), sql.Literal(name)) for app, name in applied]
    text = sql.SQL("INSERT INTO django_migrations (app, name, applied) VALUES {};").format(sql.SQL(", ").join(values))
    return text.as_string()


def _proves_equal(owner: Owner, steps: list[MigrationJournal], django: str, replayed: str) -> bool:
    """Replay the steps in the second schema, learning the locks that each takes, and compare it with the first."""
    for step in steps:
        if step.python:
            replay.run_python(owner, step, replay.bare_place(replayed))
        else:
            step.locks = replay.run_and_learn_locks(owner, step, replayed, _tables(owner, replayed))
    differing = catalog.differences(owner, replayed, from_=catalog.lines(owner, django))
    for line in differing:
        log.warning("fleet_replay_difference", line=line)
    return not differing and reference_rows(owner, replayed) == reference_rows(owner, django)
