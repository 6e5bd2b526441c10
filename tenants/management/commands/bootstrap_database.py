"""`manage bootstrap_database`: create the app's login, the tenants' group and the extensions. Idempotent."""

from typing import Any

from django.core.management.base import BaseCommand

from tenants.database import bootstrap


class Command(BaseCommand):
    """Run once for a new database, and again after an upgrade of PostgreSQL."""

    help = __doc__ or ""
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the database."""
        bootstrap()
