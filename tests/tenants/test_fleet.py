"""`manage migrate_all` on real schemas: what it brings along, whom it waits for, what it reports."""

import threading
import time

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection

from tenants import fingerprint, pool
from tenants.database import Owner, owner_connection
from tenants.fleet import services
from tenants.models import MigrationJournal, SpareSchema, Tenant
from tenants.names import role_of
from tenants.scope import public_scope, tenant_scope
from tenants.template import current_release
from tests.support.processes import wait_until
from tests.support.releases import (
    COLUMN,
    FILL,
    FILL_HELPER,
    TABLE,
    Releases,
    alike,
    everywhere,
    in_step,
    put,
    scratch_left,
)

OBSTACLE = "CREATE TABLE humanize_part (odd int)"


def run_sql(owner: Owner, tenant: Tenant, statement: str) -> None:
    owner.execute(f'SET search_path = "{tenant.schema_name}"'.encode())
    owner.execute(statement.encode())
    owner.execute("RESET search_path")


def test_brings_every_schema_to_what_django_would_make(releases: Releases, owner: Owner, north: Tenant) -> None:
    put(owner, north, "ถัง")
    releases.add("0002_column", COLUMN)
    releases.add("0003_table", TABLE)
    releases.add("0004_fill", FILL, helpers=FILL_HELPER)
    releases.add("0005_drop", 'migrations.RemoveConstraint("thing", "thing_name_once"),')
    one_to_one = 'models.OneToOneField("humanize.Thing", models.CASCADE)'
    releases.add("0006_again", f'migrations.AlterField("part", "thing", {one_to_one}),')

    said = releases.run()

    assert in_step(owner), said
    assert services.check(print).differences == {}
    assert scratch_left(owner) == []
    row = owner.execute(f'SELECT colour FROM "{north.schema_name}".humanize_thing'.encode()).fetchone()
    assert row == ("ถัง",)
    with public_scope():
        assert {spare.fingerprint for spare in SpareSchema.objects.all()} >= {current_release().fingerprint}
        kinds = {step.python for step in MigrationJournal.objects.exclude(finished_at=None)}
    assert kinds == {"", "humanize.0004_fill"}


def test_opens_new_tables_to_the_tenant_and_to_nobody_else(releases: Releases, north: Tenant, south: Tenant) -> None:
    releases.add("0002_table", TABLE)
    releases.run()
    with tenant_scope(north), connection.cursor() as cursor:
        cursor.execute("INSERT INTO humanize_thing (name) VALUES ('a') RETURNING id")
        cursor.execute("INSERT INTO humanize_part (thing_id, code) VALUES (%s, 'x')", [cursor.fetchone()[0]])
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute(f'SELECT * FROM "{south.schema_name}".humanize_part')


def test_gives_content_types_and_permissions_the_ids_of_the_template(releases: Releases, owner: Owner) -> None:
    releases.add("0002_table", TABLE)
    releases.add("0003_rename", 'migrations.RenameModel("Thing", "Item"),')
    releases.run()
    query = 'SELECT id, app_label, model FROM "{}".django_content_type ORDER BY id'
    found = {
        str(owner.execute(query.format(name).encode()).fetchall())
        for name in [settings.TEMPLATE_SCHEMA, *everywhere(owner)]
    }
    assert len(found) == 1
    assert "'item'" in found.pop()
    assert in_step(owner)


def test_a_new_schema_is_rendered_from_the_new_release(releases: Releases, owner: Owner) -> None:
    releases.add("0002_table", TABLE)
    releases.run()
    with public_scope():
        assert pool.refill(20) > 0
    assert in_step(owner)
    assert alike(owner)


def test_nothing_to_do_touches_nothing(releases: Releases, owner: Owner) -> None:
    before = owner.execute("SELECT count(*), max(id) FROM public.tenants_templaterelease").fetchone()
    assert "0 to migrate" in releases.run()
    assert owner.execute("SELECT count(*), max(id) FROM public.tenants_templaterelease").fetchone() == before


def test_plan_prints_the_sql_and_changes_nothing(releases: Releases, owner: Owner) -> None:
    before = everywhere(owner)
    releases.add("0002_column", COLUMN)
    assert 'ALTER TABLE "humanize_thing" ADD COLUMN "colour"' in releases.run(plan=True)
    assert everywhere(owner) == before
    assert in_step(owner)
    assert scratch_left(owner) == []


def test_a_failing_tenant_stops_no_other_and_is_named(
    releases: Releases, owner: Owner, north: Tenant, south: Tenant
) -> None:
    run_sql(owner, south, OBSTACLE)
    releases.add("0002_table", TABLE)
    with pytest.raises(CommandError, match=r"south\.localhost.*humanize_part.* already exists"):
        releases.run()
    target = fingerprint.of_schema(owner, settings.TEMPLATE_SCHEMA)
    assert [name for name, digest in everywhere(owner).items() if digest != target] == [south.schema_name]

    releases.add("0003_column", COLUMN)
    with pytest.raises(CommandError, match="south"):
        releases.run()
    run_sql(owner, south, "DROP TABLE humanize_part")
    releases.run()

    assert in_step(owner)
    assert alike(owner)


