"""Migrations by Django itself: of `public`, of the template the first time, of a schema to compare others with."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from psycopg import sql
from psycopg.errors import LockNotAvailable

from tenants.database import Owner, as_owner, grant_public_to_tenants, grant_tables, owner_connection
from tenants.scope import public_scope
from tenants.template import render_release

_ATTEMPTS = 10


def migrate_public() -> None:
    """Migrate the operator's schema and open its outbox to the tenants; never waits long for running traffic."""
    _patiently(_migrate_public)
    grant_public_to_tenants()


def _migrate_public() -> None:
    with as_owner(), public_scope():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        call_command("migrate_schemas", schema_name=settings.PUBLIC_SCHEMA_NAME, interactive=False, verbosity=0)


def _patiently(work: Callable[[], Any]) -> None:
    """Try again while a table is in use; what Django has applied by then stays applied."""
    for attempt in range(_ATTEMPTS):
        try:
            work()
            return
        except OperationalError as error:
            if attempt == _ATTEMPTS - 1 or not isinstance(error.__cause__, LockNotAvailable):
                raise
            time.sleep(min(0.2 * 2**attempt, 10))


def ensure_public_grants(owner: Owner) -> None:
    """Open the outbox when a run was killed between the migrations and the grants."""
    row = owner.execute(
        "SELECT count(*) FROM pg_policies WHERE schemaname = 'public' AND tablename = 'jobs_outbox'"
    ).fetchone()
    if row is not None and row[0] < 2:
        grant_public_to_tenants()


def migrate_template() -> None:
    """Build the template schema, grant its tables, and render a release when anything changed."""
    name = settings.TEMPLATE_SCHEMA
    with owner_connection() as owner:
        owner.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))
        migrate_schema(owner, name)
    with public_scope():
        render_release()


def migrate_schema(owner: Owner, schema: str) -> None:
    """Let Django migrate an existing schema that nobody uses, and grant its tables to the tenants' group."""
    with as_owner(), public_scope():
        call_command("migrate_schemas", schema_name=schema, interactive=False, verbosity=0)
    grant_tables(owner, schema)
