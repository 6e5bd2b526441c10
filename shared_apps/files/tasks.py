"""Housekeeping of files."""

from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.files import services
from shared_apps.jobs.registry import job


@job("files.sweep_orphans", label=_("Remove files that belong to nothing"), cron="20 3 * * SUN", time_limit=1800)
def sweep_orphans() -> None:
    """Delete bytes whose row was never committed, or is gone."""
    services.sweep_orphans(at=clock.now())
