"""Telling the operator's finance."""

from collections.abc import Mapping

import structlog
from django.conf import settings

from billing.models import Payment
from kit.money import baht
from shared_apps.notifications.services import Recipient, notify

log = structlog.get_logger(__name__)


def tell_finance(event: str, *, payment: Payment, key: str, words: Mapping[str, str]) -> None:
    """Send a notice about a payment, once a key, in the caller's transaction; public scope."""
    if not settings.FINANCE_EMAIL:
        log.warning("nobody_to_tell", notification=event, payment=payment.reference)
        return
    known = {"payment": payment.reference, "lgo": payment.tenant.name, **words}
    notify(event, to=Recipient(email=settings.FINANCE_EMAIL), context=known, key=key)


def written(amount: object) -> str:
    """An amount as people read it."""
    return f"{baht(str(amount)):,.2f}"
