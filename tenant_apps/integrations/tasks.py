"""Sending, and forgetting what was sent long ago."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.jobs.registry import job
from tenant_apps.integrations import services


@job("integrations.deliver", label=_("Tell another system what happened"), max_attempts=5, time_limit=60)
def deliver(*, delivery_id: str, attempt: int) -> None:
    """One attempt; further ones are jobs of their own."""
    services.deliver(delivery_id=UUID(delivery_id), attempt=attempt, at=clock.now())


@job("integrations.forget_deliveries", label=_("Forget old deliveries to other systems"), cron="50 4 * * *")
def forget_deliveries() -> None:
    """Keep the log for 30 days."""
    services.forget_deliveries(at=clock.now())
