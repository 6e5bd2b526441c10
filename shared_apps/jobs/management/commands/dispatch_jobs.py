"""`manage dispatch_jobs`: carry due jobs from the outbox to the workers, for ever."""

import select
import time
from typing import Any

import structlog
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
        while True:
            try:
                if not dispatch_once():
                    _wait()
            except (OperationalError, RedisError) as error:
                log.warning("dispatcher_waits", error=type(error).__name__)
                time.sleep(1)
                close_old_connections()


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
