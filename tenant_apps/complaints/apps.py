"""The app of complaints."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "tenant_apps.complaints"
    label = "complaints"
