"""The list of messages to take away: addresses masked, no texts."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from shared_apps.exports.registry import ListExport
from shared_apps.notifications import selectors
from shared_apps.notifications.models import Message
from shared_apps.notifications.shown import event_label, masked_address


def _headers() -> Sequence[object]:
    return [gettext(text) for text in ("Event", "Channel", "To", "State", "Reason", "Attempts", "Written", "Sent")]


def _rows_of(_user: Any, query: QueryDict) -> "QuerySet[Message]":
    from shared_apps.notifications.filters import MessageFilter

    found: QuerySet[Message] = MessageFilter(query, queryset=selectors.messages()).qs
    return found


def _row(message: Message) -> Sequence[Any]:
    return [
        event_label(message.event),
        message.get_channel_display(),
        masked_address(message),
        message.get_state_display(),
        message.why,
        message.attempts,
        message.created_at,
        message.sent_at,
    ]


MESSAGES = ListExport(
    code="messages",
    label=gettext_lazy("messages"),
    headers=_headers,
    rows_of=_rows_of,
    row=_row,
    may_export=lambda user: user.may("site", "settings"),
)
