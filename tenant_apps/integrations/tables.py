"""The log of deliveries."""

from typing import ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shared_apps.ui.templatetags.thai import status_badge, thaidate, thaidatetime, thainumber
from tenant_apps.integrations.events import label_of
from tenant_apps.integrations.models import Delivery, Webhook


class WebhookTable(tables.Table):
    """The systems that are told."""

    name = tables.Column(verbose_name=_("Name"), attrs={"td": {"class": "row-head"}})
    events = tables.Column(verbose_name=_("Told of"), orderable=False)
    state = tables.Column(verbose_name=_("State"), accessor="state_shown", order_by=("is_active", "failing_since"))
    created_at = tables.Column(verbose_name=_("Made"))

    class Meta:
        empty_text = _("No webhook matches")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_name(self, record: Webhook) -> SafeString:
        """The name leads to the webhook."""
        return format_html(
            '<a href="{}">{}</a><span class="row-sub text-break">{}</span>',
            reverse("webhook", args=[record.pk]),
            record.name,
            record.url,
        )

    def render_events(self, record: Webhook) -> SafeString:
        """In words, one a line."""
        return format_html_join("", '<span class="d-block">{}</span>', ((label_of(code),) for code in record.events))

    def render_state(self, record: Webhook) -> SafeString:
        """As a badge."""
        return status_badge(record.state_shown)

    def render_created_at(self, record: Webhook) -> str:
        """In Thai."""
        return thaidate(record.created_at)


class DeliveryTable(tables.Table):
    """What was sent, and what came back."""

    at = tables.Column(verbose_name=_("Time"), attrs={"td": {"class": "row-head"}})
    event = tables.Column(verbose_name=_("Event"))
    state = tables.Column(verbose_name=_("State"))
    status = tables.Column(verbose_name=_("Answer"))
    attempts = tables.Column(verbose_name=_("Attempts"))

    class Meta:
        default = "–"
        empty_text = _("Nothing was sent")
        attrs: ClassVar = {"class": "table table-stack"}

    def render_at(self, record: Delivery) -> SafeString:
        """The time leads to the delivery."""
        url = reverse("webhook_delivery", args=[record.pk])
        return format_html(
            '<a href="{}">{}</a><span class="row-sub">{}</span>', url, thaidatetime(record.at), record.subject
        )

    def render_event(self, record: Delivery) -> str:
        """In words."""
        return str(label_of(record.event))

    def render_state(self, record: Delivery) -> SafeString:
        """As a badge."""
        return status_badge(record.state_shown)

    def render_attempts(self, record: Delivery) -> str:
        """How often it was tried."""
        return thainumber(record.attempts)
