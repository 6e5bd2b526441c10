"""The app of reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Numbers about the work of the office. It has no tables of its own."""

    name = "tenant_apps.reports"
    label = "reports"

    def ready(self) -> None:
        """Take a place in the officers' menu, say what tokens may read, and which list may be taken away."""
        from shared_apps.accounts import rights
        from shared_apps.accounts.rights import Action
        from shared_apps.api import scopes
        from shared_apps.exports import registry as exports
        from tenant_apps.reports.exports import DELAYS
        from tenant_apps.reports.scopes import SCOPES
        from tenant_apps.site.extensions import MenuItem, register_menu

        scopes.register(*SCOPES)
        exports.register(DELAYS)
        actions = (Action.VIEW, Action.EXPORT)
        rights.register_service(rights.Service(code="reports", label=_("Reports"), order=75, actions=actions))
        register_menu(
            MenuItem(
                name="reports",
                label=_("Reports"),
                icon="bar-chart",
                url_name="reports",
                order=75,
                may_open=lambda user: user.may("reports", "view"),
            )
        )
