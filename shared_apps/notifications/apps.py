"""The app of messages to people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """E-mail, SMS and LINE: kept as rows, sent by jobs."""

    name = "shared_apps.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Declare this app's own events and its list, and listen to mail services."""
        from anymail.signals import tracking

        from shared_apps.accounts import own_data
        from shared_apps.exports import registry
        from shared_apps.notifications import events
        from shared_apps.notifications.events import Event, Group
        from shared_apps.notifications.lists import MESSAGES
        from shared_apps.notifications.own_data import MESSAGES as TAKEN
        from shared_apps.notifications.tracking import take

        events.register_group(Group(code="notifications", label=_("Messages and summaries"), order=80))
        events.register(
            Event(code="notifications/test", label=_("Test message"), audience="officer", statutory=True, urgent=True),
            Event(
                code="notifications/summary",
                label=_("Daily summary"),
                audience="officer",
                placeholders=("count", "list"),
                urgent=True,
            ),
            Event(
                code="notifications/failures",
                label=_("What could not be sent"),
                audience="officer",
                placeholders=("count", "list"),
                statutory=True,
                urgent=True,
            ),
        )
        registry.register(MESSAGES)
        own_data.register(TAKEN)
        tracking.connect(take, dispatch_uid="notifications")
