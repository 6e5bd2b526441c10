"""The lists of messages and of texts."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shared_apps.notifications.models import Message, MessageState
from shared_apps.notifications.shown import event_label, masked_address
from shared_apps.notifications.wording_rows import WordingRow
from shared_apps.ui.templatetags.thai import thaidatetime


class MessageTable(tables.Table):
    """One row a message; on a phone one card."""

    event = tables.Column(verbose_name=_("Event"), attrs={"td": {"class": "row-head"}})
    channel = tables.Column(verbose_name=_("Channel"))
    to = tables.Column(verbose_name=_("To"), orderable=False)
    state = tables.Column(verbose_name=_("State"))
    created_at = tables.Column(verbose_name=_("Written"))

    class Meta:
        model = Message
        fields: ClassVar = ("event", "channel", "to", "state", "created_at")
        empty_text = _("No messages yet. They appear here when citizens file cases or officers are told of them.")

    def render_event(self, record: Message) -> SafeString:
        """What it is about, leading to its page."""
        return format_html(
            '<a href="{}">{}</a>', reverse("notification_message", args=[record.pk]), event_label(record.event)
        )

    def render_to(self, record: Message) -> str:
        """Masked."""
        return masked_address(record)

    def render_state(self, record: Message) -> SafeString:
        """As a badge, and why it did not leave."""
        badge = format_html(
            '<span class="status status-{}">{}</span>', MessageState(record.state).tone, record.get_state_display()
        )
        return format_html('{}<span class="row-sub">{}</span>', badge, record.why) if record.error else badge

    def render_created_at(self, value: Any) -> str:
        """In Thai."""
        return thaidatetime(value)


class WordingTable(tables.Table):
    """One row an event; its texts are buttons."""

    label = tables.Column(verbose_name=_("Event"), attrs={"td": {"class": "row-head"}})
    group_label = tables.Column(verbose_name=_("About"))
    audience = tables.Column(verbose_name=_("Whom it goes to"))
    texts = tables.TemplateColumn(
        template_name="notifications/settings/text_buttons.html", verbose_name=_("Texts"), orderable=False
    )
    changed_at = tables.Column(verbose_name=_("Changed"), empty_values=(), order_by=("last_change",))

    class Meta:
        attrs: ClassVar = {"class": "table table-stack"}
        empty_text = _("Nothing matches")

    def render_label(self, record: WordingRow) -> SafeString:
        """With what cannot be switched off."""
        if not record.event.statutory:
            return format_html("{}", record.label)
        return format_html('{}<span class="row-sub">{}</span>', record.label, _("always sent"))

    def render_changed_at(self, value: Any) -> str:
        """In Thai."""
        return thaidatetime(value) if value else "–"
