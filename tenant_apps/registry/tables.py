"""The list of people."""

from dataclasses import dataclass
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.models import User
from shared_apps.ui.templatetags.thai import status_badge
from tenant_apps.registry.selectors import thai_order


@dataclass
class Badge:
    """A label with a tone."""

    label: Any
    tone: str


ACTIVE = Badge(_("Account open"), "success")
CLOSED = Badge(_("Account closed"), "neutral")


class PeopleTable(tables.Table):
    """Who works here."""

    display_name = tables.Column(verbose_name=_("Name"), attrs={"td": {"class": "row-head"}})
    division = tables.Column(
        verbose_name=_("Division"), accessor="officer__division", order_by=("officer__division__order", "pk")
    )
    position = tables.Column(verbose_name=_("Position"), accessor="officer__position", orderable=False)
    is_active = tables.Column(verbose_name=_("State"))

    class Meta:
        default = "—"
        empty_text = _("Nobody was found")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_display_name(self, record: User) -> SafeString:
        """The name leads to the page of the person."""
        return format_html(
            '<a href="{}">{}</a><span class="row-sub">{}</span>',
            reverse("registry_person", args=[record.pk]),
            str(record),
            record.email or "",
        )

    def render_is_active(self, record: User) -> SafeString:
        """State, and whether the person is an administrator."""
        state = status_badge(ACTIVE if record.is_active else CLOSED)
        if not record.is_administrator:
            return state
        return format_html("{} {}", state, status_badge(Badge(gettext("Administrator"), "brand")))

    def order_display_name(self, queryset: "QuerySet[User]", is_descending: bool) -> "tuple[QuerySet[User], bool]":
        """As in a Thai dictionary."""
        return queryset.order_by(thai_order("display_name", descending=is_descending), "pk"), True
