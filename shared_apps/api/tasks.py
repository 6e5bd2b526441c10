"""Housekeeping."""

from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.api import services
from shared_apps.jobs.registry import job


@job("api.forget_requests", label=_("Forget answered requests of the programming interface"), cron="20 4 * * *")
def forget_requests() -> None:
    """Forget the answers kept for Idempotency-Key."""
    services.forget_requests(at=clock.now())
