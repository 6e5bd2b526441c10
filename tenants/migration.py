"""Migrations of `public` and of the template, under the owner's login."""

from django.conf import settings
from django.core.management import call_command
from psycopg import sql

from tenants.database import as_owner, grant_public_to_tenants, grant_tables, owner_connection
from tenants.scope import public_scope
from tenants.template import render_release


def migrate_public() -> None:
    """Migrate the operator's schema and open its outbox to the tenants."""
    with as_owner(), public_scope():
        call_command("migrate_schemas", schema_name=settings.PUBLIC_SCHEMA_NAME, interactive=False, verbosity=0)
    grant_public_to_tenants()


def migrate_template() -> None:
    """Migrate the template schema, grant its tables, and render a release when anything changed."""
    name = settings.TEMPLATE_SCHEMA
    with owner_connection() as owner:
        owner.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))
    with as_owner(), public_scope():
        call_command("migrate_schemas", schema_name=name, interactive=False, verbosity=0)
    with owner_connection() as owner:
        grant_tables(owner, name)
    with public_scope():
        render_release()
