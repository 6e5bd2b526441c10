"""The app of the programming interface's machinery."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "shared_apps.api"
    label = "api"

    def ready(self) -> None:
        """Say what may be granted, and which list may be taken away."""
        from shared_apps.accounts import rights
        from shared_apps.accounts.rights import Action
        from shared_apps.api.exports import TOKENS
        from shared_apps.exports import registry

        rights.register_service(
            rights.Service(
                code="api",
                label=_("Connections with other systems"),
                order=95,
                actions=(Action.ADD, Action.SETTINGS),
            )
        )
        registry.register(TOKENS)
