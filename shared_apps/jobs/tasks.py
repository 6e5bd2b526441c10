"""Housekeeping of the outbox."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.jobs import services
from shared_apps.jobs.registry import job


@job("jobs.prune", label=_("Forget finished jobs"), scope="public", cron="40 2 * * *")
def prune() -> None:
    """Forget jobs that were done a fortnight ago."""
    services.prune(older_than=timezone.now() - timedelta(days=14))
