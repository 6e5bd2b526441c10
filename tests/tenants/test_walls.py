"""The rows of the threat model that concern the database: each probe has a control that leaks without the defence."""

import threading
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import NotSupportedError, ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from shared_apps.accounts.models import User
from shared_apps.audit.models import AuditEntry
from shared_apps.audit.services import record
from shared_apps.jobs.services import enqueue
from tenants import guard, scope
from tenants.errors import CrossTenant, NoScope
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.support.threads import race

Refused = (ProgrammingError, NotSupportedError, psycopg.Error)


def _query(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.fixture
def people(north: Tenant, south: Tenant) -> None:
    """One citizen with the same key in both tenants."""
    for tenant in (north, south):
        with tenant_scope(tenant):
            User.objects.create(pk=900, email="a@example.com", display_name=f"ชาว{tenant.name}")


class TestRole:
    """A tenant's work runs under a role that can reach its own schema only (threat 13)."""

    @pytest.fixture(autouse=True)
    def _inside(self, people: None, north: Tenant) -> Any:
        with tenant_scope(north):
            yield

    @pytest.mark.parametrize(
        "statement",
        [
            'SELECT * FROM "{south}".accounts_user',
            "SELECT * FROM public.accounts_user",
            "SELECT * FROM public.tenants_tenant",
            "SELECT * FROM public.jobs_outbox",
            "SELECT * FROM pg_authid",
            "RESET ROLE; SELECT 1",
            'SET ROLE "r_{south}"; SELECT * FROM "{south}".accounts_user',
            "SELECT set_config('role', 'r_{south}', false)",
            "CREATE TABLE mine (id int)",
            "UPDATE audit_entry SET action = 'forged'",
            "DELETE FROM audit_entry",
            "DELETE FROM django_migrations",
            "INSERT INTO public.jobs_outbox (id, schema_name, name, arguments, queue, state, run_at, created_at,"
            " attempts, last_error)"
            " VALUES (gen_random_uuid(), '{south}', 'x', '{{}}', 'default', 'waiting', now(), now(), 0, '')",
        ],
    )
    def test_refused(self, statement: str, south: Tenant) -> None:
        with pytest.raises(Refused), transaction.atomic():
            _query(statement.format(south=south.schema_name))

    def test_control_the_owner_reads_both(self, people: None, south: Tenant, django_db_blocker: Any) -> None:
        """The same SELECT leaks under a login without the wall."""
        parameters = {**conninfo_to_dict(settings.DATABASE_OWNER_URL), "dbname": connection.settings_dict["NAME"]}
        with psycopg.connect(**parameters) as owner:
            count = owner.execute(f'SELECT count(*) FROM "{south.schema_name}".accounts_user').fetchone()
        assert count is not None

    def test_own_rows_are_there(self) -> None:
        assert User.objects.get(pk=900).display_name.endswith("เหนือ")

    def test_own_outbox_row_is_accepted(self) -> None:
        assert enqueue("jobs.prune")


class TestGuard:
    """Objects, querysets and cursors do not cross (threat 5)."""

    @pytest.fixture
    def carried(self, people: None, north: Tenant) -> dict[str, Any]:
        """Things made in north that a careless caller keeps."""
        with tenant_scope(north):
            user = User.objects.get(pk=900)
            evaluated = User.objects.all()
            assert len(evaluated) == 1
            record("test", actor=user)
            return {
                "user": user,
                "lazy": User.objects.all(),
                "evaluated": evaluated,
                "entry": AuditEntry.objects.get(action="test"),
                "cursor": connection.cursor(),
            }

    @pytest.mark.parametrize(
        "use",
        [
            lambda c: list(c["lazy"]),
            lambda c: list(c["evaluated"]),
            lambda c: c["lazy"].count(),
            lambda c: c["lazy"].filter(pk=900).update(display_name="x"),
            lambda c: c["lazy"].delete(),
            lambda c: list(c["lazy"].iterator()),
            lambda c: c["user"].save(),
            lambda c: c["user"].delete(),
            lambda c: c["user"].refresh_from_db(),
            lambda c: c["entry"].actor,
            lambda c: User.objects.bulk_create([c["user"]]),
            lambda c: AuditEntry(actor=c["user"], action="x").save(),
            lambda c: c["cursor"].execute("SELECT 1"),
            lambda c: c["cursor"].fetchall(),
        ],
    )
    def test_refused_in_another_tenant(self, carried: dict[str, Any], south: Tenant, use: Any) -> None:
        with tenant_scope(south), pytest.raises(CrossTenant):
            use(carried)

    def test_control_without_the_guard_south_reads_north(
        self, carried: dict[str, Any], south: Tenant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(guard, "_check_query", lambda query: None)
        with tenant_scope(south):
            assert [user.display_name for user in carried["evaluated"]] == ["ชาวองค์การบริหารส่วนตำบลเหนือ"]

    def test_allowed_at_home(self, carried: dict[str, Any], north: Tenant) -> None:
        with tenant_scope(north):
            assert carried["entry"].actor == carried["user"]
            carried["user"].save()
            assert list(carried["lazy"]) == [carried["user"]]


class TestScope:
    """Without a scope nothing works; leaving one restores what was before."""

    def test_a_query_without_scope_is_refused(self, north: Tenant) -> None:
        with pytest.raises(NoScope):
            User.objects.count()

    def test_a_thread_starts_without_scope(self, committed: str, north: Tenant) -> None:
        """Threat 7: work handed to a thread does not fall into the operator's tables."""
        with tenant_scope(north):
            results = race(lambda _index: User.objects.count(), 1)
        assert isinstance(results[0], NoScope)

    def test_nested_scopes_unwind(self, north: Tenant, south: Tenant) -> None:
        with tenant_scope(north):
            with pytest.raises(ZeroDivisionError), tenant_scope(south):
                _ = 1 / 0
            assert scope.current_tenant() == north
        assert scope.schema_or_none() is None

    def test_a_rollback_does_not_lose_the_scope(self, people: None, north: Tenant, south: Tenant) -> None:
        """Threat 3: PostgreSQL undoes a SET with its transaction; the backend sets it again."""
        with tenant_scope(south), transaction.atomic():
            User.objects.count()
            with pytest.raises(ZeroDivisionError), transaction.atomic(), tenant_scope(north):
                User.objects.count()
                _ = 1 / 0
            assert User.objects.get(pk=900).display_name.endswith("ใต้")

    def test_a_missing_table_does_not_fall_through_to_public(self, people: None, north: Tenant, committed: str) -> None:
        """Threat 6, with its control: on django-tenants' own path the operator's row would be read."""
        with public_scope():
            User.objects.create(email="operator@example.com")
        with psycopg.connect(
            **{**conninfo_to_dict(settings.DATABASE_OWNER_URL), "dbname": committed}, autocommit=True
        ) as owner:
            owner.execute(f'DROP TABLE "{north.schema_name}".accounts_user CASCADE')
            owner.execute(f'SET search_path = "{north.schema_name}", public')
            leaked = owner.execute("SELECT email FROM accounts_user").fetchall()
        assert leaked == [("operator@example.com",)]
        with tenant_scope(north), pytest.raises(ProgrammingError, match="does not exist"):
            list(User.objects.all())


def test_threads_never_see_the_other_tenant(committed: str, north: Tenant, south: Tenant) -> None:
    """Threat 2: persistent connections, alternating tenants, rollbacks in between: 1,600 reads, none wrong."""
    for tenant in (north, south):
        with tenant_scope(tenant):
            User.objects.create(email="canary@example.com", display_name=tenant.schema_name)

    def read(index: int) -> int:
        wrong = 0
        for turn in range(200):
            tenant = (north, south)[(index + turn) % 2]
            with tenant_scope(tenant), transaction.atomic():
                wrong += User.objects.get(email="canary@example.com").display_name != tenant.schema_name
                transaction.set_rollback(turn % 3 == 0)
        return wrong

    assert race(read, 8) == [0] * 8


def test_no_tenant_table_lies_in_public(in_public: None) -> None:
    """The census of threat 6 and 23: no table of an app of tenants only exists in `public`."""
    from django.apps import apps

    only_tenant = {
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name in set(settings.TENANT_APPS) - set(settings.SHARED_APPS)
        for model in config.get_models()
    }
    tables = {row[0] for row in _query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert not only_tenant & tables


def test_a_cache_key_names_its_tenant(north: Tenant, south: Tenant) -> None:
    """Threat 8, with Django's own key function as the leaking control."""
    from django.core.cache import cache
    from django.core.cache.backends.base import default_key_func

    for tenant in (north, south):
        with tenant_scope(tenant):
            cache.set("greeting", tenant.name)
    with tenant_scope(north):
        ours = cache.make_key("greeting")
        control = default_key_func("greeting", "t", 1)
        assert cache.get("greeting") == north.name
    with tenant_scope(south):
        assert cache.make_key("greeting") != ours
        assert default_key_func("greeting", "t", 1) == control
    with pytest.raises(NoScope):
        cache.get("greeting")


def test_the_listener_thread_dies_with_the_process() -> None:
    """The thread that hears of changed tenants must not keep a process alive."""
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "tenant-changes")
