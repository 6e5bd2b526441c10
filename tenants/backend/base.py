"""django-tenants' PostgreSQL backend, hardened.

- A connection starts without a scope and refuses every query until one is entered (`tenants.scope`).
- Entering a tenant costs one round trip, which sets the tenant's role and its search path together. `public` is not on
  that path, so a table missing in a tenant fails instead of being read from the operator's tables.
- The app's login uses the extended protocol: one statement an execution, so stacked SQL cannot leave the role.
- Behind a transaction pooler the scope is set with SET LOCAL, and a query outside a transaction is refused.
- A cursor remembers its scope and refuses to work in another.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base as django_postgresql
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django_tenants.postgresql_backend import base as tenants_postgresql
from psycopg.pq import TransactionStatus

from tenants.errors import CrossTenant, NoScope
from tenants.names import role_of


class OneStatementCursor(django_postgresql.Cursor):
    """Binds on the client, as Django does, but speaks the extended protocol, which refuses a second statement."""

    enters_scope = False

    def _execute_send(self, query: Any, *, force_extended: bool = False, binary: bool | None = None) -> None:
        super()._execute_send(  # type: ignore[misc]  # the stubs leave psycopg's private method out
            query, force_extended=force_extended or not self.enters_scope, binary=binary
        )


class _ScopedCursor:
    """Remembers the scope in which the cursor was opened."""

    db: "DatabaseWrapper"
    cursor: Any

    def __init__(self, cursor: Any, db: "DatabaseWrapper") -> None:
        super().__init__(cursor, db)  # type: ignore[call-arg]  # a mixin before Django's wrapper
        self.scope = db.schema_name

    def _check_scope(self) -> None:
        if self.scope != self.db.schema_name:
            raise CrossTenant(f"cursor opened in {self.scope} used in {self.db.schema_name}")

    def execute(self, sql: Any, params: Any = None) -> Any:
        self._check_scope()
        return super().execute(sql, params)  # type: ignore[misc]  # a mixin before Django's wrapper

    def executemany(self, sql: Any, param_list: Any) -> Any:
        self._check_scope()
        return super().executemany(sql, param_list)  # type: ignore[misc]  # a mixin before Django's wrapper

    def fetchone(self) -> Any:
        self._check_scope()
        return self.cursor.fetchone()

    def fetchmany(self, *args: Any) -> Any:
        self._check_scope()
        return self.cursor.fetchmany(*args)

    def fetchall(self) -> Any:
        self._check_scope()
        return self.cursor.fetchall()


class ScopedCursorWrapper(_ScopedCursor, CursorWrapper):
    """Django's cursor wrapper that keeps to its scope."""


class ScopedCursorDebugWrapper(_ScopedCursor, CursorDebugWrapper):
    """Django's query-logging cursor wrapper that keeps to its scope."""


class DatabaseWrapper(tenants_postgresql.DatabaseWrapper):
    """One connection and the scope that it serves."""

    tenant: Any
    schema_name: str | None
    search_path_set_schemas: list[str] | None
    _setting_search_path: bool
    as_owner = False
    """Whether the connection uses the owner's login, which has no tenant role (`tenants.database.as_owner`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._connecting = False
        self.leave_scope()

    # --- scope ----------------------------------------------------------------------------------------------------

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:
        """Serve `tenant` from the next query on."""
        self.tenant = tenant
        if self.schema_name != tenant.schema_name:
            self.schema_name = tenant.schema_name
            self.search_path_set_schemas = None
        self.set_settings_schema(tenant.schema_name)

    def leave_scope(self) -> None:
        """Serve nobody: the next query raises."""
        self.tenant = None
        self.schema_name = None
        self.search_path_set_schemas = None

    def _scope_sql(self, schema: str) -> str:
        local = "LOCAL " if settings.TRANSACTION_POOLER else ""
        path = f'SET {local}search_path = "{schema}", "{settings.EXTENSION_SCHEMA}"'
        if self.as_owner:
            return path
        role = "NONE" if schema == settings.PUBLIC_SCHEMA_NAME else f'"{role_of(schema)}"'
        return f"SET {local}ROLE {role}; {path}"

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path or self._connecting:
            return
        if self.schema_name is None:
            raise NoScope("a query needs a tenant or the public scope (tenants.scope)")
        tenants_postgresql._check_schema_name(self.schema_name)
        if settings.TRANSACTION_POOLER and not self.in_atomic_block:
            raise ImproperlyConfigured("a query outside a transaction is not safe behind a transaction pooler")
        if self.search_path_set_schemas or self._transaction_has_failed():
            return
        self._set_scope(self.schema_name)
        self.search_path_set_schemas = [self.schema_name]

    def _set_scope(self, schema: str) -> None:
        self._setting_search_path = True
        try:
            with self.connection.cursor() as cursor:
                cursor.enters_scope = True
                cursor.execute(self._scope_sql(schema))
        finally:
            self._setting_search_path = False

    def _transaction_has_failed(self) -> bool:
        """A failed transaction refuses SET too; whatever comes next but a rollback fails by itself."""
        return bool(self.connection.info.transaction_status == TransactionStatus.INERROR)

    # --- a SET ends with its transaction, wholly (LOCAL) or when rolled back -------------------------------------

    def _forget_local_scope(self) -> None:
        if settings.TRANSACTION_POOLER:
            self.search_path_set_schemas = None

    def _set_autocommit(self, autocommit: bool) -> None:
        self._forget_local_scope()
        super()._set_autocommit(autocommit)

    def _commit(self) -> Any:
        self._forget_local_scope()
        return super()._commit()

    def _rollback(self) -> Any:
        self.search_path_set_schemas = None
        return super()._rollback()

    def check_constraints(self, table_names: Any = None) -> None:
        """Check deferred constraints, which needs no scope: they are the transaction's."""
        with self.wrap_database_errors:
            self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            self.connection.execute("SET CONSTRAINTS ALL DEFERRED")

    # --- connection and cursors -----------------------------------------------------------------------------------

    def connect(self) -> None:
        """Connect; Django's own set-up queries need no scope."""
        self._connecting = True
        self.search_path_set_schemas = None
        try:
            super().connect()
        finally:
            self._connecting = False

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters with our cursor for the app's login; the owner runs scripts of many statements."""
        params: dict[str, Any] = super().get_connection_params()
        if not self.as_owner:
            params["cursor_factory"] = OneStatementCursor
        return params

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        """A cursor that keeps to its scope."""
        return ScopedCursorWrapper(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> CursorDebugWrapper:
        """A query-logging cursor that keeps to its scope."""
        return ScopedCursorDebugWrapper(cursor, self)
