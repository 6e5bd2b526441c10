"""The list of people."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.accounts.models import User
from shared_apps.ui.templatetags.thai import status_badge, thaidate
from tenant_apps.registry.models import ActingOrder
from tenant_apps.registry.selectors import state_of, thai_order


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
    roles = tables.Column(verbose_name=_("Roles"), accessor="officer__roles", orderable=False)
    last_login = tables.Column(verbose_name=_("Last sign-in"))
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

    def render_roles(self, value: Any) -> str:
        """Their names."""
        return ", ".join(role.name for role in value.all()) or "—"

    def render_last_login(self, value: datetime) -> str:
        """The day, in the Buddhist era."""
        return thaidate(value)

    def render_is_active(self, record: User) -> SafeString:
        """State, and whether the person is an administrator."""
        state = status_badge(ACTIVE if record.is_active else CLOSED)
        if not record.is_administrator:
            return state
        return format_html("{} {}", state, status_badge(Badge(gettext("Administrator"), "brand")))

    def order_display_name(self, queryset: "QuerySet[User]", is_descending: bool) -> "tuple[QuerySet[User], bool]":
        """As in a Thai dictionary."""
        return queryset.order_by(thai_order("display_name", descending=is_descending), "pk"), True


class ActingTable(tables.Table):
    """Who acts for whom."""

    deputy = tables.Column(
        verbose_name=_("Who acts"), attrs={"td": {"class": "row-head"}}, order_by=("deputy__user__display_name", "pk")
    )
    office = tables.Column(verbose_name=_("For"), empty_values=(), orderable=False)
    capacity = tables.Column(verbose_name=_("Capacity"), orderable=False)
    starts_on = tables.Column(verbose_name=_("Days"))
    state = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)

    class Meta:
        default = "—"
        empty_text = _("No orders yet. Record one before somebody signs for another.")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_deputy(self, record: ActingOrder) -> SafeString:
        """The name leads to the order."""
        return format_html(
            '<a href="{}">{}</a><span class="row-sub">{}</span>',
            reverse("registry_acting_order", args=[record.pk]),
            str(record.deputy),
            gettext("Order %(number)s") % {"number": record.order_number},
        )

    def render_office(self, record: ActingOrder) -> SafeString:
        """The person and position, or the vacant position."""
        if record.principal is None:
            return format_html("{}", record.position_name)
        return format_html('{}<span class="row-sub">{}</span>', str(record.principal), record.position_name)

    def render_starts_on(self, value: date, record: ActingOrder) -> str:
        """From – to."""
        return f"{thaidate(value)} – {thaidate(record.ends_on if record.is_void else record.last_day)}"

    def render_state(self, record: ActingOrder) -> SafeString:
        """Whether it is valid today."""
        return status_badge(state_of(record, clock.today()))
