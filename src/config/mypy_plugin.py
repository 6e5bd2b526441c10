"""Tells mypy of `request.tenant`, which the tenant middleware sets."""

from collections.abc import Callable

from mypy.plugin import ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import AnyType, TypeOfAny


class TenantPlugin(Plugin):
    """django-tenants' own plugin knows subclasses of HttpRequest only; views are annotated with HttpRequest."""

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """Add `tenant` where HttpRequest itself is defined."""
        return _add_tenant if fullname == "django.http.request.HttpRequest" else None


def _add_tenant(context: ClassDefContext) -> None:
    if "tenant" not in context.cls.info.names:
        add_attribute_to_class(context.api, context.cls, "tenant", AnyType(TypeOfAny.special_form))


def plugin(_version: str) -> type[Plugin]:
    """mypy's entry point."""
    return TenantPlugin
