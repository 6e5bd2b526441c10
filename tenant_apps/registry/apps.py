"""The app of registry."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "tenant_apps.registry"
    label = "registry"
