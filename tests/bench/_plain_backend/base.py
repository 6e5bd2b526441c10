"""Django's own backend. It only remembers which tenant the code believes to serve; no query is different for it."""

from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Answers `tenants.scope` without touching the database."""

    tenant: Any = None
    schema_name: str | None = None
    as_owner = False

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:
        """Remember the tenant."""
        self.tenant, self.schema_name = tenant, tenant.schema_name

    def leave_scope(self) -> None:
        """Forget the tenant."""
        self.tenant = self.schema_name = None
