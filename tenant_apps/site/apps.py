"""The app of site."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """See `docs/architecture.md`."""

    name = "tenant_apps.site"
    label = "site"
