"""Fixtures of every test: two tenants, a cast, one transaction a test."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

from tenants import resolver, scope
from tenants.models import Tenant
from tests.support import databases
from tests.support.browser import HostClient

Browse = Callable[[Tenant | None], HostClient]

# The same examples on every machine, however slow it is. For others: ./dev test --hypothesis-profile=default
examples.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("steady")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys first: they are the longest, and nobody should begin one when the other workers are about to end."""
    items.sort(key=lambda item: item.get_closest_marker("journey") is None)


def _redis_database(worker: str) -> int:
    """One of Redis' sixteen databases for each worker; 0 is left to processes that tests start."""
    return 1 + int(worker.removeprefix("gw")) % 14 if worker.startswith("gw") else 15


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Copy the template database for this worker; nothing migrates in a test."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"test_{worker}_{os.getpid()}"
    for cache in settings.CACHES.values():
        # Workers share a Redis and the tenants' UUIDs, and a cleared cache is a flushed Redis database.
        cache["KEY_PREFIX"] = f"{cache['KEY_PREFIX']}-{os.getpid()}"
        # A slow machine is no outage: what was deleted in the fallback only would be found again in Redis.
        cache["OPTIONS"] = {"socket_timeout": 30, "socket_connect_timeout": 30}
        cache["LOCATION"] = urlunsplit(urlsplit(cache["LOCATION"])._replace(path=f"/{_redis_database(worker)}"))
    # Its tenants have the same UUIDs, and one would delete the other's files, also those of processes that it starts.
    settings.MEDIA_ROOT = os.environ["MEDIA_ROOT"] = str(Path(settings.MEDIA_ROOT) / worker)
    # What another worker changes must not make this one ask again, whose queries a test may be counting.
    resolver._CHANNEL = f"{resolver._CHANNEL}:{os.getpid()}"
    for alias in settings.CACHES:
        # One that was made before would go on with the old address.
        if hasattr(caches._connections, alias):
            del caches[alias]
    with django_db_blocker.unblock():
        databases.drop_left_over()
        databases.copy_template(name)
        databases.point_at(name)
    yield
    with django_db_blocker.unblock(), databases.admin() as server:
        connection.close()
        databases.drop(server, name)


_tests = count()


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    """Every test starts without a scope and with empty caches: what another rolled back must not be found in Redis."""
    scope.leave()
    translation.deactivate()  # the language of the last request of the test before
    resolver.forget_all()
    number = next(_tests)
    for alias, values in settings.CACHES.items():
        values["KEY_PREFIX"] = caches[alias].key_prefix = f"{alias}-{os.getpid()}-{number}"
    yield
    scope.leave()


@pytest.fixture
def empty_caches() -> Iterator[None]:
    """Empty Redis caches, for tests of rate limits."""
    with scope.public_scope():
        caches["default"].clear()
        caches["platform"].clear()
        yield


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own for a test that commits, races threads or kills processes; gives its name."""
    with django_db_blocker.unblock(), databases.own_database() as name:
        resolver.forget_all()
        yield name
        connection.close()


def _tenant(slug: str) -> Tenant:
    with scope.public_scope():
        tenant: Tenant = Tenant.objects.get(domains__domain__startswith=f"{slug}.")
        return tenant


def _needs_database(request: pytest.FixtureRequest) -> None:
    if "committed" in request.fixturenames:
        request.getfixturevalue("committed")
    else:
        request.getfixturevalue("db")


@pytest.fixture
def north(request: pytest.FixtureRequest) -> Tenant:
    """The LGO in which most tests play."""
    _needs_database(request)
    return _tenant("north")


@pytest.fixture
def south(request: pytest.FixtureRequest) -> Tenant:
    """The LGO that must never see anything of north."""
    _needs_database(request)
    return _tenant("south")


@pytest.fixture
def in_north(north: Tenant) -> Iterator[Tenant]:
    """The test's own code runs inside north."""
    with scope.tenant_scope(north):
        yield north


