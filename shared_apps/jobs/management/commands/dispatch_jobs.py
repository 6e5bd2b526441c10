"""`manage dispatch_jobs`: carry due jobs from the outbox to the workers, for ever."""

import select
import time
from typing import Any

import redis
import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections, connection
from redis.exceptions import RedisError

from shared_apps.jobs import services
from shared_apps.jobs.actors import run_job
from tenants.scope import public_scope

log = structlog.get_logger(__name__)
POLL_SECONDS = 1.0


class Command(BaseCommand):
    """Claims a batch, sends it, waits for a NOTIFY or a second. Any number of these may run."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until killed; losing Redis or PostgreSQL only makes it wait."""
        memory = RedisMemory()
        while True:
            try:
                memory.check()
                if not dispatch_once():
                    _wait()
            except (OperationalError, RedisError) as error:
                log.warning("dispatcher_waits", error=type(error).__name__)
                time.sleep(1)
                close_old_connections()


class RedisMemory:
    """Notices that Redis was started anew, and with it may have lost what it was given."""

    def __init__(self) -> None:
        self.client = redis.Redis.from_url(settings.REDIS_URL)
        self.run_id: str | None = None

    def check(self) -> None:
        """Send again what was sent to the Redis that is gone. A job that was not lost is run once all the same."""
        info: dict[str, Any] = self.client.info("server")
        if self.run_id is not None and info["run_id"] != self.run_id:
            log.warning("redis_started_anew", sent_again=services.send_again_what_redis_lost())
        self.run_id = info["run_id"]


def dispatch_once() -> int:
    """Send one batch. Jobs that Redis does not take become waiting again."""
    batch = services.claim_batch()
    for position, row in enumerate(batch):
        try:
            run_job.send(str(row.pk))
        except Exception:
            for left in batch[position:]:
                services.give_back(left.pk)
            raise
    return len(batch)


def _wait() -> None:
    with public_scope():
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {services.CHANNEL}")
        raw = connection.connection
    select.select([raw], [], [], POLL_SECONDS)
    list(raw.notifies(timeout=0))
