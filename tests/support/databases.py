"""One template database with two tenants; every worker and every committing test gets a copy of it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from kit import clock

_KEPT_TEMPLATES = 4
ROOT = Path(__file__).resolve().parents[2]
_TODAY = clock.today()
_FOLDERS = ("src", "tenants", "shared_apps", "tenant_apps", "provisioning", "billing", "tests/support")


def template_name() -> str:
    """The template's name: a digest of all that decides what is in it, its tenants' trials and holidays for one."""
    digest = hashlib.sha256(_TODAY.isoformat().encode())
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).glob("**/*.py")):
            if _DECIDING & set(path.with_suffix("").parts):
                digest.update(path.read_bytes())
    return f"tpl_{digest.hexdigest()[:12]}"


_DECIDING = {
    "models",
    "services",
    "seeds",
    "database",
    "template",
    "pool",
    "migration",
    "migrations",
    "world",
    "databases",
    "sorting",
}


@contextmanager
def admin() -> Iterator[psycopg.Connection[Any]]:
    """The owner on the server's `postgres` database."""
    if not settings.DATABASE_OWNER_URL:
        raise RuntimeError("tests need DATABASE_OWNER_URL: run them with ./dev test")
    parameters = {**conninfo_to_dict(settings.DATABASE_OWNER_URL), "dbname": "postgres"}
    with psycopg.connect(autocommit=True, **parameters) as server:
        yield server


def drop_left_over() -> None:
    """Drop the databases of runs that were killed; a name ends with the process that made it."""
    with admin() as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname ~ '^(test|own)_.*_[0-9]+$'").fetchall()
        for (name,) in rows:
            if not Path(f"/proc/{name.rsplit('_', 1)[1]}").exists():
                drop(server, name)


def point_at(name: str) -> None:
    """Let this process, its threads included, use database `name`."""
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
    connections.settings["default"]["NAME"] = name


def ensure_template() -> str:
    """Build the template once, whichever worker comes first."""
    name = template_name()
    with admin() as server:
        server.execute("SELECT pg_advisory_lock(hashtext('test template'))")
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            _drop_old_templates(server)
            _build(server, name)
    return name


def _drop_old_templates(server: psycopg.Connection[Any]) -> None:
    """Keep the newest few: another run of another state of the tree may be copying one right now."""
    names = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'tpl\\_%' ORDER BY oid DESC").fetchall()
    for (old,) in names[_KEPT_TEMPLATES:]:
        drop(server, old)


def _build(server: psycopg.Connection[Any], name: str) -> None:
    from tests.support.world import create_world

    draft = f"{name}_wip"
    drop(server, draft)
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
    point_at(draft)
    call_command("bootstrap_database")
    call_command("migrate_all", verbosity=0)
    create_world()
    connection.close()
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))


def drop(server: psycopg.Connection[Any], name: str) -> None:
    """Drop a database and whoever is connected to it."""
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def copy_template(target: str) -> None:
    """Make database `target` anew as a copy of the template."""
    template = ensure_template()
    with admin() as server:
        drop(server, target)
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(target), sql.Identifier(template)
            )
        )


@contextmanager
def own_database() -> Iterator[str]:
    """A fresh copy of the template for one test that commits; dropped afterwards."""
    before = connection.settings_dict["NAME"]
    name = f"own_{uuid4().hex[:12]}_{os.getpid()}"
    copy_template(name)
    point_at(name)
    try:
        yield name
    finally:
        point_at(before)
        with admin() as server:
            drop(server, name)
