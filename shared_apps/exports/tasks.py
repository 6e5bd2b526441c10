"""Jobs of exports."""

from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.exports import services
from shared_apps.jobs.registry import job


@job("exports.write", label=_("Write a large list"), time_limit=1800, max_attempts=3)
def write(*, export_id: str) -> None:
    """Write one list to its file."""
    services.write_ordered(export_id=export_id, at=clock.now())


@job("exports.forget_old", label=_("Delete old exports"), cron="40 2 * * *")
def forget_old() -> None:
    """Delete the files of lists that were fetched, or not, a day ago."""
    services.forget_old(at=clock.now())
