"""The officers' inbox as a table."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.ui.templatetags.thai import status_badge, thaidate
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.shown import due_badge
from tenant_apps.registry.models import Division


class ComplaintTable(tables.Table):
    """One row a case; on a phone one card."""

    title = tables.Column(verbose_name=_("Number / subject"), order_by=("number",), attrs={"td": {"class": "row-head"}})
    division = tables.Column(verbose_name=_("Division"), order_by=("division__order", "-submitted_at"))
    assignee = tables.Column(verbose_name=_("Responsible"), orderable=False)
    state = tables.Column(verbose_name=_("Status"), order_by=("state", "-submitted_at"))
    due_at = tables.Column(verbose_name=_("Due"), order_by=("due_at", "number"))

    class Meta:
        model = Complaint
        fields: ClassVar = ("title", "division", "assignee", "state", "due_at")
        default = "–"

    def render_title(self, record: Complaint) -> SafeString:
        """Subject, leading to the case; number, category and day."""
        return format_html(
            '<a href="{}">{}</a><span class="row-sub"><span class="reference">{}</span> · {}'
            ' · <span class="nowrap">{}</span></span>',
            reverse("desk_complaint", args=[record.number]),
            record.title,
            record.number,
            record.category.name,
            thaidate(record.submitted_at),
        )

    def render_division(self, value: Division) -> str:
        """Its short name."""
        return value.short_name or value.name

    def render_state(self, record: Complaint) -> SafeString:
        """As a badge."""
        return status_badge(record.state_shown)

    def render_due_at(self, value: Any, record: Complaint) -> SafeString | str:
        """What is left of the time."""
        badge = due_badge(record, at=clock.now())
        return status_badge(badge) if badge else "–"
