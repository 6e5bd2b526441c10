"""Linking people to their LINE accounts: a code sent to the LGO's account, and what LINE's webhook tells."""

import hashlib
import re
import secrets as randomness
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext, gettext_noop, override

from kit.errors import NotFound, Refused
from shared_apps.accounts import secrets
from shared_apps.accounts.models import User
from shared_apps.audit.services import record
from shared_apps.jobs.services import enqueue
from shared_apps.notifications import selectors
from shared_apps.notifications.gateways import DeliveryFailed, line
from shared_apps.notifications.models import LineChannel, LineCode, LineEvent, LineLink
from tenants.scope import current_key

log = structlog.get_logger(__name__)

LIFETIME = timedelta(minutes=15)
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 8
_CODE = re.compile(rf"[{_LETTERS}]{{{_LENGTH}}}")
_TRIES, _TRIES_SECONDS = 10, 3600
_OLDEST = timedelta(days=3)
"""Older events are no news any more; their ids may be forgotten after it."""
_FORGOTTEN = timedelta(days=14)
_NO_PAGE = gettext_noop("There is no such page.")

REPLIES = {
    "linked": gettext_noop(
        "Linked. From now on you get messages of your cases here. Change it on the page “My account”."
    ),
    "wrong": gettext_noop("This code is wrong or too old. Ask for a new one on the page “My account”."),
    "welcome": gettext_noop(
        "Welcome. To get messages of your cases here, open “My account” on our website and choose LINE."
    ),
}


@transaction.atomic
def new_code(*, user: User, at: datetime) -> str:
    """A code that links the person's LINE account, good once and for minutes; an earlier one ends."""
    code = "".join(randomness.choice(_LETTERS) for _place in range(_LENGTH))
    values = {"code_hash": _hash(code), "expires_at": at + LIFETIME}
    LineCode.objects.update_or_create(user=user, defaults=values)
    return code


@transaction.atomic
def unlink(*, user: User, at: datetime) -> None:
    """Send no more to the person's LINE account."""
    if LineLink.objects.filter(user=user).delete()[0]:
        record("notifications.line_unlinked", actor=user, target=user, at=at)


def receive(*, key: str, body: bytes, signature: str, at: datetime) -> int:
    """Take a call of LINE's webhook; returns how many events were new.

    Raises:
        NotFound: the key is not this LGO's.
        Refused: the signature is not made with this LGO's secret, or the call is meant for another account.
    """
    from linebot.v3.exceptions import InvalidSignatureError
    from linebot.v3.webhook import WebhookParser

    channel = LineChannel.objects.first()
    if channel is None or not channel.secret or not constant_time_compare(key, channel.webhook_key):
        raise NotFound(_NO_PAGE)
    try:
        parser = WebhookParser(secrets.decrypt(channel.secret))
        payload = parser.parse(body.decode(), signature, as_payload=True)
    except (InvalidSignatureError, ValueError, KeyError, TypeError, AttributeError):
        log.warning("line_webhook_refused")
        raise Refused(gettext_noop("The signature is wrong."), code="bad_signature") from None
    if channel.bot_user_id and payload.destination != channel.bot_user_id:
        raise Refused(gettext_noop("The signature is wrong."), code="other_account")
    return sum(_take(event, at) for event in payload.events)


@transaction.atomic
def _take(event: Any, at: datetime) -> bool:
    """Deal with an event once, however often it comes."""
    event_id = str(getattr(event, "webhook_event_id", "") or "")[:40]
    sent_at = datetime.fromtimestamp((getattr(event, "timestamp", 0) or 0) / 1000, UTC)
    user_id = getattr(getattr(event, "source", None), "user_id", None)
    if not event_id or not user_id or at - sent_at > _OLDEST:
        return False
    _row, is_new = LineEvent.objects.get_or_create(event_id=event_id, defaults={"received_at": at})
    if is_new:
        _act(event, str(user_id), at)
    return is_new


def _act(event: Any, line_user_id: str, at: datetime) -> None:
    links = LineLink.objects.filter(line_user_id=line_user_id)
    if event.type == "unfollow":
        links.update(is_blocked=True)
    elif event.type == "follow":
        if not links.update(is_blocked=False):
            _reply(event, "welcome")
    elif event.type == "message" and getattr(event.message, "type", "") == "text":
        _link(event, line_user_id, at)


def _link(event: Any, line_user_id: str, at: datetime) -> None:
    typed = re.sub(r"[\s-]", "", str(event.message.text)).upper()
    if not _CODE.fullmatch(typed):
        return
    code = None
    if _may_try(line_user_id):
        code = LineCode.objects.select_for_update().filter(code_hash=_hash(typed), expires_at__gt=at).first()
    if code is None:
        _reply(event, "wrong")
        return
    LineLink.objects.filter(line_user_id=line_user_id).delete()
    values = {"line_user_id": line_user_id, "is_blocked": False, "linked_at": at}
    LineLink.objects.update_or_create(user_id=code.user_id, defaults=values)
    record("notifications.line_linked", actor=code.user, target=code.user, at=at)
    code.delete()
    _reply(event, "linked")


def _may_try(line_user_id: str) -> bool:
    key = f"notifications:line-tries:{hashlib.sha256(line_user_id.encode()).hexdigest()}"
    cache.add(key, 0, _TRIES_SECONDS)
    try:
        return int(cache.incr(key)) <= _TRIES
    except ValueError:
        return True


def _reply(event: Any, text: str) -> None:
    if event.reply_token:
        enqueue("notifications.line_reply", reply_token=event.reply_token, text=text)


def reply(*, reply_token: str, text: str) -> None:
    """Answer an event; one that LINE does not take any more is let go."""
    channel = selectors.line_channel()
    if not channel.token:
        return
    with override("th"):
        words = gettext(REPLIES[text])
    try:
        line.reply(token=secrets.decrypt(channel.token), reply_token=reply_token, text=words)
    except DeliveryFailed as failure:
        log.info("line_reply_failed", reason=str(failure))


@transaction.atomic
def forget_events(*, at: datetime) -> int:
    """Forget events that are too old to be repeated, and codes past their time."""
    LineCode.objects.filter(expires_at__lt=at).delete()
    return LineEvent.objects.filter(received_at__lt=at - _FORGOTTEN).delete()[0]


def _hash(code: str) -> str:
    """Bound to this LGO, so that a row copied elsewhere links nobody."""
    return hashlib.sha256(f"{current_key()}:notifications.line:{code}".encode()).hexdigest()
