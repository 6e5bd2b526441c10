"""The app of what the operator does to tenants."""

from django.apps import AppConfig


class ProvisioningConfig(AppConfig):
    """Sign-up, provisioning, console."""

    name = "provisioning"
    label = "provisioning"
