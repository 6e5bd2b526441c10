"""The app of tenants."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Who the LGOs are, and the walls between them."""

    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Install the guard and register the start-up checks."""
        from tenants import checks, guard

        guard.install()
        checks.register_all()
