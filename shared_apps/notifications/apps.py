"""The app of notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "shared_apps.notifications"
    label = "notifications"
