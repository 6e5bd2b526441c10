"""Jobs of this app."""

from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.jobs.registry import job
from tenant_apps.registry import services


@job(services.SEED_JOB, label=_("Grant roles what is new"), cron="10 2 * * *")
def seed_roles() -> None:
    """Let what an LGO began with know of services and lists that a release has added."""
    services.seed(at=clock.now())
