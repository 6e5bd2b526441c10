"""Telling people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shared_apps.jobs.services import enqueue
from shared_apps.notifications.delivery import hand_over, sender_name
from shared_apps.notifications.gateways import DeliveryFailed
from shared_apps.notifications.models import Channel, Message, MessageState
from shared_apps.notifications.texts import render
from tenants.scope import current_tenant

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 6


@dataclass(frozen=True)
class Recipient:
    """Whom to tell: by e-mail when there is an address, else by SMS. `phone` is E.164.

    With `user_id`, an account of this LGO, the person's own choice of channels counts, LINE among them.
    """

    email: str = ""
    phone: str = ""
    name: str = ""
    language: str = "th"
    user_id: int | None = None


@transaction.atomic
def notify(
    event: str,
    *,
    to: Recipient,
    context: Mapping[str, str],
    key: str,
    secret: bool = False,
    valid_for: timedelta | None = None,
) -> Message | None:
    """Write a message and have it sent after the commit; the same event, key and address are written once.

    Templates also know `sender` (the LGO's name) and `name` (the recipient's). A `secret` text is emptied once it was
    sent. Returns None when the person cannot be reached: no address, or only a phone and no SMS gateway.
    """
    channel = _channel(to)
    if channel is None:
        log.info("recipient_unreachable", notification=event)
        return None
    words = {"sender": sender_name(), "name": to.name, **context}
    text = render(event, channel=channel, language=to.language, context=words)
    now = timezone.now()
    message, is_new = Message.objects.get_or_create(
        event=event,
        key=key,
        channel=channel,
        to=to.email if channel == Channel.EMAIL else to.phone,
        defaults={
            "subject": text.subject,
            "body": text.body,
            "is_secret": secret,
            "state": MessageState.QUEUED if is_configured(channel) else MessageState.KEPT,
            "created_at": now,
            "send_before": now + valid_for if valid_for else None,
        },
    )
    if is_new and message.state == MessageState.QUEUED:
        enqueue(_job_name(), message_id=str(message.pk))
    return message


def is_configured(channel: Channel) -> bool:
    """Whether messages of this channel leave the house. In production e-mail always does."""
    if channel == Channel.SMS:
        return bool(settings.SMS_GATEWAY_URL)
    return settings.EMAIL_URL_IS_SET or not settings.OUTBOX_IS_SHOWN


def can_send_sms() -> bool:
    """Whether people may be offered SMS: there is a gateway, or the outbox shows what it would have carried."""
    return is_configured(Channel.SMS) or settings.OUTBOX_IS_SHOWN


def _channel(to: Recipient) -> Channel | None:
    if to.email:
        return Channel.EMAIL
    return Channel.SMS if to.phone and can_send_sms() else None


def _job_name() -> str:
    return "notifications.send" if current_tenant() else "notifications.send_public"


def deliver(*, message_id: UUID, at: datetime) -> None:
    """Send a waiting message; a finished one is passed over.

    Raises:
        DeliveryFailed: it is worth trying again later.
    """
    message = Message.objects.filter(pk=message_id, state=MessageState.QUEUED).first()
    if message is None:
        return
    if message.send_before and at > message.send_before:
        _finish(message, MessageState.FAILED, error="too late")
        return
    message.attempts += 1
    try:
        hand_over(message)
    except DeliveryFailed as failure:
        if failure.is_final or message.attempts >= MAX_ATTEMPTS:
            _finish(message, MessageState.FAILED, error=failure.reason)
            log.warning("message_failed", notification=message.event, reason=failure.reason)
            return
        Message.objects.filter(pk=message.pk).update(attempts=message.attempts, error=failure.reason[:250])
        raise
    _finish(message, MessageState.SENT, sent_at=at)


def _finish(message: Message, state: MessageState, *, error: str = "", sent_at: datetime | None = None) -> None:
    body = "" if message.is_secret and not settings.OUTBOX_IS_SHOWN else message.body
    Message.objects.filter(pk=message.pk).update(
        state=state, attempts=message.attempts, error=error[:250], sent_at=sent_at, body=body
    )
