"""By which channels a person hears of an event: what they chose, and what reaches them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings

from kit import clock
from shared_apps.accounts.models import User
from shared_apps.notifications import selectors
from shared_apps.notifications.events import Event
from shared_apps.notifications.models import Channel, Delivery, SmsChoice


@dataclass(frozen=True)
class Recipient:
    """Whom to tell. `phone` is E.164, of a mobile phone.

    With `user_id`, an account of this LGO, the person's own choice of channels counts, LINE among them. Without, an
    e-mail is sent where there is an address, else an SMS.
    """

    email: str = ""
    phone: str = ""
    name: str = ""
    language: str = "th"
    user_id: int | None = None


@dataclass(frozen=True)
class Way:
    """A channel and the address there. `is_marked`: messages to it came back."""

    channel: Channel
    address: str
    is_marked: bool = False


def recipient_of(user: User) -> Recipient:
    """A person with an account."""
    return Recipient(
        email=user.email or "",
        phone=user.phone or "" if user.phone_verified else "",
        name=user.display_name,
        language=user.language,
        user_id=user.pk,
    )


def is_configured(channel: Channel) -> bool:
    """Whether messages of this channel leave the house. In production e-mail always does."""
    if channel == Channel.SMS:
        account = selectors.sms_account()
        if account.choice == SmsChoice.PLATFORM:
            return bool(settings.SMS_GATEWAY_URL)
        return account.choice == SmsChoice.OWN and bool(account.url)
    if channel == Channel.LINE:
        return selectors.line_channel().is_ready
    return settings.EMAIL_URL_IS_SET or not settings.OUTBOX_IS_SHOWN


def can_send_sms() -> bool:
    """Whether people may be offered SMS: there is a gateway, or the outbox shows what it would have carried."""
    if selectors.sms_account().choice == SmsChoice.OFF:
        return False
    return is_configured(Channel.SMS) or settings.OUTBOX_IS_SHOWN


def ways(event: Event, to: Recipient) -> list[Way]:
    """Where the message goes.

    Without a choice of theirs: a statutory one to LINE and e-mail, any other to the first of the event's channels
    that reaches the person; by SMS, which costs money, only when nothing else does. A statutory one is never chosen
    away. An address from which messages came back is left out, unless a statutory one has no other.
    """
    open_ways = [way for channel in event.channels if (way := _way(Channel(channel), to))]
    good = [way for way in open_ways if not way.is_marked]
    chosen = selectors.preference(to.user_id, event.group_code) if to.user_id else None
    if chosen is not None:
        wanted = [way for way in good if way.channel in chosen]
        if wanted or (not chosen and not event.statutory):
            return wanted
    usual = [way for way in good if way.channel != Channel.SMS] or good
    if event.statutory:
        return usual or open_ways[:1]
    return usual[:1]


def _way(channel: Channel, to: Recipient) -> Way | None:
    if channel == Channel.EMAIL and to.email:
        return Way(channel, to.email, is_marked=selectors.is_marked(channel, to.email))
    if channel == Channel.SMS and to.phone and can_send_sms():
        return Way(channel, to.phone)
    if channel == Channel.LINE and to.user_id and (selectors.line_channel().is_ready or settings.OUTBOX_IS_SHOWN):
        link = selectors.line_link(to.user_id)
        return Way(channel, link.line_user_id) if link and not link.is_blocked else None
    return None


def reachable(channels: Sequence[Channel], to: Recipient) -> list[Channel]:
    """Those of `channels` by which a person can be reached now."""
    return [channel for channel in channels if _way(channel, to)]


def quiet_end(delivery: Delivery, at: datetime) -> datetime | None:
    """When an officer's quiet hours end, in which `at` lies; None outside them. They may span midnight."""
    start, end = delivery.quiet_from, delivery.quiet_until
    if start is None or end is None or start == end:
        return None
    local = clock.bangkok(at)
    now = local.time()
    if not _within(now, start, end):
        return None
    day = local.date() + timedelta(days=1) if start > end and now >= start else local.date()
    return datetime.combine(day, end, clock.BANGKOK)


def _within(now: time, start: time, end: time) -> bool:
    return start <= now < end if start < end else now >= start or now < end
