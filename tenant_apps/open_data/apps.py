"""The app of open data."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "tenant_apps.open_data"
    label = "open_data"

    def ready(self) -> None:
        """Let failures of Open311 be told as it prescribes."""
        from shared_apps.api import problems
        from tenant_apps.open_data.georeport import failed

        problems.register_format("/open311/", failed)
