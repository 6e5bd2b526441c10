"""The rows that Django writes after migrations: content types and permissions, with the same ids in every schema."""

from typing import Any

from psycopg import sql

from tenants.database import Owner

_TABLES = {
    "django_content_type": ("id", "app_label", "model"),
    "auth_permission": ("id", "name", "content_type_id", "codename"),
}
Rows = dict[str, dict[int, tuple[Any, ...]]]


def reference_rows(owner: Owner, schema: str) -> Rows:
    """The rows of a schema, by table and id."""
    found: Rows = {}
    for table, columns in _TABLES.items():
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        query = sql.SQL("SELECT {} FROM {} ORDER BY id").format(names, sql.Identifier(schema, table))
        found[table] = {row[0]: row for row in owner.execute(query)}
    return found


def changed_rows(owner: Owner, schema: str, *, before: Rows) -> str:
    """SQL that brings the rows from `before` to those of `schema`, and does no harm when run twice."""
    now = reference_rows(owner, schema)
    parts = []
    for table, columns in _TABLES.items():
        changed = [row for key, row in now[table].items() if key in before[table] and row != before[table][key]]
        added = [row for key, row in now[table].items() if key not in before[table]]
        parts += [_update(table, columns, row) for row in changed]
        if added:
            parts.append(_insert(table, columns, added))
    return "\n".join(parts)


def _update(table: str, columns: tuple[str, ...], row: tuple[Any, ...]) -> str:
    values = [
        sql.SQL("{} = {}").format(sql.Identifier(column), sql.Literal(value))
        for column, value in zip(columns[1:], row[1:], strict=True)
    ]
    return (
        sql.SQL("UPDATE {} SET {} WHERE id = {};")
        .format(sql.Identifier(table), sql.SQL(", ").join(values), sql.Literal(row[0]))
        .as_string()
    )


def _insert(table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    values = [sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, row))) for row in rows]
    return (
        sql.SQL(
            "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE VALUES\n{values}\nON CONFLICT DO NOTHING;\n"
            "SELECT setval(pg_get_serial_sequence({name}, 'id'), (SELECT max(id) FROM {table}));"
        )
        .format(
            table=sql.Identifier(table),
            name=sql.Literal(table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(",\n").join(values),
        )
        .as_string()
    )
