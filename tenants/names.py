"""Names of schemas and roles. They are random, tell nothing about the LGO, and are never used again."""

import re
import secrets

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_SCHEMA = re.compile(r"^t_[a-z0-9]{16}$")


def new_schema_name() -> str:
    """A fresh, opaque schema name (80 bits of chance)."""
    return "t_" + "".join(secrets.choice(_ALPHABET) for _ in range(16))


def is_tenant_schema(name: str) -> bool:
    """Whether `name` has the form of a tenant's schema."""
    return bool(_SCHEMA.match(name))


def role_of(schema_name: str) -> str:
    """The PostgreSQL role under which work in `schema_name` runs."""
    return f"r_{schema_name}"


TENANT_GROUP = "tenant_rw"
"""The group of all tenants' roles; holds rights on tables, while the right to a schema is each role's own."""
