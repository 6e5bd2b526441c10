"""The owner's side of the database: logins, roles, grants. Used by migrations and provisioning only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from kit.thai import THAI_KEY_SQL
from tenants.names import TENANT_GROUP, role_of

log = structlog.get_logger(__name__)
_db: Any = connection
Owner = psycopg.Connection[tuple[Any, ...]]

PUBLIC_APPEND_ONLY_TABLES = ("audit_entry", "billing_ladderstep", "billing_ledgerentry", "billing_ledgerline")
"""Tables of `public` that the app may read and add to, but never change."""
APPEND_ONLY_TABLES = ("audit_entry", "complaints_complaintevent")
"""Tables of a tenant's schema that its role may read and add to, but never change."""
FORGET_SAMPLES_SQL = """
CREATE OR REPLACE FUNCTION {schema}.forget_sample_entries(timeline name, case_id bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    home name := substr(current_setting('role'), length('r_') + 1);
    gone bigint;
BEGIN
    EXECUTE format('DELETE FROM %I.%I WHERE case_id = $1 AND is_sample', home, timeline) USING case_id;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$
"""
"""Removes the entries of a case's timeline that were written as a sample's, in the schema of the calling tenant's role.

Tenants may not delete from timelines: this is the one way, and since they may not change an entry either, none of a
real case ever becomes one of a sample. `current_setting('role')` is what the session became, also inside the function.
"""
READ_ONLY_TABLES = ("django_migrations", "django_content_type", "auth_permission")


def owner_connection(*, autocommit: bool = True) -> Owner:
    """A connection under the owner's login, outside Django.

    Raises:
        ImproperlyConfigured: this process was not given DATABASE_OWNER_URL (web processes are not).
    """
    if not settings.DATABASE_OWNER_URL:
        raise ImproperlyConfigured("DATABASE_OWNER_URL is not set: this process may not create or migrate schemas")
    parameters = {**conninfo_to_dict(settings.DATABASE_OWNER_URL), "dbname": _db.settings_dict["NAME"]}
    return psycopg.connect(autocommit=autocommit, **parameters)


@contextmanager
def as_owner() -> Iterator[None]:
    """Let Django's own connection of this thread use the owner's login, for migrations.

    Raises:
        ImproperlyConfigured: see `owner_connection`.
    """
    if not settings.DATABASE_OWNER_URL:
        raise ImproperlyConfigured("DATABASE_OWNER_URL is not set: this process may not migrate")
    owner = conninfo_to_dict(settings.DATABASE_OWNER_URL)
    app = _db.settings_dict
    _db.close()
    _db.as_owner = True
    # A copy: threads share the dictionary of the app's settings.
    _db.settings_dict = {**app, "USER": owner.get("user", ""), "PASSWORD": owner.get("password", "")}
    try:
        yield
    finally:
        _db.close()
        _db.as_owner = False
        _db.settings_dict = app


def bootstrap() -> None:
    """Create what must exist before the first migration: logins, groups, the extension schema. Idempotent."""
    app, password = _db.settings_dict["USER"], _db.settings_dict["PASSWORD"]
    with owner_connection() as owner:
        _create_roles(owner, app, password)
        _create_extensions(owner)
        _close_public(owner, app)


def _create_roles(owner: Owner, app: str, password: str) -> None:
    existing = {
        row[0] for row in owner.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[app, TENANT_GROUP]])
    }
    if TENANT_GROUP not in existing:
        owner.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(TENANT_GROUP)))
    verb = "ALTER" if app in existing else "CREATE"
    owner.execute(
        sql.SQL("{} ROLE {} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            sql.SQL(verb), sql.Identifier(app), sql.Literal(password)
        )
    )


def _create_extensions(owner: Owner) -> None:
    schema = sql.Identifier(settings.EXTENSION_SCHEMA)
    owner.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(schema))
    owner.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO PUBLIC").format(schema))
    owner.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA {}").format(schema))
    owner.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA {}").format(schema))
    owner.execute(THAI_KEY_SQL)
    _let_samples_be_forgotten(owner)


