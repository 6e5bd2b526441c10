"""The digest of the migrations applied to a schema: equal digests mean that the same migrations ran there."""

import hashlib
from collections.abc import Iterable, Sequence

from psycopg import sql

from tenants.database import Owner

Key = tuple[str, str]
"""App label and name of a migration."""

_CHUNK = 250
_DIGEST = sql.SQL(
    "SELECT {literal}::text, encode(sha256(convert_to(coalesce(string_agg("
    "app || '.' || name, ',' ORDER BY app COLLATE \"C\", name COLLATE \"C\"), ''), 'UTF8')), 'hex')"
    " FROM {schema}.django_migrations"
)


def of_schemas(owner: Owner, schemas: Sequence[str]) -> dict[str, str]:
    """The fingerprints of many schemas, by one query for each 250 of them."""
    found: dict[str, str] = {}
    for start in range(0, len(schemas), _CHUNK):
        parts = [
            _DIGEST.format(literal=sql.Literal(name), schema=sql.Identifier(name))
            for name in schemas[start : start + _CHUNK]
        ]
        found.update(owner.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall())
    return found


def of_schema(owner: Owner, schema: str) -> str:
    """The fingerprint of one schema."""
    return of_schemas(owner, [schema])[schema]


def of_migrations(applied: Iterable[Key]) -> str:
    """The fingerprint that a schema with these migrations has."""
    text = ",".join(f"{app}.{name}" for app, name in sorted(applied))
    return hashlib.sha256(text.encode()).hexdigest()


def applied_migrations(owner: Owner, schema: str) -> list[Key]:
    """The migrations applied to a schema."""
    query = sql.SQL("SELECT app, name FROM {}.django_migrations").format(sql.Identifier(schema))
    return [(app, name) for app, name in owner.execute(query)]
