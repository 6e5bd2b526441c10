"""Tables of what the payment provider tells, and their rows as files."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from billing.models import Dispute, DisputeState, EventState, Payout, PayoutState, ProviderEvent
from provisioning.provider.filters import KINDS
from provisioning.states import Badge
from shared_apps.ui.templatetags.thai import status_badge, thaidate, thaidatetime, thainumber

_LEAD = {"td": {"class": "row-head"}}
_ONE_LINE = {"td": {"class": "nowrap"}}
_NUMBER = {"th": {"class": "numeric"}, "td": {"class": "numeric"}}
_TONES = {
    EventState.RECEIVED: "warning",
    EventState.DONE: "success",
    DisputeState.OPEN: "warning",
    DisputeState.WON: "success",
    DisputeState.LOST: "danger",
    PayoutState.UNDER_WAY: "info",
    PayoutState.PAID: "success",
    PayoutState.FAILED: "danger",
}


def about(message: ProviderEvent) -> str:
    """What a message is about, in words; its own word for what no list of ours names."""
    return next((str(label) for start, label in KINDS if message.kind.startswith(start)), message.kind)


def _badge(record: Any) -> SafeString:
    return status_badge(Badge(record.get_state_display(), _TONES.get(record.state, "neutral")))


class MessageTable(tables.Table):
    """Messages of the provider."""

    kind = tables.Column(verbose_name=_("About"), attrs=_LEAD)
    subject = tables.Column(verbose_name=_("Reference"), orderable=False)
    state = tables.Column(verbose_name=_("State"))
    by_poll = tables.Column(verbose_name=_("How it came"))
    received_at = tables.Column(verbose_name=_("Taken in"), attrs=_ONE_LINE)
    again = tables.TemplateColumn(
        verbose_name="", template_name="provisioning/provider/_again.html", orderable=False, empty_values=()
    )

    class Meta:
        order_by = "-received_at"
        empty_text = _("The payment provider has told nothing yet.")

    def render_kind(self, record: ProviderEvent) -> SafeString:
        return format_html('{}<span class="row-sub">{}</span>', about(record), record.kind)

    def render_subject(self, record: ProviderEvent) -> SafeString:
        return format_html('<span class="reference is-long">{}</span>', record.subject)

    def render_state(self, record: ProviderEvent) -> SafeString:
        return _badge(record)

    def render_by_poll(self, value: bool) -> Any:
        return _("Found by asking") if value else _("Sent by the provider")

    def render_received_at(self, value: Any) -> str:
        return thaidatetime(value)


class DisputeTable(tables.Table):
    """Disputes."""

    tenant = tables.Column(verbose_name=_("Local government"), accessor="payment__tenant", attrs=_LEAD)
    amount = tables.Column(verbose_name=_("Amount (baht)"), attrs=_NUMBER)
    reason = tables.Column(verbose_name=_("Reason"), orderable=False)
    state = tables.Column(verbose_name=_("State"))
    answer_until = tables.Column(verbose_name=_("Evidence by"), default="–", attrs=_ONE_LINE)
    opened_at = tables.Column(verbose_name=_("Opened"), attrs=_ONE_LINE)

    class Meta:
        order_by = "-opened_at"
        empty_text = _("No payment is disputed.")

    def render_tenant(self, record: Dispute) -> SafeString:
        tenant = record.payment.tenant
        url = reverse("console_tenant", args=[tenant.pk])
        return format_html('<a href="{}">{}</a><span class="row-sub">{}</span>', url, tenant.name, record.reference)

    def render_amount(self, value: Any) -> str:
        return thainumber(value, 2)

    def render_state(self, record: Dispute) -> SafeString:
        return _badge(record)

    def render_answer_until(self, value: Any) -> str:
        return thaidate(value)

    def render_opened_at(self, value: Any) -> str:
        return thaidatetime(value)


class PayoutTable(tables.Table):
    """Payouts."""

    reference = tables.Column(verbose_name=_("Reference"), attrs=_LEAD)
    gross = tables.Column(verbose_name=_("Before fees (baht)"), attrs=_NUMBER)
    fees = tables.Column(verbose_name=_("Fees (baht)"), attrs=_NUMBER)
    amount = tables.Column(verbose_name=_("To the bank (baht)"), attrs=_NUMBER)
    state = tables.Column(verbose_name=_("State"))
    arrives_on = tables.Column(verbose_name=_("Arrives"), attrs=_ONE_LINE)

    class Meta:
        order_by = "-arrives_on"
        empty_text = _("Nothing was paid out yet.")

    def render_reference(self, value: str) -> SafeString:
        return format_html('<span class="reference">{}</span>', value)

    def render_gross(self, value: Any) -> str:
        return thainumber(value, 2)

    render_fees = render_amount = render_gross

    def render_state(self, record: Payout) -> SafeString:
        return _badge(record)

    def render_arrives_on(self, value: Any) -> str:
        return thaidate(value)


def message_headers() -> tuple[object, ...]:
    """The columns of the export of messages."""
    return (_("Message"), _("About"), _("Kind"), _("Reference"), _("State"), _("Found by asking"), _("Taken in"))


def message_row(one: ProviderEvent) -> list[Any]:
    """A message as a row of the export."""
    state = str(one.get_state_display())
    return [one.reference, about(one), one.kind, one.subject, state, one.by_poll, one.received_at]


def dispute_headers() -> tuple[object, ...]:
    """The columns of the export of disputes."""
    return (
        _("Local government"),
        _("Dispute"),
        _("Payment"),
        _("Amount (baht)"),
        _("Reason"),
        _("State"),
        _("Evidence by"),
        _("Opened"),
    )


def dispute_row(one: Dispute) -> list[Any]:
    """A dispute as a row of the export."""
    state = str(one.get_state_display())
    names = [one.payment.tenant.name, one.reference, one.payment.reference]
    return [*names, one.amount, one.reason, state, one.answer_until, one.opened_at]


def payout_headers() -> tuple[object, ...]:
    """The columns of the export of payouts."""
    return (
        _("Reference"),
        _("Before fees (baht)"),
        _("Fees (baht)"),
        _("To the bank (baht)"),
        _("State"),
        _("Arrives"),
    )


def payout_row(one: Payout) -> list[Any]:
    """A payout as a row of the export."""
    return [one.reference, one.gross, one.fees, one.amount, str(one.get_state_display()), one.arrives_on]
