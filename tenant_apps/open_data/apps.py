"""The app of open data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenDataConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "tenant_apps.open_data"
    label = "open_data"

    def ready(self) -> None:
        """Let failures of Open311 be told as it prescribes, and what is public stay so."""
        from shared_apps.api import problems
        from tenant_apps.open_data.georeport import failed
        from tenants.openings import Opening, keep_open

        problems.register_format("/open311/", failed)
        keep_open(Opening("/open-data", label=_("Open data")), Opening("/open-data/"))
