"""`manage migrate_all`: bring `public`, the template and every tenant up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from tenants import migration


class Command(BaseCommand):
    """Safe to run again at any time."""

    help = __doc__ or ""
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate."""
        migration.migrate_public()
        migration.migrate_template()
