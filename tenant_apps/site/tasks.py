"""Jobs of this app."""

from django.utils.translation import gettext_lazy as _

from shared_apps.jobs.registry import job
from tenant_apps.site import services


@job(services.SAMPLES_JOB, label=_("Load samples, or clear them away"), time_limit=900)
def samples(*, number: int) -> None:
    """One sample after the other."""
    services.work_on_samples(number=number)
