"""The app of what the operator does to tenants."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvisioningConfig(AppConfig):
    """Sign-up, provisioning, console."""

    name = "provisioning"
    label = "provisioning"

    def ready(self) -> None:
        """Say what those who sign an LGO up are told."""
        from shared_apps.notifications import events
        from shared_apps.notifications.events import Event, Group

        events.register_group(Group(code="provisioning", label=_("Sign-up"), order=95))
        events.register(
            Event(
                code="provisioning/sign_up_code",
                label=_("Code for a sign-up"),
                placeholders=("code", "minutes", "lgo"),
                statutory=True,
                urgent=True,
                channels=("email",),
            ),
            Event(
                code="provisioning/declined",
                label=_("A sign-up was declined"),
                placeholders=("lgo", "reason"),
                statutory=True,
                channels=("email",),
            ),
        )
