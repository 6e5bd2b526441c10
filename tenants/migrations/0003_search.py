"""Search for LGOs by a part of their name, district or host name."""

from django.db import migrations

INDEXES = {
    "tenant_name_search": ("tenants_tenant", "name"),
    "tenant_district_search": ("tenants_tenant", "district"),
    "tenant_domain_search": ("tenants_domain", "domain"),
}


class Migration(migrations.Migration):
    """Expression indexes as `icontains` asks: by hand, for Django's need an app that looks up types we do not use."""

    dependencies = [("tenants", "0002_usage")]

    operations = [
        migrations.RunSQL(
            f'CREATE INDEX "{name}" ON "{table}" USING gin (UPPER("{column}"::text) ext.gin_trgm_ops)',
            f'DROP INDEX IF EXISTS "{name}"',
        )
        for name, (table, column) in INDEXES.items()
    ]
