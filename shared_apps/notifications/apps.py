"""The app of messages to people."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """E-mail and SMS: kept as rows, sent by jobs."""

    name = "shared_apps.notifications"
    label = "notifications"
