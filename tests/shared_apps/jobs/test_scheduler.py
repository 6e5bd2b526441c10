"""The scheduler's ticks reach the outbox through this installation's own Redis."""

import dramatiq
import pytest
from dramatiq_crontab import scheduler
from dramatiq_crontab.tasks import heartbeat

from shared_apps.jobs import registry
from shared_apps.jobs.models import JobState, OutboxJob
from tenants.scope import public_scope
from tests.support import processes
from tests.support.processes import own_redis, wait_until


def test_every_actor_is_declared_on_our_broker() -> None:
    """An actor declared before the broker was chosen would speak to a Redis on this machine's usual port."""
    broker = dramatiq.get_broker()
    assert heartbeat.broker is broker
    assert {actor.broker for actor in broker.actors.values()} == {broker}


def test_every_job_with_a_time_is_scheduled() -> None:
    planned = {f"tick.{job.name}" for job in registry.all_jobs() if job.cron and not job.name.startswith("test.")}
    known = {pending.name for pending, *_store in scheduler._pending_jobs}
    assert planned <= known


@pytest.mark.parametrize("name", ["provisioning.resume_stalled"])
def test_a_tick_becomes_a_finished_job(committed: str, name: str) -> None:
    """`manage crontab`, a worker and a dispatcher as processes: the job that runs each minute is done once."""
    with own_redis() as redis:
        env = processes.environment(committed, REDIS_URL=redis.url)
        with (
            processes.running(processes.worker(), env),
            processes.running(processes.manage("dispatch_jobs"), env),
            processes.running(processes.manage("crontab"), env),
        ):
            wait_until(lambda: _done(name))
    with public_scope():
        assert OutboxJob.objects.filter(name=name, state=JobState.DEAD).count() == 0


def _done(name: str) -> int:
    with public_scope():
        return OutboxJob.objects.filter(name=name, state=JobState.DONE).count()
