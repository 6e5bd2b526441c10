"""The app of the officers' inbox."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """One inbox over all services: lists, saved views, work on many cases at once."""

    name = "tenant_apps.desk"
    label = "desk"

    def ready(self) -> None:
        """Take a place in the menu and on the first page of the desk."""
        from shared_apps.casework import work
        from shared_apps.exports import registry as exports
        from shared_apps.notifications import events
        from tenant_apps.desk import panels
        from tenant_apps.desk.exports import INBOX, VIEWS
        from tenant_apps.site import extensions

        events.register(
            events.Event(
                code="desk/given",
                label=_("An officer is given several cases at once"),
                audience="officer",
                placeholders=("count", "list", "officer"),
            )
        )
        exports.register(INBOX)
        exports.register(VIEWS)
        extensions.register_menu(
            extensions.MenuItem(
                name="complaints",
                label=_("Inbox"),
                icon="inbox",
                url_name="desk_inbox",
                order=10,
                may_open=lambda user: bool(work.sources(user)),
                badge=panels.waiting_for,
            )
        )
        extensions.register_panel(panels.WORK)
