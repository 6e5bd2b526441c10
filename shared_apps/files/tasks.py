"""Housekeeping of files."""

from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.files import services
from shared_apps.jobs.registry import job
from tenants import usage


@job("files.sweep_orphans", label=_("Remove files that belong to nothing"), cron="20 3 * * SUN", time_limit=1800)
def sweep_orphans() -> None:
    """Delete bytes whose row was never committed, or is gone."""
    services.sweep_orphans(at=clock.now())


@job("files.count_usage", label=_("Count the storage in use"), cron="30 1 * * *", time_limit=900)
def count_usage() -> None:
    """Put the count of stored bytes right, where a process died between bytes and count."""
    services.count_usage(at=clock.now())


@job("files.measure_databases", label=_("Measure the databases"), scope="public", cron="20 1 * * *", time_limit=900)
def measure_databases() -> None:
    """Set every LGO's bytes in the database."""
    usage.measure_databases()


@job("files.sweep_reservations", label=_("Take back reserved storage"), scope="public", cron="7 * * * *")
def sweep_reservations() -> None:
    """Take back what processes reserved an hour ago and never wrote."""
    usage.sweep(at=clock.now())
