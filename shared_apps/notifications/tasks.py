"""Sending, by the workers."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared_apps.jobs.registry import job
from shared_apps.notifications import services
from shared_apps.notifications.models import Channel
from shared_apps.notifications.services import daily, line_links


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


@job("notifications.line_reply", label=_("Answer on LINE"), max_attempts=2, time_limit=60)
def line_reply(*, reply_token: str, text: str) -> None:
    """Answer a person who wrote to the LGO's LINE account."""
    line_links.reply(reply_token=reply_token, text=text)


@job("notifications.daily", label=_("Summaries and reminders of a working day"), cron="30 8 * * *", time_limit=1800)
def daily_work() -> None:
    """Officers' summaries, what could not be sent, and the reminders of all apps."""
    daily.run(at=timezone.now())


@job("notifications.recheck_domain", label=_("Check the e-mail domain"), cron="20 4 * * *", time_limit=120)
def recheck_domain() -> None:
    """See whether the LGO's domain still lets us send for it."""
    services.recheck_domain(at=timezone.now())


@job("notifications.tidy", label=_("Delete old messages"), cron="10 3 * * *", time_limit=1800)
def tidy() -> None:
    """Delete old messages, and send those whose job was lost."""
    at = timezone.now()
    services.prune(at=at)
    line_links.forget_events(at=at)
    services.sweep(at=at)


@job("notifications.tidy_public", label=_("Delete old messages"), scope="public", cron="10 3 * * *", time_limit=1800)
def tidy_public() -> None:
    """The same for the operator's messages."""
    at = timezone.now()
    services.prune(at=at)
    services.sweep(at=at)
