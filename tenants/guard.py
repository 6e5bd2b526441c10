"""Refuses objects, querysets and cached rows that cross from one scope to another.

Roles and search paths keep a query inside its schema; they do not notice a row of tenant A, kept in a variable, being
saved in tenant B, nor a lazy queryset built in A and evaluated in B. Every query and every object is therefore stamped
with the schema in which it was made. What was made without a scope (at import) is not bound and may run anywhere.

Three seams of Django are used, since it has no official hook that sees them all: the construction of `Query`, of
`ModelState`, and the evaluation of a `QuerySet`. Relations, `save()` and `delete()` pass through the router. Content
types, which Django keeps for the life of the process, are kept by schema.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import base
from django.db.models.query import QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler, SQLInsertCompiler

from tenants.errors import CrossTenant

_db: Any = connection


class ScopedState(base.ModelState):
    """Django's per-object state, with the schema in which the object was made."""

    def __init__(self) -> None:
        self.schema: str | None = _db.schema_name


class ScopeRouter:
    """Refuses reads and writes that start from an object of another scope (relations, save, delete, refresh)."""

    def db_for_read(self, model: type[models.Model], instance: Any = None, **_hints: Any) -> None:
        """Check the object from which a relation is followed; the choice of a database is left to Django."""
        _check_object(instance)

    def db_for_write(self, model: type[models.Model], instance: Any = None, **_hints: Any) -> None:
        """Check the object to be written; the choice of a database is left to Django."""
        _check_object(instance)

    def allow_relation(self, obj1: models.Model, obj2: models.Model, **_hints: Any) -> None:
        """Check both objects that are to be linked."""
        _check_object(obj1)
        _check_object(obj2)


def _is_scoped(model: type[models.Model] | None) -> bool:
    return model is not None and model._meta.app_label in _scoped_labels()


def _scoped_labels() -> frozenset[str]:
    global _labels
    if _labels is None:
        names = set(settings.TENANT_APPS)
        _labels = frozenset(config.label for config in apps.get_app_configs() if config.name in names)
    return _labels


_labels: frozenset[str] | None = None


def _check_object(instance: Any) -> None:
    # `request.user` is a lazy wrapper: its class is asked for, not its type.
    if instance is None or not isinstance(instance, models.Model) or not _is_scoped(instance.__class__):
        return
    made_in = getattr(instance._state, "schema", None)
    if made_in is not None and made_in != _db.schema_name:
        raise CrossTenant(f"{instance.__class__.__name__} of {made_in} used in {_db.schema_name}")


def _check_query(query: Query) -> None:
    made_in = getattr(query, "schema", None)
    if made_in is not None and made_in != _db.schema_name and _is_scoped(query.model):
        raise CrossTenant(f"query on {query.get_meta().label} built in {made_in} run in {_db.schema_name}")


def install() -> None:
    """Install the guard once, when the app registry is ready."""
    if base.ModelState is ScopedState:
        return
    base.ModelState = ScopedState  # type: ignore[misc]  # the seam that Model.__init__ looks up
    _wrap_query()
    _wrap_fetch()
    _wrap_compiler()
    _separate_content_types()


def _wrap_query() -> None:
    original = Query.__init__

    def init(self: Query, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.schema = _db.schema_name  # type: ignore[attr-defined]  # clones copy the stamp with __dict__

    Query.__init__ = init  # type: ignore[method-assign]


def _wrap_fetch() -> None:
    original = QuerySet._fetch_all

    def fetch_all(self: Any) -> None:
        _check_query(self._query)
        original(self)

    QuerySet._fetch_all = fetch_all  # type: ignore[method-assign]


def _wrap_compiler() -> None:
    for compiler in (SQLCompiler, SQLInsertCompiler):
        _wrap_execute(compiler)


def _wrap_execute(compiler: type[SQLCompiler]) -> None:
    original = compiler.execute_sql

    def execute_sql(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        _check_query(self.query)
        for instance in getattr(self.query, "objs", ()):
            _check_object(instance)
        return original(self, *args, **kwargs)

    compiler.execute_sql = execute_sql  # type: ignore[method-assign]


def _separate_content_types() -> None:
    """Threads serve different tenants at the same moment, so emptying the one cache at a switch would not do."""
    from django.contrib.contenttypes.models import ContentTypeManager

    def kept(manager: Any) -> Any:
        return manager.__dict__.setdefault("caches", {}).setdefault(_db.schema_name, {})

    ContentTypeManager._cache = property(kept, lambda manager, value: None)  # type: ignore[attr-defined]  # private
    for manager in apps.get_model("contenttypes", "ContentType")._meta.managers:
        manager.__dict__.pop("_cache", None)
