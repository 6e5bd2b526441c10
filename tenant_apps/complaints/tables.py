"""One's own cases, and what the settings list, as tables."""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.ui.templatetags.thai import icon, status_badge, thaidate, thainumber
from tenant_apps.complaints.models import Category, Complaint, DayUnit, ReplyTemplate, Source
from tenant_apps.complaints.shown import Badge
from tenant_apps.complaints.workflow import ACTS
from tenant_apps.registry.selectors import thai_order

_HEAD: dict[str, Any] = {"td": {"class": "row-head"}}


def in_use(*, active: bool) -> SafeString:
    """Whether officers and citizens can still choose it."""
    return status_badge(Badge(gettext("In use"), "success") if active else Badge(gettext("Not in use"), "neutral"))


def time_limit(category: Any) -> str:
    """`15 วันทำการ`; `unit` comes from `category_lines`."""
    is_calendar = category.unit == DayUnit.CALENDAR
    return f"{thainumber(category.working_days)} {gettext('calendar days') if is_calendar else gettext('working days')}"


class _SettingsTable(tables.Table):
    """Rows with a name in two languages, sorted as a Thai dictionary does."""

    def order_name(self, queryset: "QuerySet[Any]", is_descending: bool) -> "tuple[QuerySet[Any], bool]":
        """By the name that is shown."""
        if (get_language() or "th").startswith("en"):
            return queryset.order_by("-name_en" if is_descending else "name_en", "pk"), True
        return queryset.order_by(thai_order("name_th", descending=is_descending), "pk"), True


class CategoryTable(_SettingsTable):
    """The categories; `move` only while they stand in their own order."""

    acts = ("move",)
    name = tables.Column(verbose_name=_("Category"), attrs=_HEAD)
    division = tables.Column(verbose_name=_("Division"), order_by=("division__order", "order"))
    limit = tables.Column(verbose_name=_("Time limit"), accessor="working_days", order_by=("working_days", "order"))
    active = tables.Column(verbose_name=_("Status"), order_by=("active", "order"))
    move = tables.TemplateColumn(
        verbose_name=_("Order"), template_name="complaints/settings/move_category.html", orderable=False
    )

    class Meta:
        default = "–"
        empty_text = _("No category was found. Try a shorter word.")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_name(self, record: Category) -> SafeString:
        """The name leads to the category."""
        url = reverse("complaint_category", args=[record.pk])
        return format_html('{} <a href="{}">{}</a>', icon(record.icon), url, record.name)

    def render_limit(self, record: Any) -> str:
        """Days, and of which kind."""
        return time_limit(record)

    def render_active(self, record: Category) -> SafeString:
        """In use or not, and whether few may see its cases."""
        badge = in_use(active=record.active)
        if not record.restricted:
            return badge
        return format_html("{} {}", badge, status_badge(Badge(gettext("Restricted"), "warning")))


class SourceTable(_SettingsTable):
    """The ways in."""

    name = tables.Column(verbose_name=_("Way in"), attrs=_HEAD)
    order = tables.Column(verbose_name=_("Order"), order_by=("order", "pk"))
    active = tables.Column(verbose_name=_("Status"), order_by=("active", "order"))

    class Meta:
        empty_text = _("No way in was found. Try a shorter word.")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_name(self, record: Source) -> SafeString:
        """The name leads to the way in."""
        return format_html('<a href="{}">{}</a>', reverse("way_in", args=[record.pk]), record.name)

    def render_active(self, value: bool) -> SafeString:
        """As a badge."""
        return in_use(active=value)


class ReplyTable(tables.Table):
    """The ready texts."""

    name = tables.Column(verbose_name=_("Name"), attrs=_HEAD)
    act = tables.Column(verbose_name=_("Used for"), empty_values=())
    category = tables.Column(verbose_name=_("Category"), order_by=("category__order", "name"), empty_values=())
    active = tables.Column(verbose_name=_("Status"), order_by=("active", "name"))

    class Meta:
        empty_text = _("No text was found. Try a shorter word.")
        attrs: ClassVar = {"class": "table table-stack"}

    def order_name(
        self, queryset: "QuerySet[ReplyTemplate]", is_descending: bool
    ) -> "tuple[QuerySet[ReplyTemplate], bool]":
        """As in a Thai dictionary."""
        return queryset.order_by(thai_order("name", descending=is_descending), "pk"), True

    def render_name(self, record: ReplyTemplate) -> SafeString:
        """The name leads to the text, whose beginning stands beneath."""
        url = reverse("ready_text", args=[record.pk])
        begun = record.text if len(record.text) <= 90 else f"{record.text[:90]}…"
        return format_html('<a href="{}">{}</a><span class="row-sub">{}</span>', url, record.name, begun)

    def render_act(self, record: ReplyTemplate) -> str:
        """The move, in words."""
        return str(ACTS[record.act].label) if record.act in ACTS else gettext("Every move")

    def render_category(self, record: ReplyTemplate) -> str:
        """Its own, or all."""
        return record.category.name if record.category else gettext("All categories")

    def render_active(self, value: bool) -> SafeString:
        """As a badge."""
        return in_use(active=value)


class MyCasesTable(tables.Table):
    """One row a case; on a phone one card."""

    title = tables.Column(verbose_name=_("Subject"), attrs={"td": {"class": "row-head"}})
    kind = tables.Column(verbose_name=_("Kind of case"))
    submitted_at = tables.Column(verbose_name=_("Filed"), order_by=("submitted_at", "pk"))
    due_at = tables.Column(verbose_name=_("Answer by"))
    state = tables.Column(verbose_name=_("Status"))

    class Meta:
        default = "–"
        empty_text = _("No case matches. Try other words, or clear the filters.")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_title(self, record: Complaint) -> SafeString:
        """What it is about, leading to the case; its number and category."""
        return format_html(
            '<a href="{}">{}</a><span class="row-sub"><span class="reference">{}</span> · {}</span>',
            reverse("complaint_case", args=[record.tracking_code]),
            record.title,
            record.number,
            record.category.name,
        )

    def render_submitted_at(self, value: Any) -> str:
        """In Thai."""
        return thaidate(value)

    def render_due_at(self, record: Complaint) -> str:
        """Only while the office still has to answer."""
        return thaidate(record.due_at) if record.is_open else "–"

    def render_state(self, record: Complaint) -> SafeString:
        """As a badge."""
        return status_badge(record.state_shown)


def own_headers() -> list[str]:
    """The columns of the list as a file."""
    texts = ("Number", "Type", "Category", "Subject", "Place of the matter", "Status", "Filed", "Answer by", "Answered")
    return [gettext(text) for text in texts]


def own_row(complaint: Complaint) -> Sequence[Any]:
    """The cells of a case; days are Bangkok's."""
    days = (complaint.submitted_at, complaint.due_at, complaint.resolved_at)
    return (
        complaint.number,
        complaint.get_kind_display(),
        complaint.category.name,
        complaint.title,
        complaint.place,
        complaint.state_shown.label,
        *(clock.bangkok_day(moment) if moment else None for moment in days),
    )
