"""Outbox, claim, run: at least once, in the right tenant, fairly."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from shared_apps.jobs import registry, services
from shared_apps.jobs.models import JobState, OutboxJob
from tenants.errors import NoScope
from tenants.models import Tenant
from tenants.scope import current_tenant, public_scope, schema_or_none, tenant_scope
from tests.support.threads import race


@pytest.fixture
def ran() -> Iterator[list[Any]]:
    """Jobs of the test's own; the list fills with the tenants in which they ran."""
    seen: list[Any] = []

    def probe(*, fail: bool = False) -> None:
        seen.append(current_tenant())
        if fail:
            raise ValueError("as asked")

    registry.job("test.probe", max_attempts=2)(probe)
    registry.job("test.public", scope="public")(lambda: seen.append(schema_or_none()))
    yield seen
    for name in ("test.probe", "test.public"):
        del registry._jobs[name]


def _rows() -> list[OutboxJob]:
    with public_scope():
        return list(OutboxJob.objects.order_by("created_at"))


def _send_and_run() -> None:
    for row in services.claim_batch():
        services.run(row.pk)


def test_a_job_runs_in_the_tenant_that_enqueued_it(ran: list[Any], north: Tenant, south: Tenant) -> None:
    for tenant in (north, south, north):
        with tenant_scope(tenant):
            services.enqueue("test.probe")
    with public_scope():
        services.enqueue("test.public")
    _send_and_run()
    assert Counter(map(str, ran)) == {north.name: 2, south.name: 1, "public": 1}
    assert {row.state for row in _rows()} == {JobState.DONE}
    assert schema_or_none() is None


def test_enqueueing_without_a_scope_or_an_unknown_name_fails(ran: list[Any], north: Tenant) -> None:
    with pytest.raises(NoScope):
        services.enqueue("test.probe")
    with tenant_scope(north), pytest.raises(KeyError):
        services.enqueue("test.unknown")


def test_a_tenant_job_in_public_and_the_reverse_are_refused(ran: list[Any], north: Tenant) -> None:
    """Fails closed: a job without its tenant never runs on the operator's tables."""
    with public_scope():
        services.enqueue("test.probe")
    with tenant_scope(north):
        services.enqueue("test.public")
    _send_and_run()
    assert ran == []
    assert all("may not run in" in row.last_error for row in _rows())


def test_a_rolled_back_write_enqueues_nothing(ran: list[Any], north: Tenant) -> None:
    with tenant_scope(north), pytest.raises(ZeroDivisionError), transaction.atomic():
        services.enqueue("test.probe")
        _ = 1 / 0
    assert _rows() == []


def test_the_same_key_is_enqueued_once_in_each_tenant(ran: list[Any], north: Tenant, south: Tenant) -> None:
    for tenant in (north, north, south):
        with tenant_scope(tenant):
            services.enqueue("test.probe", key="once")
    assert Counter(row.schema_name for row in _rows()) == {north.schema_name: 1, south.schema_name: 1}


def test_a_finished_job_is_not_run_again(ran: list[Any], north: Tenant) -> None:
    with tenant_scope(north):
        pk = services.enqueue("test.probe")
    _send_and_run()
    services.run(pk)
    assert len(ran) == 1


def test_a_failing_job_is_tried_again_later_and_dies_at_last(ran: list[Any], north: Tenant) -> None:
    with tenant_scope(north):
        pk = services.enqueue("test.probe", fail=True)
    _send_and_run()
    waiting = _rows()[0]
    assert waiting.state == JobState.WAITING
    assert waiting.run_at > timezone.now()
    assert services.claim_batch() == []
    with public_scope():
        OutboxJob.objects.update(run_at=timezone.now())
    _send_and_run()
    dead = _rows()[0]
    assert (dead.state, dead.attempts) == (JobState.DEAD, 2)
    assert "ValueError: as asked" in dead.last_error
    with public_scope():
        assert services.replay(job_id=pk, at=timezone.now())
        assert not services.replay(job_id=pk, at=timezone.now())
    _send_and_run()
    assert len(ran) == 3


