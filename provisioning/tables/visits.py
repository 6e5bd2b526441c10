"""Tables of visits of the operator's support, for the console and for the LGO."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from provisioning import states
from provisioning.models import SupportAccess
from shared_apps.audit.models import AuditEntry
from shared_apps.ui.templatetags.thai import status_badge, thaidatetime

_LEAD = {"td": {"class": "row-head"}}
_ONE_LINE = {"td": {"class": "nowrap"}}


class VisitTable(tables.Table):
    """Visits to one LGO, as it sees them."""

    page_url: ClassVar[str] = "operator_visit"

    staff = tables.Column(verbose_name=_("Who"), attrs=_LEAD)
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)
    asked_at = tables.Column(verbose_name=_("Asked"), attrs=_ONE_LINE)
    ends_at = tables.Column(verbose_name=_("Until"), default="–", attrs=_ONE_LINE)
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = "-asked_at"
        empty_text = _("Nobody has visited or asked to.")

    def render_staff(self, record: SupportAccess) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse(self.page_url, args=[record.pk]), record.staff)

    def render_asked_at(self, value: Any) -> str:
        return thaidatetime(value)

    def render_ends_at(self, value: Any) -> str:
        return thaidatetime(value)

    def render_state(self, record: SupportAccess) -> SafeString:
        return status_badge(states.visit_badge(record, at=timezone.now()))


class ConsoleVisitTable(VisitTable):
    """Visits to all LGOs, as the operator's staff see them."""

    page_url = "console_support"

    tenant = tables.Column(verbose_name=_("Local government"), order_by="tenant__name")

    class Meta(VisitTable.Meta):
        sequence = ("staff", "tenant", "...")


class ViewTable(tables.Table):
    """What was looked at or done on a visit."""

    ACTIONS: ClassVar = ("operator.support.viewed", "operator.support.changed")

    at = tables.Column(verbose_name=_("Time"), attrs={"td": {"class": "row-head nowrap"}})
    action = tables.Column(verbose_name=_("What"))
    data = tables.Column(verbose_name=_("Page"), orderable=False)

    class Meta:
        order_by = "-at"
        empty_text = _("Nothing was looked at yet.")

    def render_at(self, value: Any) -> str:
        return thaidatetime(value)

    def render_action(self, value: str) -> str:
        return states.operator_action_label(value)

    def render_data(self, value: dict[str, Any]) -> SafeString:
        return format_html('<span class="reference text-break">{}</span>', value.get("path", ""))


class OperatorLogTable(tables.Table):
    """What the operator did to an LGO."""

    action = tables.Column(verbose_name=_("Action"), attrs=_LEAD)
    actor_name = tables.Column(verbose_name=_("By"))
    at = tables.Column(verbose_name=_("Time"), attrs=_ONE_LINE)
    data = tables.Column(verbose_name=_("Reason"), orderable=False)

    class Meta:
        order_by = "-at"
        empty_text = _("The operator has done nothing here yet.")

    def render_action(self, value: str) -> str:
        return states.operator_action_label(value)

    def render_at(self, value: Any) -> str:
        return thaidatetime(value)

    def render_data(self, value: dict[str, Any]) -> str:
        return str(value.get("reason") or "–")


def log_headers() -> tuple[object, ...]:
    """The columns of the export of the LGO's log of the operator."""
    return (_("Time"), _("Action"), _("By"), _("Reason"))


def log_row(entry: AuditEntry) -> list[Any]:
    """An act as a row of the export."""
    reason = str(entry.data.get("reason") or "")
    return [entry.at, states.operator_action_label(entry.action), entry.actor_name, reason]


def visit_headers() -> tuple[object, ...]:
    """The columns of the console's export of visits."""
    return (_("Who"), _("Local government"), _("Reason"), _("Asked"), _("Until"), _("State"))


def visit_row(one: SupportAccess) -> list[Any]:
    """A visit as a row of the export."""
    state = str(states.visit_badge(one, at=timezone.now()).label)
    return [str(one.staff), one.tenant.name, one.reason, one.asked_at, one.ends_at, state]
