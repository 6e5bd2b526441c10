"""The app of audit rows."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, when."""

    name = "shared_apps.audit"
    label = "audit"
