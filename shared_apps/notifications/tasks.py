"""Sending, by the workers."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.jobs.registry import job
from shared_apps.notifications import services


@job("notifications.send", label=_("Send a message"), max_attempts=services.MAX_ATTEMPTS, time_limit=60)
def send(*, message_id: str) -> None:
    """Send a message of an LGO."""
    services.deliver(message_id=UUID(message_id), at=timezone.now())


@job(
    "notifications.send_public",
    label=_("Send a message of the platform"),
    scope="public",
    max_attempts=services.MAX_ATTEMPTS,
    time_limit=60,
)
def send_public(*, message_id: str) -> None:
    """Send a message of the operator."""
    services.deliver(message_id=UUID(message_id), at=timezone.now())