@pytest.fixture
def in_public(request: pytest.FixtureRequest) -> Iterator[None]:
    """The test's own code runs on the operator's tables."""
    _needs_database(request)
    with scope.public_scope():
        yield


@pytest.fixture
def browse(request: pytest.FixtureRequest) -> Browse:
    """`browse(north)` is a client on north's host, `browse(None)` one on the operator's."""
    _needs_database(request)

    def open_client(tenant: Tenant | None) -> HostClient:
        if tenant is None:
            return HostClient(None)
        with scope.public_scope():
            host = tenant.domains.get(is_primary=True).domain
        return HostClient(tenant, slug=host.split(".")[0])

    return open_client


# --- the cast --------------------------------------------------------------------------------------------------------


def _person(tenant: Tenant | None, **values: Any) -> Any:
    from shared_apps.accounts.models import User

    with scope.tenant_scope(tenant) if tenant else scope.public_scope():
        user = User(**values)
        user.set_unusable_password()
        user.save()
        return user


def _officer(tenant: Tenant, division: int, **values: Any) -> Any:
    from tenant_apps.registry.selectors import divisions
    from tenant_apps.registry.services import appoint

    user = _person(tenant, kind="officer", **values)
    with scope.tenant_scope(tenant):
        where = divisions(active_only=False)[division]
        appoint(user=user, division=where, position="นักจัดการงานทั่วไป", actor=None, at=timezone.now())
    return user


@pytest.fixture
def officer(north: Tenant) -> Any:
    """An officer of north's first division."""
    return _officer(north, 0, email="officer@north.go.th", display_name="สมหญิง ใจดี")


@pytest.fixture
def clerk(north: Tenant) -> Any:
    """An officer of north's second division."""
    return _officer(north, 1, email="clerk@north.go.th", display_name="วิชัย กล้าหาญ")


@pytest.fixture
def administrator(north: Tenant) -> Any:
    """North's administrator."""
    return _officer(north, 0, email="admin@north.go.th", display_name="อรุณี ศรีสุข", is_administrator=True)


@pytest.fixture
def citizen(north: Tenant) -> Any:
    """A citizen of north."""
    return _person(
        north, email="citizen@example.com", phone="+66812345678", phone_verified=True, display_name="มานี มีนา"
    )


@pytest.fixture
def stranger(north: Tenant) -> Any:
    """A citizen of north who has filed nothing."""
    return _person(north, email="stranger@example.com", display_name="ปิติ พอใจ")


@pytest.fixture
def south_officer(south: Tenant) -> Any:
    """An officer of south."""
    return _officer(south, 0, email="officer@south.go.th", display_name="ชูใจ ใต้ทะเล")


@pytest.fixture
def south_citizen(south: Tenant) -> Any:
    """A citizen of south."""
    return _person(south, email="citizen@example.com", display_name="วีระ ใต้ทะเล")


@pytest.fixture
def staff(request: pytest.FixtureRequest) -> Any:
    """A member of the operator's staff who may do everything."""
    _needs_database(request)
    return _staff_person("staff@dga.example", "ดวงใจ ดิจิทัล", "administrator")


@pytest.fixture
def approver(request: pytest.FixtureRequest) -> Any:
    """Another one, who decides what others ask for."""
    _needs_database(request)
    return _staff_person("approver@dga.example", "อนุชา รอบคอบ", "approver")


@pytest.fixture
def onlooker(request: pytest.FixtureRequest) -> Any:
    """One without any duty."""
    _needs_database(request)
    return _staff_person("onlooker@dga.example", "มาลี มองดู")


def _staff_person(email: str, name: str, *duties: str) -> Any:
    from provisioning.services.staff import set_duties

    user = _person(None, kind="staff", email=email, display_name=name)
    with scope.public_scope():
        set_duties(user=user, duties=duties, actor=None, at=timezone.now())
    return user
