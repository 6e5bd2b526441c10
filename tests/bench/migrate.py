"""Migrating the fleet: `manage migrate_all` beside django-tenants' `migrate_schemas`.

With nothing to do, and with one new column.

`./dev bench migrate [--quick]`. Ours is timed as a whole process, from start to exit. Theirs runs inside this process,
so the start of Python is not counted. Where a full run of theirs would take more than 15 minutes (with `--quick`: a few
seconds), evenly spread tenants are migrated instead, the sample size is printed and the time is scaled up.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import _harness as bench

LEVELS = {False: (200, 1000), True: (30,)}
PATIENCE = {False: 900.0, True: 6.0}
FIRST_LOOK = {False: 10, True: 3}
SAMPLE = 100


def main() -> None:
    """Measure at every size of the fleet."""
    quick = bench.is_quick()
    bench.machine()
    rows: list[list[str]] = []
    with bench.bench_database("migrate"), tempfile.TemporaryDirectory() as folder:
        from tests.support.releases import APP, releases_in

        with releases_in(Path(folder)) as releases:
            env = _environment(releases.child_settings(), folder)
            releases.add("0001", _MODEL.format(name="first"))
            run_ours(env)
            for level in LEVELS[quick]:
                bench.grow(level)
                noop = [run_ours(env) for _ in range(3)]
                inside = bench.timed(lambda: releases.run())
                noop_theirs, noop_note = run_theirs(quick)
                releases.add(f"column_{level}", _COLUMN.format(name=f"ours_{level}"))
                column = run_ours(env)
                releases.add(f"column_{level}_theirs", _COLUMN.format(name=f"theirs_{level}"))
                column_theirs, column_note = run_theirs(quick)
                run_ours(env)
                rows += _rows(level, "nothing to do", statistics.median(noop), noop_theirs, noop_note)
                rows += _rows(level, "one column added", column, column_theirs, column_note)
                bench.say(f"{level} tenants: nothing to do takes {bench.seconds(inside)} inside a running process")
            check(APP, env)
    bench.table(["tenants", "work", "migrate_all", "migrate_schemas", "faster", "migrate_schemas measured on"], rows)
    bench.finish(noop_s=round(statistics.median(noop), 2), column_ratio=round(column_theirs / column, 1), tenants=level)


_MODEL = """
migrations.CreateModel("Bench", [("id", models.BigAutoField(primary_key=True)), ("{name}", models.TextField())]),
"""
_COLUMN = 'migrations.AddField("bench", "{name}", models.IntegerField(default=0)),'


def _rows(level: int, work: str, ours: float, theirs: float, note: str) -> list[list[str]]:
    return [[str(level), work, bench.seconds(ours), bench.seconds(theirs), f"{theirs / ours:.0f} x", note]]


def _environment(extra: dict[str, str], folder: str) -> dict[str, str]:
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join([str(root / "src"), str(root), folder])
    return {**os.environ, **extra, "PYTHONPATH": path}


def run_ours(env: dict[str, str], *options: str) -> float:
    """`manage migrate_all` as a process."""
    command = [sys.executable, "-W", "ignore", "manage.py", "migrate_all", *options]

    def run() -> None:
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"migrate_all failed:\n{done.stdout}{done.stderr}")

    return bench.timed(run)


def run_theirs(quick: bool) -> tuple[float, str]:
    """`migrate_schemas` over all tenants, or over some of them and scaled up; seconds and how many were measured."""
    from tenants.models import Tenant

    names = list(Tenant.objects.order_by("schema_name").values_list("schema_name", flat=True))
    looked = names[:: max(1, len(names) // FIRST_LOOK[quick])]
    rest = [name for name in names if name not in looked]
    spent = bench.timed(lambda: migrate_schemas(looked))
    affordable = int(PATIENCE[quick] / spent * len(looked)) - len(looked)
    sample = rest if affordable >= len(rest) else rest[:: max(1, len(rest) // max(1, min(affordable, SAMPLE)))]
    spent += bench.timed(lambda: migrate_schemas(sample))
    count = len(looked) + len(sample)
    note = "all" if count == len(names) else f"{count} of {len(names)}, scaled up"
    return spent / count * len(names), note


def migrate_schemas(schemas: Sequence[str]) -> None:
    """What the command `migrate_schemas` does for these schemas: its standard executor, one after the other."""
    from django_tenants.migration_executors import get_executor

    from tenants.database import as_owner
    from tenants.scope import public_scope

    options = {"verbosity": 0, "interactive": False, "database": "default", "skip_checks": True, **_DEFAULTS}
    with as_owner(), public_scope():
        get_executor("standard")((), options).run_migrations(tenants=list(schemas))


_DEFAULTS: dict[str, object] = {
    "app_label": None,
    "migration_name": None,
    "fake": False,
    "fake_initial": False,
    "plan": False,
    "prune": False,
    "run_syncdb": False,
    "check_unapplied": False,
    "no_color": False,
    "force_color": False,
    "traceback": False,
    "stdout": None,
    "stderr": None,
}


def check(app: str, env: dict[str, str]) -> None:
    """Every schema must have come out equal, whoever migrated it."""
    spent = run_ours(env, "--check")
    bench.say(f"--check of the structure of every schema, {app} included: {bench.seconds(spent)}, all equal")


if __name__ == "__main__":
    main()
