"""The app of casework."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "shared_apps.casework"
    label = "casework"
