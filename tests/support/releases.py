"""Releases that a test writes: migrations of an app that has none of its own, on a path of the test's own."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from tenants import fingerprint
from tenants.database import Owner
from tenants.fleet import catalog, schemas
from tenants.models import Tenant

APP = "humanize"
"""An installed app without models or migrations, which plays a tenant's app here."""

FIRST = """
migrations.CreateModel("Thing", [
    ("id", models.BigAutoField(primary_key=True)),
    ("name", models.CharField(max_length=50)),
], options={"constraints": [models.UniqueConstraint(fields=["name"], name="thing_name_once")]}),
migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True)), ("note", models.TextField())]),
"""
COLUMN = 'migrations.AddField("thing", "colour", models.CharField(max_length=10, default="ฟ้า")),'
TABLE = """
migrations.CreateModel("Part", [
    ("id", models.BigAutoField(primary_key=True)),
    ("thing", models.ForeignKey("humanize.Thing", models.CASCADE)),
    ("code", models.CharField(max_length=20)),
], options={
    "indexes": [models.Index(fields=["code", "-id"], name="part_code")],
    "constraints": [models.UniqueConstraint(fields=["thing", "code"], name="part_once")],
}),
"""
FILL = "migrations.RunPython(fill),"
FILL_HELPER = """
import django.db.models.functions
from django.db import models

def fill(apps, editor):
    apps.get_model("humanize", "Thing").objects.update(colour=models.functions.Upper("name"))
"""

_HEAD = """
import os, time
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, migrations, models


class Migration(migrations.Migration):
    {atomic}
    dependencies = {dependencies}
    operations = [
        {operations}
    ]
"""


class Releases:
    """Writes migrations one after the other and runs `migrate_all`."""

    def __init__(self, folder: Path) -> None:
        self.module = f"fleet_{uuid4().hex}"
        self.folder = folder
        self._package = folder / self.module
        self._package.mkdir()
        (self._package / "__init__.py").touch()
        self._latest = ""

    def add(self, name: str, operations: str, *, helpers: str = "", atomic: bool = True) -> str:
        """Write the next migration; `operations` is Python, a list's inside."""
        dependencies = [(APP, self._latest)] if self._latest else []
        text = helpers + _HEAD.format(
            atomic="" if atomic else "atomic = False", dependencies=dependencies, operations=operations
        )
        (self._package / f"{name}.py").write_text(text, encoding="utf-8")
        self._latest = name
        return name

    def run(self, **options: Any) -> str:
        """`manage migrate_all` in this process; what it printed."""
        output = io.StringIO()
        call_command("migrate_all", stdout=output, **options)
        return output.getvalue()

    def child_settings(self) -> dict[str, str]:
        """What a child process needs in its environment to see these migrations."""
        module = f"settings_{self.module}"
        (self.folder / f"{module}.py").write_text(
            "from config.settings import *\n"
            f"TENANT_APPS = [*TENANT_APPS, 'django.contrib.{APP}']\n"
            f"MIGRATION_MODULES = {{'{APP}': '{self.module}'}}\n",
            encoding="utf-8",
        )
        return {"DJANGO_SETTINGS_MODULE": module}


@contextmanager
def releases_in(folder: Path) -> Iterator[Releases]:
    """Releases whose migrations Django finds until the end of the block."""
    made = Releases(folder)
    former = (settings.MIGRATION_MODULES, settings.TENANT_APPS)
    sys.path.insert(0, str(folder))
    # Django gives content types only to apps that have a module of models.
    config = apps.get_app_config(APP)
    config.models_module = sys.modules[__name__]
    settings.MIGRATION_MODULES = {**former[0], APP: made.module}
    settings.TENANT_APPS = [*former[1], f"django.contrib.{APP}"]
    try:
        yield made
    finally:
        config.models_module = None
        settings.MIGRATION_MODULES, settings.TENANT_APPS = former
        sys.path.remove(str(folder))


def everywhere(owner: Owner) -> dict[str, str]:
    """The fingerprint of every tenant's schema and every spare."""
    return schemas.fleet_fingerprints(owner)


def in_step(owner: Owner) -> bool:
    """Whether the template, every tenant and every spare stand at the newest migration."""
    template = fingerprint.of_schema(owner, settings.TEMPLATE_SCHEMA)
    return {*everywhere(owner).values()} == {template}


def alike(owner: Owner) -> bool:
    """Whether every schema has the structure of the template."""
    names = [settings.TEMPLATE_SCHEMA, *everywhere(owner)]
    return len({*catalog.digests(owner, names).values()}) == 1


def put(owner: Owner, tenant: Tenant, name: str) -> None:
    """Add a thing to a tenant."""
    owner.execute(f'INSERT INTO "{tenant.schema_name}".humanize_thing (name) VALUES (%s)'.encode(), [name])


def scratch_left(owner: Owner) -> list[Any]:
    """Schemas of a rehearsal that nobody dropped."""
    return owner.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname::text, 'scratch')").fetchall()
