"""Reading of messages, of channels and of what people chose."""

from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.core.cache import cache
from django.db import models
from django.db.models import Q, QuerySet, Sum

from kit import clock
from shared_apps.notifications.models import (
    AddressMark,
    Delivery,
    EmailSender,
    LineChannel,
    LineLink,
    Message,
    MessageState,
    Preference,
    ProviderState,
    Retention,
    SmsAccount,
    Wording,
)
from tenants.scope import current_tenant

_SECONDS = 300
Only = TypeVar("Only", EmailSender, SmsAccount, LineChannel)


def messages(search: str = "") -> QuerySet[Message]:
    """The messages of this scope, newest first, that hold every word of `search`."""
    found = Message.objects.order_by("-created_at", "-pk")
    for word in search.split()[:10]:
        found = found.filter(
            Q(to__icontains=word) | Q(subject__icontains=word) | Q(body__icontains=word) | Q(event__icontains=word)
        )
    return found


def messages_to(user_id: int) -> QuerySet[Message]:
    """What one person of this LGO was sent, newest first."""
    return Message.objects.filter(user=user_id).order_by("-created_at", "-pk")


def message(message_id: UUID) -> Message | None:
    """The message of this id."""
    return Message.objects.filter(pk=message_id).first()


def settings_key(model: type[models.Model]) -> str:
    """Under which the only row of `model` is cached."""
    return f"notifications:{model._meta.model_name}"


def _only(model: type[Only]) -> Only:
    """The only row of a table, cached; an empty one that is not stored when there is none, and for the operator."""
    if current_tenant() is None:
        return model()
    key = settings_key(model)
    found: Only | None = cache.get(key)
    if found is None:
        found = model.objects.first() or model()
        cache.set(key, found, _SECONDS)
    return found


def email_sender() -> EmailSender:
    """Who the LGO's e-mails come from."""
    return _only(EmailSender)


def sms_account() -> SmsAccount:
    """How the LGO sends SMS."""
    return _only(SmsAccount)


def line_channel() -> LineChannel:
    """The LGO's account on LINE."""
    return _only(LineChannel)


def month_start(at: datetime) -> datetime:
    """When the month began in Bangkok."""
    return clock.bangkok(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def sms_parts_this_month() -> int:
    """How many SMS parts left since the first of the month."""
    rows = Message.objects.filter(channel="sms", sent_at__gte=month_start(clock.now()))
    return int(rows.aggregate(total=Sum("parts"))["total"] or 0)


def line_link(user_id: int) -> LineLink | None:
    """The LINE account of a person here."""
    return LineLink.objects.filter(user_id=user_id).first()


def preference(user_id: int, group: str) -> list[str] | None:
    """The channels that a person chose for a group of events; None when nothing was chosen."""
    row = Preference.objects.filter(user_id=user_id, group=group).first()
    return list(row.channels) if row else None


def preferences(user_id: int) -> dict[str, list[str]]:
    """What a person chose, by group."""
    return {row.group: list(row.channels) for row in Preference.objects.filter(user_id=user_id)}


def delivery(user_id: int) -> Delivery:
    """When an officer wants messages; quiet at night when nothing was chosen."""
    return Delivery.objects.filter(user_id=user_id).first() or Delivery(user_id=user_id)


def is_marked(channel: str, address: str) -> bool:
    """Whether nothing is sent to an address because messages came back."""
    return AddressMark.objects.filter(channel=channel, address=address.lower()).exists()


def address_marks() -> QuerySet[AddressMark]:
    """Addresses that take no messages, the newest first."""
    return AddressMark.objects.order_by("-marked_at")


def providers() -> dict[str, ProviderState]:
    """The breakers of this LGO that ever tripped or counted."""
    return {state.provider: state for state in ProviderState.objects.all()}


def wording(event: str, channel: str, language: str) -> Wording | None:
    """The LGO's own text, when it has one."""
    if current_tenant() is None:
        return None
    return Wording.objects.filter(event=event, channel=channel, language=language).first()


def wordings() -> dict[tuple[str, str, str], Wording]:
    """All of the LGO's own texts by event, channel and language."""
    return {(row.event, row.channel, row.language): row for row in Wording.objects.all()}


def failed_since(moment: datetime) -> QuerySet[Message]:
    """The dead letters of the time after `moment`."""
    return Message.objects.filter(state=MessageState.FAILED, finished_at__gt=moment)


def waiting_long(at: datetime, longer_than: timedelta) -> QuerySet[Message]:
    """Messages whose job should have run long ago."""
    return Message.objects.filter(state=MessageState.QUEUED, due_at__lt=at - longer_than)


def dead_letters() -> QuerySet[Message]:
    """Messages that could not be sent and whose text is still there."""
    return Message.objects.filter(state=MessageState.FAILED).exclude(body="")


def retention() -> Retention:
    """How long messages are kept."""
    return Retention.objects.first() or Retention()
