"""What an administrator does with messages: replay dead letters, look at one, send a test."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from kit.errors import Conflict, Invalid, gettext_noop
from shared_apps.accounts.models import User
from shared_apps.audit.services import record
from shared_apps.notifications import selectors
from shared_apps.notifications.delivery import hand_over, provider_of, sender_name
from shared_apps.notifications.gateways import DeliveryFailed
from shared_apps.notifications.models import AddressMark, Channel, Failure, Message, MessageState, Retention
from shared_apps.notifications.services import breaker, routing
from shared_apps.notifications.services.sending import queue
from shared_apps.notifications.texts import render

MOST_AT_ONCE = 2000
_GONE = gettext_noop("This message was sent meanwhile, or its text is not kept any more.")
_NOWHERE = gettext_noop("There is no address of yours for this channel. Link it to your account first.")


@transaction.atomic
def replay(*, message_id: UUID, actor: User, at: datetime) -> Message:
    """Send a dead letter again.

    Raises:
        Conflict: it is none any more, or its text is gone.
    """
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None or not message.can_be_replayed:
        raise Conflict(_GONE, code="not_a_dead_letter")
    _requeue(message, at)
    record("notifications.replayed", actor=actor, target=message, at=at)
    return message


@transaction.atomic
def replay_all(*, letters: QuerySet[Message], actor: User, at: datetime) -> int:
    """Send those of `letters` again that are dead; returns how many, at most `MOST_AT_ONCE`."""
    dead = letters.filter(state=MessageState.FAILED).exclude(body="").order_by("created_at")
    found = list(dead.select_for_update(of=("self",))[:MOST_AT_ONCE])
    for place, message in enumerate(found):
        _requeue(message, at, wait=timedelta(seconds=place / 10))
    record("notifications.replayed_all", actor=actor, data={"messages": len(found)}, at=at)
    return len(found)


def _requeue(message: Message, at: datetime, wait: timedelta = timedelta(0)) -> None:
    if message.error == Failure.BOUNCED:
        AddressMark.objects.filter(channel=message.channel, address=message.to.lower()).delete()
    message.due_at = at + wait
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.QUEUED,
        attempts=0,
        error="",
        detail="",
        due_at=message.due_at,
        queued_at=at,
        finished_at=None,
    )
    queue(message)


@transaction.atomic
def record_seen(*, message: Message, actor: User, at: datetime) -> None:
    """Note that an officer looked at whom a message went to and what it said."""
    record("notifications.message_seen", actor=actor, target=message, at=at)


@dataclass(frozen=True)
class Tested:
    """How a test message fared; `why` says what to do when it did not leave."""

    sent: bool
    why: str = ""
    detail: str = ""


def send_test(*, channel: Channel, phone: str, actor: User, at: datetime) -> Tested:
    """Send the officer a message by one channel now, and say how it went.

    Raises:
        Invalid: there is no address of theirs for it.
    """
    message = _test_message(channel, phone, actor, at)
    try:
        taken = hand_over(message)
    except DeliveryFailed as failure:
        Message.objects.filter(pk=message.pk).update(
            state=MessageState.EXPIRED, attempts=1, error=failure.failure, detail=failure.detail[:250], finished_at=at
        )
        return Tested(sent=False, why=str(failure.failure.label), detail=failure.detail)
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.SENT, attempts=1, sent_at=at, finished_at=at, reference=taken.reference
    )
    breaker.reset(provider_of(message), at)
    return Tested(sent=True)


@transaction.atomic
def _test_message(channel: Channel, phone: str, actor: User, at: datetime) -> Message:
    link = selectors.line_link(actor.pk)
    addresses = {Channel.EMAIL: actor.email, Channel.SMS: phone, Channel.LINE: link.line_user_id if link else ""}
    to = addresses[channel]
    if not to:
        raise Invalid(_NOWHERE, code="no_address")
    words = {"sender": sender_name(), "name": actor.display_name}
    text = render("notifications/test", channel=channel, language=actor.language, context=words)
    record("notifications.tested", actor=actor, data={"channel": channel.value}, at=at)
    return Message.objects.create(
        event="notifications/test",
        key=str(uuid4()),
        channel=channel,
        to=to,
        user_id=actor.pk,
        language=actor.language,
        subject=text.subject,
        body=text.body,
        created_at=at,
        queued_at=at,
        due_at=at,
    )


def prune(*, at: datetime) -> int:
    """Delete messages past their time; returns how many. One that still waits stays."""
    kept = Retention.objects.first() or Retention()
    waiting = (MessageState.QUEUED, MessageState.HELD)
    old = Message.objects.filter(created_at__lt=at - timedelta(days=kept.days)).exclude(state__in=waiting)
    count = 0
    while ids := list(old.values_list("pk", flat=True)[:1000]):
        count += Message.objects.filter(pk__in=ids).delete()[0]
    return count


def is_reachable(user: User, channel: Channel) -> bool:
    """Whether a test by this channel would reach the officer."""
    return bool(routing.reachable([channel], routing.recipient_of(user)))
