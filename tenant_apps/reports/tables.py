"""The reasons for delay as a table."""

from typing import ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.templatetags.thai import thaidate
from tenant_apps.complaints.models import ComplaintEvent
from tenant_apps.reports.notices import KINDS


class DelayTable(tables.Table):
    """One row a notice."""

    number = tables.Column(
        verbose_name=_("Number"),
        accessor="case__number",
        order_by=("case__number", "at"),
        attrs={"td": {"class": "row-head"}},
    )
    received = tables.Column(verbose_name=_("Day received"), accessor="case__legal_received_at")
    due = tables.Column(verbose_name=_("Due"), accessor="case__due_at")
    at = tables.Column(verbose_name=_("Told"))
    note = tables.Column(verbose_name=_("Reason"), orderable=False)
    copied = tables.Column(
        verbose_name=_("Copy to the commission"),
        accessor="pk",
        order_by=("copied__copy__sent_on", "at"),
        attrs={"td": {"class": "nowrap"}},
    )

    class Meta:
        default = "–"
        empty_text = _("No reason was told to anybody in this time")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_number(self, record: ComplaintEvent) -> SafeString:
        """The number leads to the case; its category and division beneath."""
        url = reverse("desk_complaint", args=[record.case.number])
        return format_html(
            '<a class="reference" href="{}">{}</a><span class="row-sub">{}</span>',
            url,
            record.case.number,
            " · ".join(str(one) for one in (record.case.category.name, record.case.division) if one),
        )

    def render_received(self, record: ComplaintEvent) -> str:
        """The day."""
        return thaidate(record.case.legal_received_at)

    def render_due(self, record: ComplaintEvent) -> str:
        """The day, as it stands now."""
        return thaidate(record.case.due_at) if record.case.due_at else "–"

    def render_at(self, record: ComplaintEvent) -> SafeString:
        """The day, and whether the case was late already."""
        return format_html('{}<span class="row-sub">{}</span>', thaidate(record.at), dict(KINDS)[record.action])

    def render_copied(self, record: ComplaintEvent) -> SafeString:
        """When it was sent, leading to what went with it; or that it is still to be sent."""
        reason = getattr(record, "copied", None)
        if reason is None:
            return format_html('<span class="status status-warning">{}</span>', _("Not sent yet"))
        url = f"{reverse('report_delays')}?copy={reason.copy_id}"
        day = thaidate(reason.copy.sent_on)
        return format_html('<a href="{}">{}</a><span class="row-sub">{}</span>', url, day, reason.copy.letter)
