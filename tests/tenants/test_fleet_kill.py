"""`manage migrate_all` killed at any point goes on where it was."""

import time
from pathlib import Path

import pytest
from django.conf import settings

from tenants.database import Owner
from tenants.models import Tenant
from tests.support.processes import environment, kill_group, manage, running, wait_until
from tests.support.releases import COLUMN, TABLE, Releases, alike, everywhere, in_step, scratch_left

STALL = """
def stall(apps, editor):
    editor.execute("SELECT 1")
    here = connection.schema_name
    if here.startswith(os.environ.get("STALL_IN", "-")):
        open(os.environ["STALL_FILE"], "w").close()
        time.sleep(60)
"""


def _environment(releases: Releases, database: str, folder: Path) -> dict[str, str]:
    env = environment(database, **releases.child_settings(), TEST_LOG=str(folder / "log"))
    return env | {"PYTHONPATH": f"{env['PYTHONPATH']}:{folder}"}


def _kill_when_stalled(releases: Releases, database: str, where: str, tmp_path: Path) -> None:
    marker = tmp_path / "stalled"
    env = _environment(releases, database, tmp_path) | {"STALL_IN": where, "STALL_FILE": str(marker)}
    with running(manage("migrate_all"), env) as child:
        wait_until(lambda: marker.exists() or child.poll() is not None)
        assert marker.exists(), (tmp_path / "log").read_text()
        kill_group(child)


@pytest.mark.parametrize("where", ["scratch_", settings.TEMPLATE_SCHEMA, "t_", "tenant"])
def test_killed_in_a_python_step(
    releases: Releases, owner: Owner, committed: str, north: Tenant, tmp_path: Path, where: str
) -> None:
    releases.add("0002_column", COLUMN)
    releases.add("0003_stall", "migrations.RunPython(stall),", helpers=STALL)
    releases.add("0004_table", TABLE)
    _kill_when_stalled(releases, committed, north.schema_name if where == "tenant" else where, tmp_path)
    assert in_step(owner) == (where == "scratch_")

    releases.run()

    assert in_step(owner)
    assert scratch_left(owner) == []
    assert alike(owner)


def test_killed_while_the_server_still_works(
    releases: Releases, owner: Owner, committed: str, north: Tenant, tmp_path: Path
) -> None:
    """The transaction of the killed process goes on in the server for three seconds and then is committed."""
    sleep = f"SELECT pg_sleep(CASE current_schema() WHEN '{north.schema_name}' THEN 3 ELSE 0 END)"
    releases.add("0002_column", COLUMN)
    releases.add("0003_sleep", f'migrations.RunSQL("{sleep}"),')
    env = _environment(releases, committed, tmp_path)
    asleep = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
    with running(manage("migrate_all"), env) as child:
        wait_until(lambda: owner.execute(asleep).fetchone() or child.poll() is not None)
        kill_group(child)
    assert owner.execute(asleep).fetchone(), (tmp_path / "log").read_text()
    started = time.monotonic()

    releases.run()

    assert time.monotonic() - started < 120
    assert in_step(owner)
    assert len(everywhere(owner)) > 2
    assert alike(owner)
