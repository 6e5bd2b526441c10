"""Asking the provider by ourselves, so that no lost message stays lost."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from billing import gateway
from billing.gateway import ProviderDown, ProviderRefused
from billing.models import PollCursor
from billing.selectors.provider import checkouts_to_look_at, refunds_under_way
from billing.services import checkouts, refunds
from billing.services.messages import keep_message
from billing.services.movements import keep_movement, payment_of

OVERLAP = timedelta(minutes=30)
"""How far before the last asking we begin: messages appear in no strict order."""
FIRST = timedelta(days=3)
"""How far back the first asking goes."""
QUIET = timedelta(minutes=5)
"""A page is asked about when nothing was heard of it for so long."""
LATE = timedelta(minutes=20)
"""A payment that moved our balance is recorded by then; less than `OVERLAP`, so that it is seen again."""
AT_MOST = 200
"""Pages and refunds of one round."""

log = structlog.get_logger(__name__)


def poll(*, at: datetime) -> int:
    """Fetch messages that did not reach us, and look at pages and refunds under way. Returns how many were new.

    Raises:
        ProviderDown: the next round asks again from where this one began.
    """
    if not gateway.is_available():
        return 0
    fresh = _fetch_messages(at)
    for checkout in checkouts_to_look_at(before=at - QUIET)[:AT_MOST]:
        try:
            checkouts.close_outdated(checkout=checkouts.refresh_checkout(checkout=checkout, at=at), at=at)
        except ProviderRefused as refused:
            log.warning("page_not_found", checkout=str(checkout.pk), why=refused.why)
    for refund in refunds_under_way()[:AT_MOST]:
        try:
            refunds.refresh_refund(refund=refund, at=at)
        except ProviderRefused as refused:
            log.warning("refund_not_found", refund=refund.pk, why=refused.why)
    _fetch_movements(at)
    return fresh


def _fetch_movements(at: datetime) -> None:
    """Learn what moved our balance before it is paid out: fees at once, and mornings without false differences.

    One whose payment is not recorded yet waits: its fee is posted under the payment's reference.
    """
    for movement in gateway.list_movements(since=_since("stripe-movements", at)):
        with transaction.atomic():
            payment = payment_of(movement)
            if payment or not movement.intent or movement.happened_at < at - LATE:
                keep_movement(movement=movement, payment=payment, at=at)
    _move_on("stripe-movements", at)


def _since(cursor: str, at: datetime) -> datetime:
    last = PollCursor.objects.filter(pk=cursor).first()
    return last.until - OVERLAP if last else at - FIRST


def _move_on(cursor: str, at: datetime) -> None:
    with transaction.atomic():
        PollCursor.objects.update_or_create(pk=cursor, defaults={"until": at})


def _fetch_messages(at: datetime) -> int:
    """The cursor moves only when all were fetched: one that came by itself says nothing of those before it."""
    since = _since("stripe", at)
    fresh = sum(keep_message(fact=fact, at=at, by_poll=True) for fact in gateway.list_events(since=since))
    _move_on("stripe", at)
    if fresh:
        log.info("messages_found_by_asking", count=fresh)
    return fresh


__all__ = ["ProviderDown", "poll"]
