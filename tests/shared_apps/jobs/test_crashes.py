"""Redis and workers are killed with jobs in flight; none is lost (`safety.md` 4)."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from shared_apps.jobs import services
from shared_apps.jobs.models import JobState, OutboxJob
from tenants.scope import public_scope
from tests.support import processes
from tests.support.processes import OwnRedis, own_redis, wait_until

JOBS = 300


@pytest.fixture
def redis_of_its_own() -> Iterator[OwnRedis]:
    """A Redis that the test may kill."""
    with own_redis() as server:
        yield server


def _done() -> int:
    with public_scope():
        return OutboxJob.objects.filter(state=JobState.DONE).count()


def _enqueue(count: int) -> None:
    with public_scope():
        for _job in range(count):
            services.enqueue("jobs.prune")


def test_no_job_is_lost_when_redis_and_worker_die(committed: str, redis_of_its_own: OwnRedis) -> None:
    env = processes.environment(committed, REDIS_URL=redis_of_its_own.url, JOB_SENT_LEASE="5")
    with ExitStack() as stack:
        worker = stack.enter_context(processes.running(processes.worker(), env))
        stack.enter_context(processes.running(processes.manage("dispatch_jobs"), env))
        _enqueue(JOBS)
        wait_until(lambda: _done() > 20)
        redis_of_its_own.kill()
        _enqueue(50)
        redis_of_its_own.start()
        wait_until(lambda: _done() > 60)
        processes.kill_group(worker)
        stack.enter_context(processes.running(processes.worker(), env))
        wait_until(lambda: _done() == JOBS + 50)
    with public_scope():
        assert OutboxJob.objects.exclude(state=JobState.DONE).count() == 0


def test_control_sending_straight_to_redis_loses_jobs(committed: str, redis_of_its_own: OwnRedis) -> None:
    """What the outbox is for: a message that only Redis holds is gone with it."""
    import redis

    with redis.Redis.from_url(redis_of_its_own.url) as client:
        client.rpush("dramatiq:default", "message")
    redis_of_its_own.kill()
    redis_of_its_own.start()
    with redis.Redis.from_url(redis_of_its_own.url) as client:
        assert client.llen("dramatiq:default") == 0
