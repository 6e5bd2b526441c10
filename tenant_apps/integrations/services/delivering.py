"""Telling: written with the event in one transaction, sent by a job, tried again with growing pauses."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from standardwebhooks import Webhook as Signer

from kit.masking import mask
from shared_apps.accounts.secrets import decrypt
from shared_apps.accounts.selectors import active_administrators
from shared_apps.audit import services as audit
from shared_apps.jobs.services import enqueue
from shared_apps.notifications.services import Recipient, notify
from tenant_apps.integrations.events import TEST
from tenant_apps.integrations.models import Delivery, Webhook
from tenant_apps.integrations.outbound import Answer, Unreachable, post
from tenant_apps.integrations.selectors import delivery_by_id, listening_to, old_deliveries

log = structlog.get_logger(__name__)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.1, 1, 5, 30, 120, 300, 600, 840, 1200, 1440))
"""Ten more attempts over three days."""
STOPPED_AFTER = timedelta(days=5)
"""A webhook that has only failed for so long is switched off, and its maker told."""
KEPT_FOR = timedelta(days=30)
GONE = 410


def emit(event: str, *, subject: str, data: Mapping[str, object], at: datetime) -> int:
    """Tell every webhook that listens, in the transaction of what happened; returns how many."""
    listening = list(listening_to(event))
    for webhook in listening:
        _plan(webhook, event, subject, data, at)
    return len(listening)


def send_test(*, webhook: Webhook, actor: Any, at: datetime) -> Delivery:
    """Send a message that means nothing, also to a webhook that is paused."""
    with transaction.atomic():
        audit.record("integrations.webhook_tested", actor=actor, target=webhook, at=at)
        return _plan(webhook, TEST, "", {"message": "สวัสดี"}, at)


@transaction.atomic
def redeliver(*, delivery: Delivery, actor: Any, at: datetime) -> None:
    """Send a message again now, with the same id, whatever became of it before."""
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.WAITING, next_at=at)
    audit.record("integrations.redelivered", actor=actor, target=delivery, at=at)
    _enqueue(delivery, delivery.attempts, at, again=f":{at.timestamp()}")


def _plan(webhook: Webhook, event: str, subject: str, data: Mapping[str, object], at: datetime) -> Delivery:
    payload: dict[str, object] = {"type": event, "timestamp": at.isoformat(timespec="milliseconds"), "data": dict(data)}
    delivery = Delivery.objects.create(
        webhook=webhook, event=event, subject=subject, payload=payload, at=at, next_at=at
    )
    _enqueue(delivery, 0, at)
    return delivery


def _enqueue(delivery: Delivery, attempts: int, run_at: datetime, *, again: str = "") -> None:
    enqueue(
        "integrations.deliver",
        key=f"webhook:{delivery.pk}:{attempts}{again}",
        run_at=run_at,
        delivery_id=str(delivery.pk),
        attempt=attempts,
    )


def deliver(*, delivery_id: UUID, attempt: int, at: datetime) -> None:
    """Make one attempt, outside any transaction, and write down what came of it.

    A job that runs twice for one attempt sends twice the same message with the same id, and is written down once.
    """
    delivery = delivery_by_id(delivery_id)
    if delivery is None or delivery.state != Delivery.State.WAITING or delivery.attempts != attempt:
        return
    webhook = delivery.webhook
    if not webhook.is_active and delivery.event != TEST:
        _finish(delivery, attempt, at, Delivery.State.FAILED, None, "paused")
        return
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        answer = post(webhook.url, body=body, headers=_headers(delivery, body, at))
    except Unreachable as error:
        _failed(delivery, attempt, at, None, str(error))
        return
    if answer.is_success:
        _finish(delivery, attempt, at, Delivery.State.DELIVERED, answer, answer.snippet)
        Webhook.objects.filter(pk=webhook.pk).update(failing_since=None)
    else:
        _failed(delivery, attempt, at, answer, answer.snippet)


def _headers(delivery: Delivery, body: bytes, at: datetime) -> dict[str, str]:
    webhook = delivery.webhook
    kept = [webhook.secret, *([webhook.old_secret] if webhook.has_old_secret(at) else [])]
    signatures = [Signer(decrypt(one)).sign(str(delivery.pk), at, body.decode()) for one in kept]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Thongthin-Webhooks/1.0",
        "webhook-id": str(delivery.pk),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _finish(
    delivery: Delivery, attempt: int, at: datetime, state: str, answer: Answer | None, snippet: str, **values: Any
) -> bool:
    """Write the attempt down, unless another run of the job was first."""
    rows = Delivery.objects.filter(pk=delivery.pk, attempts=attempt, state=Delivery.State.WAITING)
    return bool(
        rows.update(
            state=state,
            attempts=attempt + 1,
            tried_at=at,
            status=answer.status if answer else None,
            milliseconds=answer.milliseconds if answer else None,
            snippet=mask(snippet),
            **{"next_at": None, **values},
        )
    )


@transaction.atomic
def _failed(delivery: Delivery, attempt: int, at: datetime, answer: Answer | None, snippet: str) -> None:
    """Plan the next attempt; after five days without a success, or a 410, stop."""
    webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
    is_gone = answer is not None and answer.status == GONE
    is_last = is_gone or attempt >= len(PAUSES) or delivery.event == TEST
    next_at = None if is_last else at + PAUSES[attempt]
    state = Delivery.State.FAILED if is_last else Delivery.State.WAITING
    if not _finish(delivery, attempt, at, state, answer, snippet, next_at=next_at):
        return
    if next_at is not None:
        _enqueue(delivery, attempt + 1, next_at)
    if delivery.event == TEST:
        return
    since = webhook.failing_since or at
    Webhook.objects.filter(pk=webhook.pk).update(failing_since=since)
    if webhook.is_active and (is_gone or at - since >= STOPPED_AFTER):
        _stop(webhook, at)


def _stop(webhook: Webhook, at: datetime) -> None:
    """Switch it off, and tell who made it, or the administrators when that person has left."""
    Webhook.objects.filter(pk=webhook.pk).update(is_active=False, stopped_at=at)
    audit.record("integrations.webhook_stopped", actor=None, target=webhook, at=at)
    maker = webhook.created_by
    for user in [maker] if maker.is_active else active_administrators():
        notify(
            "integrations/webhook_stopped",
            to=Recipient(email=user.email or "", name=str(user), language=user.language, user_id=user.pk),
            context={"webhook": webhook.name},
            key=f"{webhook.pk}:{at:%Y%m%d%H%M}",
        )
    log.warning("webhook_stopped", webhook=webhook.pk)


def forget_deliveries(*, at: datetime) -> int:
    """Forget what is older than 30 days; returns how many."""
    return old_deliveries(at - KEPT_FOR).delete()[0]