def _close_public(owner: Owner, app: str) -> None:
    """Nobody but the app and the tenants' group may use `public`, and only the app reads its tables."""
    names = {"app": sql.Identifier(app), "group": sql.Identifier(TENANT_GROUP)}
    for statement in (
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}, {group}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    ):
        owner.execute(sql.SQL(statement).format(**names))
    try:
        # A tenant's role that can call set_config can leave itself from inside a single SELECT.
        owner.execute("REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC")
        owner.execute(
            sql.SQL("GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO {app}").format(**names)
        )
    except psycopg.errors.InsufficientPrivilege:
        log.warning("set_config_not_revoked", hint="run bootstrap_database once as a superuser to close it")


def grant_public_to_tenants() -> None:
    """After the migrations of `public`: a tenant may add to the outbox, in its own name only."""
    app = _db.settings_dict["USER"]
    names = {"app": sql.Identifier(app), "group": sql.Identifier(TENANT_GROUP)}
    with owner_connection() as owner, owner.transaction():
        for statement in (
            "GRANT INSERT ON public.jobs_outbox TO {group}",
            "ALTER TABLE public.jobs_outbox ENABLE ROW LEVEL SECURITY",
            "DROP POLICY IF EXISTS own_rows ON public.jobs_outbox",
            "DROP POLICY IF EXISTS all_rows ON public.jobs_outbox",
            "CREATE POLICY own_rows ON public.jobs_outbox FOR INSERT TO {group}"
            " WITH CHECK ('r_' || schema_name = current_user)",
            "CREATE POLICY all_rows ON public.jobs_outbox TO {app} USING (true) WITH CHECK (true)",
        ):
            owner.execute(sql.SQL(statement).format(**names))
        for table in PUBLIC_APPEND_ONLY_TABLES:
            statement = "REVOKE UPDATE, DELETE, TRUNCATE ON public.{table} FROM {app}"
            owner.execute(sql.SQL(statement).format(table=sql.Identifier(table), **names))


def _let_samples_be_forgotten(owner: Owner) -> None:
    schema = sql.Identifier(settings.EXTENSION_SCHEMA)
    function = sql.SQL("{}.forget_sample_entries(name, bigint)").format(schema)
    owner.execute(sql.SQL(FORGET_SAMPLES_SQL).format(schema=schema))
    owner.execute(sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(function))
    owner.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(function, sql.Identifier(TENANT_GROUP)))


def grant_tables(owner: Owner, schema: str, tables: list[str] | None = None) -> None:
    """Give the tenants' group its rights on `tables` of `schema` (all when None). Identity columns need no more."""
    if tables is None:
        rows = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        tables = [row[0] for row in rows]
    for statement in grant_statements(schema, tables):
        owner.execute(statement)


def grant_statements(schema: str | None, tables: list[str]) -> list[sql.Composed]:
    """The GRANTs for `tables` of `schema`, or of the schema in the search path when None."""
    group = sql.Identifier(TENANT_GROUP)
    statements = []
    for table in tables:
        name = sql.Identifier(schema, table) if schema else sql.Identifier(table)
        statements.append(sql.SQL("REVOKE ALL ON {} FROM {}").format(name, group))
        statements.append(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(_rights(table)), name, group))
    return statements


def _rights(table: str) -> str:
    if table in READ_ONLY_TABLES:
        return "SELECT"
    if table in APPEND_ONLY_TABLES:
        return "SELECT, INSERT"
    return "SELECT, INSERT, UPDATE, DELETE"


def create_role(owner: Owner, schema: str) -> None:
    """Create the role of `schema` and let the app's login become it. Idempotent."""
    role = role_of(schema)
    if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
        owner.execute(sql.SQL("CREATE ROLE {} NOLOGIN INHERIT").format(sql.Identifier(role)))
    for group, member in ((TENANT_GROUP, role), (role, _db.settings_dict["USER"])):
        owner.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(member)))


def open_schema(owner: Owner, schema: str) -> None:
    """Let the role of `schema`, and no other, use it."""
    owner.execute(
        sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(schema), sql.Identifier(role_of(schema)))
    )


def drop_schema(owner: Owner, schema: str) -> None:
    """Drop a schema and its role, one in a transaction (locks: `tenancy.md` 3). Idempotent."""
    with owner.transaction():
        owner.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
        if owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role_of(schema)]).fetchone():
            owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role_of(schema))))
