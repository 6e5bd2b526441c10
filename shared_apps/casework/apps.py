"""The app of casework."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "shared_apps.casework"
    label = "casework"

    def ready(self) -> None:
        """Declare the code that proves an address."""
        from shared_apps.notifications.events import Event, register

        register(
            Event(
                code="casework/code",
                label=_("Code to prove an address"),
                placeholders=("code",),
                urgent=True,
                statutory=True,
                channels=("email", "sms"),
            )
        )
