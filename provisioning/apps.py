"""The app of what the operator does to tenants."""

from django.apps import AppConfig


class ProvisioningConfig(AppConfig):
    """Sign-up, provisioning, console."""

    name = "provisioning"
    label = "provisioning"

    def ready(self) -> None:
        """Declare duties, messages, lists and what needs a second person."""
        from provisioning import registrations

        registrations.declare()
