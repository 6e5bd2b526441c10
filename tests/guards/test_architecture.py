"""Architecture as tests: what no linter of ours can say."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from shared_apps.jobs import registry

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("src", "tenants", "shared_apps", "tenant_apps", "provisioning", "billing")
MAX_LINES = 400
LAYERS = ("kit", "tenants", "shared_apps", "tenant_apps", "provisioning", "config")
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "update"}
MANAGER_WRITES = {"create", "bulk_create", "get_or_create", "update_or_create"}


def _sources() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts and "node_modules" not in path.parts
    ]


def _relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _calls(path: Path) -> Iterator[tuple[int, str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.attr, node


def _part(path: Path) -> str:
    """The part of an app that a file is: services, views, … also when the part is a package."""
    known = {"services", "views", "api", "selectors", "models", "forms", "tasks", "management", "admin"}
    for part in (path.stem, *reversed(path.relative_to(ROOT).parent.parts)):
        if part in known:
            return part
    return path.stem


@pytest.mark.parametrize("path", _sources(), ids=_relative)
def test_a_file_stays_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MAX_LINES


def test_views_and_apis_read_through_selectors() -> None:
    """No `.objects` where HTTP is spoken."""
    wrong = [
        f"{_relative(path)}:{node.lineno}"
        for path in _sources()
        if _part(path) in {"views", "api"}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert wrong == []


def test_only_services_write() -> None:
    """`.save()` of a row and the writing verbs of managers stand in services (tenants: in its own machinery)."""
    wrong = []
    for path in _sources():
        if _part(path) == "services" or path.parts[len(ROOT.parts)] in {"tenants", "src"}:
            continue
        for line, name, call in _calls(path):
            on_manager = isinstance(call.func, ast.Attribute) and "objects" in ast.dump(call.func.value)
            if (name in MANAGER_WRITES and on_manager) or (name in {"save", "delete", "update"} and on_manager):
                wrong.append(f"{_relative(path)}:{line} .{name}()")
    assert wrong == []


def test_foreign_keys_point_down_the_stack() -> None:
    """A string in a ForeignKey hides an import from import-linter; this does not."""
    wrong = []
    for model in apps.get_models():
        package = model.__module__.split(".")[0]
        if package not in LAYERS:
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            other = target.__module__.split(".")[0] if target is not None and target != "self" else None
            if other in LAYERS and LAYERS.index(other) > LAYERS.index(package):
                wrong.append(f"{model._meta.label}.{field.name} → {other}")
    assert wrong == []


def test_no_foreign_key_leaves_a_tenant_for_public() -> None:
    """A tenant's schema can be restored and moved by itself (`tenancy.md` 4)."""
    tenant = set(settings.TENANT_APPS)
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if apps.get_app_config(model._meta.app_label).name in tenant
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model not in (None, "self")
        and apps.get_app_config(field.related_model._meta.app_label).name not in tenant
    ]
    assert wrong == []


def test_text_columns_are_indexed_by_meta() -> None:
    """`unique=`/`db_index=` on text makes a second, useless `_like` index in every schema."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in LAYERS
        for field in model._meta.local_fields
        if field.get_internal_type() in {"CharField", "TextField", "SlugField", "EmailField"}
        and not field.primary_key
        and (field._unique or field.db_index)
    ]
    assert wrong == []


def test_every_enqueued_name_has_a_job() -> None:
    """A name that no task declares would fail only when somebody files a complaint."""
    known = {job.name for job in registry.all_jobs()}
    wrong = []
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _function_name(node) == "enqueue" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and first.value not in known:
                    wrong.append(f"{_relative(path)}:{node.lineno} {first.value}")
    assert wrong == []


def _function_name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_no_database_triggers_and_no_schema_names_in_migrations() -> None:
    """What would bind a schema to its name, or to one server."""
    words = ("create trigger", "tenant_template", '"t_', "set search_path")
    wrong = [
        f"{_relative(path)}: {word}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("migrations/*.py")
        for word in words
        if word in path.read_text().lower()
    ]
    assert wrong == []


def test_app_labels_are_unique() -> None:
    labels = [config.label for config in apps.get_app_configs()]
    assert len(labels) == len(set(labels))


def test_nothing_committed_names_a_machine() -> None:
    """No path of a machine, no registry's host."""
    import subprocess

    needles = ["/work" + "/", "pythonhosted" + ".org", "registry.npmjs" + ".org", "pypi.org" + "/simple"]
    found = subprocess.run(
        ["git", "grep", "-nI", *(part for needle in needles for part in ("-e", needle))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
