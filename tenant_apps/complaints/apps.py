"""The app of complaints."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "tenant_apps.complaints"
    label = "complaints"

    def ready(self) -> None:
        """Say who may see photos, and take a place in the pages of the site."""
        from shared_apps.files import access as files
        from tenant_apps.complaints import portal
        from tenant_apps.complaints.access import may_read_photo
        from tenant_apps.complaints.models import PHOTO_PURPOSE
        from tenant_apps.site import extensions

        files.register(PHOTO_PURPOSE, may_read_photo)
        extensions.register_menu(portal.INBOX)
        extensions.register_cases(portal.latest_cases)
