"""Rows 12, 14, 15, 20, 24 and 26 of the threat model: files, names, streams, numbers, locks. Each with a control."""

import itertools
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import StreamingHttpResponse
from django.utils import timezone
from django_tenants.postgresql_backend.base import _check_schema_name

from kit.errors import Conflict
from kit.subdomain import RESERVED, InvalidSubdomain, check_subdomain
from shared_apps.accounts.models import User
from tenants import guard, pool, resolver, services
from tenants.database import Owner
from tenants.errors import CrossTenant, NoScope
from tenants.fleet.replay import LOCK_TIMEOUT
from tenants.models import Tenant
from tenants.names import is_tenant_schema, new_schema_name
from tenants.scope import public_scope, tenant_scope
from tenants.services import Identity
from tests.conftest import Browse
from tests.support.processes import wait_until
from tests.support.samples import Samples, make_samples


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    """Files of this test only."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def both(north: Tenant, south: Tenant, media: Path) -> tuple[Samples, Samples]:
    """One object of each kind in each tenant, with no number in common."""
    here = make_samples(north, "north")
    return here, make_samples(south, "south", beyond=here)


class TestFiles:
    """Row 12."""

    @pytest.mark.parametrize("name", ["../{south}/secret.txt", "x/../../{south}/secret.txt", "/{south}/secret.txt"])
    def test_a_path_does_not_lead_out(self, north: Tenant, south: Tenant, media: Path, name: str) -> None:
        with tenant_scope(south):
            default_storage.save("secret.txt", ContentFile(b"south"))
        with tenant_scope(north), pytest.raises((SuspiciousFileOperation, FileNotFoundError)):
            default_storage.open(name.format(south=south.pk))

    def test_control_djangos_storage_reads_the_others_file(self, north: Tenant, south: Tenant, media: Path) -> None:
        with tenant_scope(south):
            default_storage.save("secret.txt", ContentFile(b"south"))
        with tenant_scope(north):
            assert FileSystemStorage(location=media).open(f"{south.pk}/secret.txt").read() == b"south"

    def test_nothing_is_served_past_the_view(self, both: tuple[Samples, Samples], browse: Browse) -> None:
        here, there = both
        for address in (f"/media/{there.tenant.pk}/", f"/files/../media/{there.tenant.pk}/", f"/files/{there.file.pk}"):
            assert browse(here.tenant).sign_in(here.administrator).get(address, follow=True).status_code == 404
        assert browse(there.tenant).sign_in(there.administrator).get(f"/files/{there.file.pk}").status_code == 200


class TestNames:
    """Rows 14 and 15: a name that was somebody's never becomes another's."""

    def _ended(self, tenant: Tenant) -> None:
        with public_scope():
            services.change_state(tenant=tenant, action="terminate", actor=None, at=timezone.now(), reason="เลิกใช้")

    def _again(self, tenant: Tenant, host: str) -> Tenant:
        """The same LGO signs up anew."""
        identity = Identity(name=tenant.name, lgo_type=tenant.lgo_type, dla_code=tenant.dla_code, province_code="48")
        with public_scope():
            made = services.request_tenant(identity=identity, host=host, actor=None, at=timezone.now())
            pool.claim(made)
        return made

    @pytest.fixture
    def renewed(self, north: Tenant) -> Tenant:
        """North with a citizen, ended, and signed up anew."""
        with tenant_scope(north):
            User.objects.create(email="old@example.com", display_name="ข้อมูลเก่า")
        self._ended(north)
        return self._again(north, "north2.localhost")

    def test_a_new_tenant_is_empty(self, north: Tenant, renewed: Tenant) -> None:
        assert renewed.schema_name != north.schema_name
        with tenant_scope(renewed):
            assert not User.objects.exists()

    def test_control_with_the_old_schema_the_old_people_would_be_there(self, north: Tenant, renewed: Tenant) -> None:
        renewed.schema_name = north.schema_name
        with tenant_scope(renewed):
            assert User.objects.get(email="old@example.com").display_name == "ข้อมูลเก่า"

    def test_names_are_never_made_twice(self) -> None:
        names = {new_schema_name() for _name in range(5000)}
        assert len(names) == 5000
        assert all(map(is_tenant_schema, names))

    def test_the_address_of_an_ended_site_is_a_tombstone(self, north: Tenant) -> None:
        """Nobody gets it, and it leads nowhere: a name that dangles can be taken over, one that is kept cannot."""
        self._ended(north)
        with pytest.raises(Conflict):
            self._again(north, "north.localhost")

    def test_an_ended_site_answers_nothing(self, north: Tenant, browse: Browse) -> None:
        client = browse(north)
        assert client.get("/").status_code == 200
        self._ended(north)
        resolver.forget_all()
        assert client.get("/").status_code == 404

    @pytest.mark.parametrize(
        "name", ["public", "information-schema", "pg-catalog", "www", "admin", "adm1n", "api", "demo"]
    )
    def test_reserved_names_are_refused(self, name: str) -> None:
        with pytest.raises(InvalidSubdomain):
            check_subdomain(name)

    def test_control_the_librarys_validator_takes_them(self) -> None:
        for name in ("public", "information_schema", "www"):
            _check_schema_name(name)
            assert not is_tenant_schema(name)

    def test_no_reserved_name_leads_to_a_tenant(self, north: Tenant) -> None:
        assert [name for name in RESERVED if resolver.tenant_of(f"{name}.localhost")] == []


class TestStreams:
    """Row 20: what is streamed after the scope was left is still the right tenant's, or fails."""

    def test_two_files_read_in_turns(self, both: tuple[Samples, Samples], browse: Browse) -> None:
        here, there = both
        answers = [browse(one.tenant).sign_in(one.administrator).get(f"/files/{one.file.pk}") for one in both]
        pieces = [b"", b""]
        for first, second in itertools.zip_longest(*(answer.streaming_content for answer in answers), fillvalue=b""):
            pieces = [pieces[0] + first, pieces[1] + second]
        assert [len(piece) for piece in pieces] == [here.file.bytes, there.file.bytes]

    def _stream(self, tenant: Tenant) -> StreamingHttpResponse:
        def rows() -> Iterator[str]:
            yield from User.objects.values_list("display_name", flat=True)

        with tenant_scope(tenant):
            return StreamingHttpResponse(rows())

    def test_a_query_in_a_stream_fails_closed(self, both: tuple[Samples, Samples]) -> None:
        with pytest.raises(NoScope):
            list(self._stream(both[0].tenant))

    def test_control_in_anothers_scope_it_would_read_the_other(self, both: tuple[Samples, Samples]) -> None:
        with tenant_scope(both[1].tenant):
            streamed = b"".join(self._stream(both[0].tenant)).decode()
        assert both[1].canary[0] in streamed

    def test_a_queryset_carried_into_a_stream_is_refused(
        self, both: tuple[Samples, Samples], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with tenant_scope(both[0].tenant):
            lazy = User.objects.values_list("display_name", flat=True)
        with tenant_scope(both[1].tenant):
            with pytest.raises(CrossTenant):
                list(lazy)
            monkeypatch.setattr(guard, "_check_query", lambda query: None)
            assert both[1].canary[0] in "".join(lazy)


class TestNumbers:
    """Row 24: what can be counted up opens nothing, and nothing tells what exists."""

    def test_references_are_random(self, both: tuple[Samples, Samples]) -> None:
        here, there = both
        assert here.complaint.tracking_code != there.complaint.tracking_code
        assert here.file.pk.version == 4
        assert f"{here.complaint.pk:04}" not in here.complaint.tracking_code

    def test_a_number_tells_nothing(self, both: tuple[Samples, Samples], browse: Browse) -> None:
        here, _there = both
        client = browse(here.tenant)
        for number in (here.complaint.number, "RQ-2569-999999"):
            assert client.get(f"/complaints/track/{number}").status_code == 404
        known = client.get(f"/complaints/track/{here.complaint.tracking_code}")
        assert known.status_code == 200
        assert here.complaint.title not in known.content.decode()

    def test_what_is_not_mine_is_not_there(self, both: tuple[Samples, Samples], browse: Browse) -> None:
        """404 as for what does not exist, never 403."""
        here, _there = both
        client = browse(here.tenant).sign_in(here.stranger)
        for address in (f"/files/{here.file.pk}", f"/desk/complaints/{here.complaint.number}", "/desk/people/1"):
            assert client.get(address).status_code == 404
        owner = browse(here.tenant).sign_in(here.citizen)
        assert owner.get(f"/files/{here.file.pk}").status_code == 200


_SOMEBODY_WAITS = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


class TestLocks:
    """Row 26: a change of structure that waits for a reader must not hold the readers behind it up."""

    def _seconds_of_a_reader(self, north: Tenant, owner: Owner, timeout: str, *, ends_after: float) -> float:
        """How long a reader waits behind an ALTER that itself waits behind a transaction of so many seconds."""
        table = f'"{north.schema_name}".accounts_user'
        parameters = owner.info.get_parameters() | {"password": owner.info.password}
        with psycopg.connect(**parameters) as slow, psycopg.connect(**parameters, autocommit=True) as reader:
            slow.execute(f"SELECT count(*) FROM {table}")
            change = threading.Thread(target=self._alter, args=(parameters, table, timeout))
            change.start()
            wait_until(lambda: owner.execute(_SOMEBODY_WAITS).fetchone())
            begin = time.monotonic()
            releaser = threading.Timer(ends_after, slow.rollback)
            releaser.start()
            reader.execute(f"SELECT count(*) FROM {table}")
            waited = time.monotonic() - begin
            releaser.cancel()
            slow.rollback()
            change.join()
        return waited

    def _alter(self, parameters: dict[str, Any], table: str, timeout: str) -> None:
        with psycopg.connect(**parameters, autocommit=True) as owner:
            owner.execute(f"SET lock_timeout = '{timeout}'")
            try:
                owner.execute(f"ALTER TABLE {table} ADD COLUMN noise int")
            except psycopg.errors.LockNotAvailable:
                return

    def test_readers_wait_no_longer_than_the_limit(self, committed: str, north: Tenant, owner: Owner) -> None:
        assert self._seconds_of_a_reader(north, owner, LOCK_TIMEOUT, ends_after=60) < 30

    def test_control_without_it_they_wait_for_the_slowest(self, committed: str, north: Tenant, owner: Owner) -> None:
        assert self._seconds_of_a_reader(north, owner, "0", ends_after=3) > 2.5