def test_a_failing_canary_stops_everything(releases: Releases, owner: Owner, south: Tenant) -> None:
    run_sql(owner, south, OBSTACLE)
    releases.add("0002_table", TABLE)
    before = everywhere(owner)
    with public_scope():
        release = current_release().fingerprint
    with pytest.raises(CommandError, match="the canary failed"):
        releases.run(canary="south")
    assert everywhere(owner) == before
    with public_scope():
        assert current_release().fingerprint == release
    with pytest.raises(CommandError, match="no tenant at nowhere"):
        releases.run(canary="nowhere")


def test_waits_for_people_and_tries_again(releases: Releases, owner: Owner, north: Tenant) -> None:
    releases.add("0002_column", COLUMN)
    held = threading.Event()
    waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"

    def use_table() -> None:
        with owner_connection() as person, person.transaction():
            person.execute(f'SELECT * FROM "{north.schema_name}".humanize_thing'.encode())
            held.set()
            wait_until(lambda: owner.execute(waits).fetchone())
            time.sleep(2.5)

    user = threading.Thread(target=use_table)
    user.start()
    assert held.wait(120)
    said = releases.run()
    user.join()
    assert "in use by people; trying again" in said
    assert in_step(owner)


def test_never_makes_a_request_fail(releases: Releases, owner: Owner, north: Tenant) -> None:
    """Requests that lock the two tables in the opposite order, while ten releases alter both."""
    stop = threading.Event()
    failures: list[Exception] = []
    served = [0]

    def serve() -> None:
        with owner_connection() as person:
            person.execute(f'SET search_path = "{north.schema_name}"'.encode())
            while not stop.is_set():
                try:
                    with person.transaction():
                        person.execute("INSERT INTO humanize_other (note) VALUES ('x')")
                        time.sleep(0.002)
                        person.execute("UPDATE humanize_thing SET name = name WHERE name = 'x'")
                    served[0] += 1
                except Exception as error:
                    failures.append(error)

    users = [threading.Thread(target=serve) for _ in range(4)]
    for user in users:
        user.start()
    try:
        for number in range(2, 6):
            field = f'"f{number}", models.IntegerField(null=True)'
            both = [f'migrations.AddField("{model}", {field}),' for model in ("thing", "other")]
            releases.add(f"{number:04}", "".join(both))
            releases.run()
    finally:
        stop.set()
        for user in users:
            user.join()
    assert failures == []
    assert served[0] > 20
    assert in_step(owner)


def test_migrations_outside_a_transaction_run_one_by_one(releases: Releases, owner: Owner) -> None:
    index = 'models.Index(fields=["note"], name="other_note")'
    releases.add("0002_index", f'AddIndexConcurrently("other", {index}),', atomic=False)
    releases.run()
    assert in_step(owner)
    assert alike(owner)


def test_data_and_structure_of_one_table_in_one_go(releases: Releases, owner: Owner, north: Tenant) -> None:
    releases.add("0002_table", TABLE)
    releases.run()
    put(owner, north, "ก")
    sql = "INSERT INTO humanize_part (thing_id, code) SELECT id, 'x' FROM humanize_thing"
    releases.add("0003_rows", f'migrations.RunSQL("{sql}"),')
    releases.add("0004_column", 'migrations.AddField("part", "size", models.IntegerField(default=3)),')
    releases.run()
    assert in_step(owner)
    row = owner.execute(f'SELECT code, size FROM "{north.schema_name}".humanize_part'.encode()).fetchone()
    assert row == ("x", 3)


def test_without_a_journal_django_brings_a_schema_along(releases: Releases, owner: Owner, south: Tenant) -> None:
    run_sql(owner, south, OBSTACLE)
    releases.add("0002_table", TABLE)
    with pytest.raises(CommandError):
        releases.run()
    run_sql(owner, south, "DROP TABLE humanize_part")
    owner.execute("DELETE FROM public.tenants_migrationjournal")
    releases.run()
    assert in_step(owner)
    assert alike(owner)


def test_foreign_migrations_are_named(releases: Releases, owner: Owner, south: Tenant) -> None:
    run_sql(owner, south, "INSERT INTO django_migrations (app, name, applied) VALUES ('x', '0001_y', now())")
    with pytest.raises(CommandError, match=r"beyond it x\.0001_y"):
        releases.run()


def test_two_at_once_take_turns(releases: Releases, owner: Owner) -> None:
    releases.add("0002_column", COLUMN)
    results: list[object] = []

    def run() -> None:
        try:
            results.append(releases.run())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert all(isinstance(result, str) for result in results), results
    assert in_step(owner)
    for schema in everywhere(owner):
        applied = fingerprint.applied_migrations(owner, schema)
        assert len(applied) == len(set(applied))


def test_check_names_what_differs(releases: Releases, owner: Owner, south: Tenant) -> None:
    run_sql(owner, south, "ALTER TABLE humanize_thing ADD extra int, DROP CONSTRAINT thing_name_once")
    owner.execute(f'GRANT USAGE ON SCHEMA "{south.schema_name}" TO PUBLIC'.encode())
    found = services.check(print).differences
    assert len(found) == 1
    text = "\n".join(found[f"south.localhost ({south.schema_name})"])
    assert "has column humanize_thing.extra: place 3, integer" in text
    assert "lacks constraint thing_name_once on humanize_thing: UNIQUE (name)" in text
    assert f"instead of {role_of(south.schema_name)}:USAGE" in text
    with pytest.raises(CommandError, match=r"1 of .* schemas differ"):
        releases.run(check=True)
