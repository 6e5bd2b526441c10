"""The app of lists to take away."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    """Lists as CSV and Excel: small ones at once, large ones by a job."""

    name = "shared_apps.exports"
    label = "exports"

    def ready(self) -> None:
        """Let who asked for a list fetch its file."""
        from shared_apps.exports.access import may_read_export
        from shared_apps.exports.models import EXPORT_PURPOSE
        from shared_apps.files import access
        from tenants import openings

        openings.keep_open(openings.Opening("/desk/exports/", may_write=True))
        access.register(EXPORT_PURPOSE, may_read_export, label=_("Exported lists"))
