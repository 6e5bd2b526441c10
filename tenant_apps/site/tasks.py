"""Jobs of this app."""

from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.jobs.registry import job
from tenant_apps.site import services


@job(services.SAMPLES_JOB, label=_("Load samples, or clear them away"), time_limit=900)
def samples(*, number: int) -> None:
    """One sample after the other."""
    services.work_on_samples(number=number)


@job("site.provide_holidays", label=_("Add the holidays of the coming year"), cron="25 2 * * *")
def provide_holidays() -> None:
    """Keep the office's calendar a year ahead."""
    services.provide_holidays(at=clock.now())
