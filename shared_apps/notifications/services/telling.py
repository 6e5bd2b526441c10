"""Telling people of events."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from shared_apps.notifications import events, selectors, sms_size
from shared_apps.notifications.delivery import sender_name
from shared_apps.notifications.events import Event
from shared_apps.notifications.models import Channel, Failure, Message, MessageState
from shared_apps.notifications.services.routing import Recipient, Way, is_configured, quiet_end, ways
from shared_apps.notifications.services.sending import queue
from shared_apps.notifications.texts import render

log = structlog.get_logger(__name__)


@transaction.atomic
def notify(
    event: str,
    *,
    to: Recipient,
    context: Mapping[str, str],
    key: str,
    secret: bool = False,
    valid_for: timedelta | None = None,
) -> list[Message]:
    """Write the messages of an event and have them sent after the commit; each address gets one of that key.

    Texts also know `sender` (the LGO's name) and `name` (the recipient's). A `secret` text is emptied once it was
    sent. After `valid_for` it is not sent any more. Empty when the person cannot be reached or wants none.
    """
    kind = events.get(event)
    found = ways(kind, to)
    if not found:
        log.info("recipient_unreachable", notification=event)
    words = {"sender": sender_name(), "name": to.name, **context}
    now = timezone.now()
    values: dict[str, Any] = {
        "is_secret": secret,
        "created_at": now,
        "queued_at": now,
        "user_id": to.user_id,
        "language": to.language,
        "send_before": now + valid_for if valid_for else None,
    }
    return [_write(kind, way, words, key, {**values, **_when(kind, way, to, now)}) for way in found]


def _write(event: Event, way: Way, words: Mapping[str, str], key: str, values: dict[str, Any]) -> Message:
    text = render(event.code, channel=way.channel, language=values["language"], context=words)
    parts = sms_size.measure(text.body).parts if way.channel == Channel.SMS else 1
    message, is_new = Message.objects.get_or_create(
        event=event.code,
        key=key,
        channel=way.channel,
        to=way.address,
        defaults={**values, "subject": text.subject, "body": text.body, "parts": parts},
    )
    if is_new and message.state == MessageState.QUEUED:
        queue(message)
    return message


def _when(event: Event, way: Way, to: Recipient, now: datetime) -> dict[str, Any]:
    """State and time of sending."""
    if way.is_marked:
        return {"state": MessageState.FAILED, "error": Failure.BOUNCED, "due_at": now, "finished_at": now}
    if not is_configured(way.channel):
        return {"state": MessageState.KEPT, "due_at": now}
    if event.audience != "officer" or event.urgent or event.statutory or not to.user_id:
        return {"state": MessageState.QUEUED, "due_at": now}
    delivery = selectors.delivery(to.user_id)
    if delivery.daily and way.channel != Channel.SMS:
        return {"state": MessageState.HELD, "due_at": now}
    return {"state": MessageState.QUEUED, "due_at": quiet_end(delivery, now) or now}
