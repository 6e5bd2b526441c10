"""Tables of what the staff ask each other for."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from provisioning import approvals, states
from provisioning.models import Approval
from shared_apps.ui.templatetags.thai import status_badge, thaidatetime

_ONE_LINE = {"td": {"class": "nowrap"}}


class ApprovalTable(tables.Table):
    """Requests for approval."""

    kind = tables.Column(verbose_name=_("What is asked for"), attrs={"td": {"class": "row-head"}})
    tenant = tables.Column(verbose_name=_("Local government"), order_by="tenant__name", default="–")
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)
    asked_by = tables.Column(verbose_name=_("Asked by"), order_by="asked_by__display_name")
    asked_at = tables.Column(verbose_name=_("Asked"), attrs=_ONE_LINE)
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = "-asked_at"
        empty_text = _("Nothing waits for a decision.")

    def render_kind(self, record: Approval) -> SafeString:
        url = reverse("console_approval", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, approvals.label_of(record.kind))

    def render_asked_at(self, value: Any) -> str:
        return thaidatetime(value)

    def render_state(self, record: Approval) -> SafeString:
        return status_badge(states.approval_badge(record.state))


def approval_headers() -> tuple[object, ...]:
    """The columns of the export."""
    return (
        _("What is asked for"),
        _("Local government"),
        _("Reason"),
        _("Asked by"),
        _("Asked"),
        _("State"),
        _("Decided by"),
        _("Decided"),
        _("Note"),
    )


def approval_row(one: Approval) -> list[Any]:
    """A request as a row of the export."""
    return [
        approvals.label_of(one.kind),
        str(one.tenant or ""),
        one.reason,
        str(one.asked_by),
        one.asked_at,
        str(one.get_state_display()),
        str(one.decided_by or ""),
        one.decided_at,
        one.note,
    ]
