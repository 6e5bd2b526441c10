"""Divisions, positions and roles as tables."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.templatetags.thai import status_badge, thainumber
from tenant_apps.registry.models import Division, Position, Role
from tenant_apps.registry.selectors import thai_order
from tenant_apps.registry.tables.people import Badge

_HEAD: dict[str, Any] = {"td": {"class": "row-head"}}
_WHOLE: dict[str, Any] = {"td": {"class": "text-nowrap"}}


def _linked(route: str, row: Any, below: Any = "") -> SafeString:
    link = format_html('<a href="{}">{}</a>', reverse(route, args=[row.pk]), row.name)
    return format_html('{}<span class="row-sub">{}</span>', link, below) if below else link


def _people(number: int, **filters: int) -> SafeString:
    words = ngettext("%(number)s officer", "%(number)s officers", number) % {"number": thainumber(number)}
    [(name, key)] = filters.items()
    return format_html('<a href="{}?{}={}">{}</a>', reverse("registry_people"), name, key, words)


class _NamedTable(tables.Table):
    """Rows with a name, sorted as a Thai dictionary does."""

    def order_name(self, queryset: "QuerySet[Any]", is_descending: bool) -> "tuple[QuerySet[Any], bool]":
        """As in a Thai dictionary."""
        return queryset.order_by(thai_order("name", descending=is_descending), "pk"), True


class DivisionTable(_NamedTable):
    """The divisions; `move` and `act` for who may change them."""

    acts = ("move", "act")
    name = tables.Column(verbose_name=_("Division"), attrs=_HEAD)
    people = tables.Column(verbose_name=_("Officers"), order_by=("people", "order"), attrs=_WHOLE)
    is_active = tables.Column(verbose_name=_("State"), order_by=("is_active", "order"))
    move = tables.TemplateColumn(
        verbose_name=_("Order"), template_name="registry/columns/move_division.html", orderable=False
    )
    act = tables.TemplateColumn(verbose_name="", template_name="registry/columns/reopen_division.html", orderable=False)

    class Meta:
        empty_text = _("No division was found. Try a shorter word.")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_name(self, record: Division) -> SafeString:
        """The name leads to the division."""
        return _linked("registry_division", record, record.short_name)

    def render_people(self, record: Any) -> SafeString:
        """How many, leading to them."""
        return _people(record.people, division=record.pk)

    def render_is_active(self, record: Division) -> SafeString:
        """In use, or into what it was merged."""
        if record.is_active:
            return status_badge(Badge(gettext("In use"), "success"))
        badge = status_badge(Badge(gettext("Out of use"), "neutral"))
        if record.merged_into is None:
            return badge
        words = gettext("merged into %(name)s") % {"name": record.merged_into}
        return format_html('{}<span class="row-sub">{}</span>', badge, words)


class PositionTable(_NamedTable):
    """The positions, highest first."""

    name = tables.Column(verbose_name=_("Position"), attrs=_HEAD)
    level = tables.Column(verbose_name=_("Level in the signing chain"), order_by=("level", "name"))
    role = tables.Column(verbose_name=_("Usual role"), order_by=("role__order", "name"), empty_values=())
    holders = tables.Column(verbose_name=_("Officers"), order_by=("holders", "name"), attrs=_WHOLE)

    class Meta:
        empty_text = _("No position was found. Try a shorter word.")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_name(self, record: Position) -> SafeString:
        """The name leads to the position."""
        return _linked("registry_position", record)

    def render_level(self, record: Position) -> str:
        """In words."""
        return record.get_level_display()

    def render_role(self, record: Position) -> str:
        """Its own, or that of new officers."""
        return str(record.role) if record.role else gettext("The role of new officers")

    def render_holders(self, value: int) -> str:
        """How many hold it."""
        return ngettext("%(number)s officer", "%(number)s officers", value) % {"number": thainumber(value)}


class RoleTable(_NamedTable):
    """The roles; `act` for who may change them."""

    acts = ("act",)
    name = tables.Column(verbose_name=_("Role"), attrs=_HEAD)
    holders = tables.Column(verbose_name=_("Officers"), order_by=("holders", "order"), attrs=_WHOLE)
    act = tables.TemplateColumn(verbose_name="", template_name="registry/columns/role_acts.html", orderable=False)

    class Meta:
        empty_text = _("No role was found. Try a shorter word.")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_name(self, record: Role) -> SafeString:
        """The name leads to the rights; what it is for beneath."""
        linked = _linked("registry_role", record, record.description)
        if not record.is_default:
            return linked
        return format_html("{} {}", linked, status_badge(Badge(gettext("New officers get it"), "brand")))

    def render_holders(self, record: Any) -> SafeString:
        """How many, leading to them."""
        return _people(record.holders, role=record.pk)
