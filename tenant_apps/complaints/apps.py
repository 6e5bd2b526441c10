"""The app of complaints."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "tenant_apps.complaints"
    label = "complaints"

    def ready(self) -> None:
        """Say who may see photos."""
        from shared_apps.files import access as files
        from tenant_apps.complaints.access import may_read_photo
        from tenant_apps.complaints.models import PHOTO_PURPOSE

        files.register(PHOTO_PURPOSE, may_read_photo)
