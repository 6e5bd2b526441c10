"""Sending: claimed by one worker at a time, tried again with growing pauses, and never lost.

A message that cannot leave for a day because its provider is away becomes a dead letter, which can be replayed.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction

from shared_apps.jobs.services import enqueue
from shared_apps.notifications import selectors
from shared_apps.notifications.delivery import hand_over, provider_of
from shared_apps.notifications.gateways import DeliveryFailed, Taken
from shared_apps.notifications.models import Channel, Failure, Message, MessageState, SmsAccount
from shared_apps.notifications.services import breaker
from tenants.scope import current_tenant

log = structlog.get_logger(__name__)

PATIENCE = timedelta(hours=24)
"""How long a message waits for a provider that is away."""
_FIRST, _LONGEST = timedelta(seconds=30), timedelta(minutes=15)
_HELD_ELSEWHERE = timedelta(seconds=60)
_LOCK_SALT = 0x7851
_WAKE = 500
_PER_SECOND = 10


def queue(message: Message, *, at: datetime | None = None) -> None:
    """Have a waiting message sent at its `due_at`, or looked at again `at`, in the caller's transaction."""
    moment = at or message.due_at
    enqueue(
        _here("notifications.send"),
        key=f"message:{message.pk}:{moment.isoformat()}",
        run_at=moment,
        message_id=str(message.pk),
    )


def deliver(*, message_id: UUID, at: datetime) -> None:
    """Send a waiting message that is due; a finished one is passed over.

    At least once: after a crash in the middle it is sent again under the same idempotency key.
    """
    with _held(message_id) as held:
        message = Message.objects.filter(pk=message_id, state=MessageState.QUEUED).first()
        if message is None:
            return
        if not held:
            queue(message, at=at + _HELD_ELSEWHERE)
        elif message.send_before and at > message.send_before:
            _finish(message, MessageState.EXPIRED, at=at, error=Failure.TOO_LATE)
        elif message.due_at > at:
            queue(message)
        elif pause := breaker.pause_until(provider_of(message), at):
            _postpone(message, until=pause, error=message.error or Failure.UNREACHABLE)
        else:
            _try(message, at)


def _try(message: Message, at: datetime) -> None:
    provider = provider_of(message)
    message.attempts += 1
    try:
        taken = hand_over(message)
    except DeliveryFailed as failure:
        _record_failure(message, failure, provider, at)
        return
    _record_taken(message, taken, at)
    if breaker.record_success(provider, at):
        enqueue(_here("notifications.wake"), key=f"wake:{provider}:{at.isoformat()}", channel=message.channel)


@transaction.atomic
def _record_taken(message: Message, taken: Taken, at: datetime) -> None:
    _finish(message, MessageState.SENT, at=at, sent_at=at, reference=taken.reference)
    if taken.credit:
        SmsAccount.objects.filter(pk=1).update(credit=taken.credit, credit_at=at)


@transaction.atomic
def _record_failure(message: Message, failure: DeliveryFailed, provider: str, at: datetime) -> None:
    if failure.is_of_provider:
        breaker.record_failure(provider, failure.failure, at)
    elif failure.is_final:
        # It answered, so it is there.
        breaker.record_success(provider, at)
    if failure.is_final or at - message.queued_at >= PATIENCE:
        log.warning("message_failed", notification=message.event, channel=message.channel, reason=str(failure))
        _finish(message, MessageState.FAILED, at=at, error=failure.failure, detail=failure.detail)
        return
    pause = max(_pause(message.attempts), failure.retry_after or timedelta(0))
    _postpone(message, until=at + pause, attempts=message.attempts, error=failure.failure, detail=failure.detail[:250])


def _pause(attempts: int) -> timedelta:
    """Doubled each time, with jitter so that messages that failed together do not come back together."""
    full: timedelta = min(_FIRST * 2 ** min(attempts - 1, 10), _LONGEST)
    return full * random.uniform(0.5, 1)  # noqa: S311  # jitter, not a secret


@transaction.atomic
def _postpone(message: Message, *, until: datetime, **values: Any) -> None:
    message.due_at = until
    Message.objects.filter(pk=message.pk).update(due_at=until, **values)
    queue(message)


def _finish(message: Message, state: MessageState, *, at: datetime, error: str = "", **values: Any) -> None:
    is_gone = message.is_secret and not settings.OUTBOX_IS_SHOWN
    Message.objects.filter(pk=message.pk).update(
        state=state,
        attempts=message.attempts,
        error=error,
        finished_at=at,
        body="" if is_gone else message.body,
        **{"detail": "", **values},
    )


@transaction.atomic
def wake(*, channel: Channel, at: datetime) -> int:
    """Send what waits for a provider that is back, spread over time. Returns how many messages.

    What waits for another reason, such as quiet hours, has no error and goes on waiting.
    """
    waiting = Message.objects.filter(state=MessageState.QUEUED, channel=channel, due_at__gt=at).exclude(error="")
    rows = list(waiting.select_for_update().order_by("due_at")[:_WAKE])
    for place, message in enumerate(rows):
        message.due_at = at + timedelta(seconds=place / _PER_SECOND)
        Message.objects.filter(pk=message.pk).update(due_at=message.due_at)
        queue(message)
    if len(rows) == _WAKE:
        later = at + timedelta(seconds=_WAKE / _PER_SECOND)
        enqueue(_here("notifications.wake"), key=f"wake:{channel}:{later.isoformat()}", run_at=later, channel=channel)
    return len(rows)


def _here(job: str) -> str:
    """The operator's own messages have jobs of their own."""
    return job if current_tenant() else f"{job}_public"


def sweep(*, at: datetime) -> int:
    """Have messages sent whose job was lost or died of a fault of ours; returns how many."""
    stuck = list(selectors.waiting_long(at, timedelta(hours=1))[:5000])
    for message in stuck:
        _postpone(message, until=at)
    return len(stuck)


@contextmanager
def _held(message_id: UUID) -> Iterator[bool]:
    """Hold the message's advisory lock, which PostgreSQL lets go the moment this process dies."""
    key = int.from_bytes(message_id.bytes[:8], "big", signed=True) ^ _LOCK_SALT
    held = _advisory("pg_try_advisory_lock", key)
    try:
        yield held
    finally:
        if held:
            _advisory("pg_advisory_unlock", key)


def _advisory(function: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [key])
        return cursor.fetchone()[0] is True
