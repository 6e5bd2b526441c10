"""What the benches share: a database of their own, a fleet of tenants, tables and figures."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def say(text: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def is_quick() -> bool:
    """Whether `--quick` was asked for."""
    return "--quick" in sys.argv[1:]


@contextmanager
def bench_database(name: str) -> Iterator[None]:
    """A database of the bench's own on the given server, bootstrapped and migrated; dropped with its roles."""
    database = f"bench_{name}"
    with server() as admin:
        _drop(admin, database)
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ[variable] = on_database(os.environ[variable], database)
    try:
        _set_up_django()
        yield
    finally:
        from django.db import connection

        connection.close()
        with server() as admin:
            _drop(admin, database)


def on_database(url: str, database: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@contextmanager
def server() -> Iterator[psycopg.Connection[Any]]:
    """The owner on the server's `postgres` database."""
    with psycopg.connect(on_database(os.environ["DATABASE_OWNER_URL"], "postgres"), autocommit=True) as admin:
        yield admin


def _drop(admin: psycopg.Connection[Any], database: str) -> None:
    """Drop a database and the roles of the schemas in it, which belong to the whole server."""
    if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
        return
    with psycopg.connect(on_database(os.environ["DATABASE_OWNER_URL"], database), autocommit=True) as own:
        roles = own.execute("SELECT rolname FROM pg_roles JOIN pg_namespace ON rolname = 'r_' || nspname").fetchall()
    admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))
    for (role,) in roles:
        admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from tenants import scope

    scope.enter(None)
    call_command("bootstrap_database")
    call_command("migrate_all", stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123  # lives as long as the process


# --- a fleet ---------------------------------------------------------------------------------------------------------


def grow(size: int, jobs: int = 3) -> None:
    """Bring the database to `size` tenants, each with a schema rendered from the release and a host name."""
    from tenants.models import Tenant

    have = Tenant.objects.count()
    if size <= have:
        return
    started = time.perf_counter()
    make_spares(size - have, jobs)
    for number in range(have, size):
        add_tenant(number)
    say(f"{size - have} tenants added in {time.perf_counter() - started:.0f} s")


def make_spares(count: int, jobs: int = 3) -> None:
    """Render spare schemas, several at a time."""
    from django.db import connection

    from tenants import pool
    from tenants.scope import public_scope

    def make(share: int) -> None:
        with public_scope():
            for _ in range(share):
                pool.make_spare()
        connection.close()

    shares = [count // jobs + (index < count % jobs) for index in range(jobs)]
    with ThreadPoolExecutor(jobs) as threads:
        list(threads.map(make, shares))


def add_tenant(number: int) -> Any:
    """A live tenant that has claimed a spare."""
    from django.conf import settings

    from tenants import pool
    from tenants.models import Domain, Tenant
    from tenants.workflow import TenantState

    tenant = Tenant.objects.create(
        name=f"องค์การบริหารส่วนตำบลที่ {number}",
        lgo_type="sao",
        dla_code=f"{number:08d}",
        province_code="48",
        state=TenantState.TRIAL,
    )
    Domain.objects.create(tenant=tenant, domain=f"bench{number}.{settings.BASE_DOMAIN}", is_primary=True)
    pool.claim(tenant)
    return tenant


# --- figures ---------------------------------------------------------------------------------------------------------


def timed(work: Callable[[], object]) -> float:
    """How long `work` takes, in seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def summary(values: Sequence[float]) -> list[str]:
    """How many, median and p95, as cells of a table."""
    return [str(len(values)), seconds(statistics.median(values)), seconds(percentile(values, 0.95))]


def seconds(value: float) -> str:
    """A duration for people."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    widths = [max(len(str(row[column])) for row in [head, *rows]) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        return f"| {' | '.join(map(str.ljust, cells, widths))} |"

    say()
    say(line(head))
    say(line(["-" * width for width in widths]))
    for row in rows:
        say(line(row))
    say()


def finish(**figures: float | int | None) -> None:
    """The last line: one JSON object."""
    say(json.dumps(figures))


def machine() -> None:
    """What the figures were measured on."""
    with server() as admin:
        row = admin.execute("SELECT current_setting('server_version'), current_setting('fsync')").fetchone()
    version, fsync = row or ("?", "?")
    load = os.getloadavg()[0]
    python = sys.version.split()[0]
    say(f"{os.cpu_count()} cores, load {load:.1f}; PostgreSQL {version}, fsync {fsync}; Python {python}")