def test_jobs_of_a_tenant_that_is_gone_are_dropped(ran: list[Any], north: Tenant) -> None:
    with tenant_scope(north):
        services.enqueue("test.probe")
    with public_scope():
        Tenant.objects.filter(pk=north.pk).update(state="terminated")
    _send_and_run()
    assert ran == []
    assert _rows()[0].state == JobState.DONE


def test_a_noisy_tenant_does_not_starve_a_quiet_one(ran: list[Any], north: Tenant, south: Tenant) -> None:
    with tenant_scope(north):
        for _job in range(200):
            services.enqueue("test.probe")
    with tenant_scope(south):
        services.enqueue("test.probe")
    batch = services.claim_batch()
    turns = [row.schema_name for row in batch]
    assert turns.index(south.schema_name) <= 1
    assert turns.count(north.schema_name) == services.IN_FLIGHT_PER_TENANT
    assert services.claim_batch() == []


def test_what_a_lost_redis_held_is_sent_again(ran: list[Any], north: Tenant) -> None:
    with tenant_scope(north):
        services.enqueue("test.probe")
    assert len(services.claim_batch()) == 1
    assert services.claim_batch() == []
    assert services.send_again_what_redis_lost() == 1
    _send_and_run()
    assert len(ran) == 1


def test_an_expired_lease_is_sent_again(ran: list[Any], north: Tenant) -> None:
    with tenant_scope(north):
        services.enqueue("test.probe")
    services.claim_batch()
    with public_scope():
        OutboxJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert len(services.claim_batch()) == 1


def test_a_job_whose_worker_is_gone_is_sent_again_at_once(ran: list[Any], north: Tenant, committed: str) -> None:
    """Its advisory lock went with the worker's connection."""
    with tenant_scope(north):
        pk = services.enqueue("test.probe")
    services.claim_batch()
    assert services._take(pk) is not None
    with services._held(pk):
        assert race(lambda _index: len(services.claim_batch()), 1) == [0]
    connection.close()
    assert race(lambda _index: len(services.claim_batch()), 1) == [1]


def test_many_dispatchers_take_each_job_once(ran: list[Any], north: Tenant, south: Tenant, committed: str) -> None:
    for tenant in (north, south):
        with tenant_scope(tenant):
            for _job in range(16):
                services.enqueue("test.probe")
    taken = race(lambda _index: [row.pk for row in services.claim_batch(limit=8)], 8)
    keys = [pk for batch in taken if not isinstance(batch, Exception) for pk in batch]
    assert len(keys) == len(set(keys))
    assert not [batch for batch in taken if isinstance(batch, Exception)]


def test_two_workers_with_one_message_run_it_once(ran: list[Any], north: Tenant, committed: str) -> None:
    with tenant_scope(north):
        pk = services.enqueue("test.probe")
    services.claim_batch()
    assert race(lambda _index: services.run(pk), 8) == [None] * 8
    assert len(ran) == 1


def test_a_schedule_fans_out_to_live_tenants_once(ran: list[Any], north: Tenant, south: Tenant) -> None:
    at = timezone.now()
    with public_scope():
        Tenant.objects.filter(pk=south.pk).update(state="suspended")
        services.fan_out("test.probe", at=at)
        services.fan_out("test.probe", at=at)
    assert [row.schema_name for row in _rows()] == [north.schema_name]


def test_old_finished_jobs_are_forgotten(ran: list[Any], north: Tenant) -> None:
    with tenant_scope(north):
        services.enqueue("test.probe")
    _send_and_run()
    with public_scope():
        assert services.prune(older_than=timezone.now() - timedelta(days=1)) == 0
        assert services.prune(older_than=timezone.now() + timedelta(days=1)) == 1
