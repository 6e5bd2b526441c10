"""Housekeeping of the outbox."""

from datetime import timedelta

from django.utils import timezone

from shared_apps.jobs import services
from shared_apps.jobs.registry import job


@job("jobs.prune", scope="public", cron="40 2 * * *")
def prune() -> None:
    """Forget jobs that were done a fortnight ago."""
    services.prune(older_than=timezone.now() - timedelta(days=14))
