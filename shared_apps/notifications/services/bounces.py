"""Addresses from which messages came back."""

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from shared_apps.accounts.models import User
from shared_apps.audit.services import record
from shared_apps.notifications.models import AddressMark, Channel, Failure, Message, MessageState
from tenants.models import Tenant
from tenants.scope import PUBLIC_KEY, public_scope, tenant_scope

log = structlog.get_logger(__name__)

_MARKING = {"bounced": Failure.BOUNCED, "rejected": Failure.BOUNCED, "complained": Failure.REFUSED}


def take_tracking(event: Any) -> None:
    """Take an event of a mail service that anymail has verified; what concerns no message of ours is passed over."""
    failure = _MARKING.get(str(event.event_type))
    metadata = event.metadata or {}
    message_id = _uuid(metadata.get("message"))
    if failure is None or message_id is None:
        return
    key = str(metadata.get("tenant", ""))
    if key == PUBLIC_KEY:
        with public_scope():
            mark_bounced(
                message_id=message_id, recipient=str(event.recipient or ""), failure=failure, at=timezone.now()
            )
        return
    with public_scope():
        tenant = Tenant.objects.filter(pk=key).first() if _uuid(key) else None
    if tenant is None or not tenant.is_live:
        return
    with tenant_scope(tenant):
        mark_bounced(message_id=message_id, recipient=str(event.recipient or ""), failure=failure, at=timezone.now())


@transaction.atomic
def mark_bounced(*, message_id: UUID, recipient: str, failure: Failure, at: datetime) -> bool:
    """Mark the address of a message that came back, and the message as one that did not arrive."""
    message = Message.objects.select_for_update().filter(pk=message_id, channel=Channel.EMAIL).first()
    if message is None or message.to.lower() != recipient.lower():
        return False
    AddressMark.objects.get_or_create(
        channel=Channel.EMAIL, address=message.to.lower(), defaults={"reason": failure.value, "marked_at": at}
    )
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.FAILED, error=failure.value, detail="", finished_at=at
    )
    log.info("address_marked", notification=message.event)
    return True


@transaction.atomic
def unmark(*, mark_id: int, actor: User, at: datetime) -> bool:
    """Send to an address again."""
    mark = AddressMark.objects.filter(pk=mark_id).first()
    if mark is None:
        return False
    record("notifications.address_unmarked", actor=actor, target=mark, at=at)
    mark.delete()
    return True


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
