"""The dramatiq side: one actor carries every job; the outbox says what it is."""

from uuid import UUID

import dramatiq
from django.utils import timezone
from dramatiq_crontab import cron

from shared_apps.jobs import registry, services
from tenants.scope import no_scope, public_scope


@dramatiq.actor(actor_name="run_job", time_limit=3_600_000)
def run_job(job_id: str) -> None:
    """Run the outbox row `job_id`. Retries are the outbox's, which outlives Redis."""
    with no_scope():
        services.run(UUID(job_id))


@dramatiq.actor(actor_name="fan_out")
def fan_out(name: str) -> None:
    """Enqueue a scheduled job: for every live tenant, or once for the operator."""
    now = timezone.now()
    with public_scope():
        if registry.get(name).scope == "tenant":
            services.fan_out(name, at=now)
        else:
            services.enqueue(name, key=f"cron:{name}:{now:%Y-%m-%dT%H:%M}")


def schedule_all() -> None:
    """Hand every job that has a `cron` to the scheduler."""
    for job in registry.all_jobs():
        if job.cron is not None:
            cron(job.cron)(_ticker(job.name))


def _ticker(name: str) -> "dramatiq.Actor[[], None]":
    @dramatiq.actor(actor_name=f"tick.{name}")
    def tick() -> None:
        fan_out.fn(name)

    return tick
