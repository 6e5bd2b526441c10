"""Sending, by the workers."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.jobs.registry import job
from shared_apps.notifications import services
from shared_apps.notifications.models import Channel


@job("notifications.send", label=_("Send a message"), time_limit=60)
def send(*, message_id: str) -> None:
    """Send a message of an LGO."""
    services.deliver(message_id=UUID(message_id), at=timezone.now())


@job("notifications.send_public", label=_("Send a message of the platform"), scope="public", time_limit=60)
def send_public(*, message_id: str) -> None:
    """Send a message of the operator."""
    services.deliver(message_id=UUID(message_id), at=timezone.now())


@job("notifications.wake", label=_("Send what waited for a provider"))
def wake(*, channel: str) -> None:
    """Send an LGO's messages that waited for a provider which is back."""
    services.wake(channel=Channel(channel), at=timezone.now())


@job("notifications.wake_public", label=_("Send what waited for a provider"), scope="public")
def wake_public(*, channel: str) -> None:
    """Send the operator's messages that waited for a provider which is back."""
    services.wake(channel=Channel(channel), at=timezone.now())
