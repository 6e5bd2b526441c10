"""What an LGO wants from its next renewal on: another package, or none at all."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.models import Quote, Subscription
from billing.services.renewals import choose_for_renewal, give_notice, lock_renewal, offer_next_term


def choose_renewal(
    *, subscription: Subscription, package: str, ends: bool, reason: str, actor: Any, by: str, at: datetime
) -> None:
    """Take another package at the renewal, or do not renew. An open quotation for it is made anew, or declined.

    Raises:
        Refused: the renewal was accepted already.
        Invalid: there is no such package, or no reason to end.
    """
    if ends:
        give_notice(tenant=subscription.tenant, reason=reason, by=by, actor=actor, at=at)
    else:
        choose_for_renewal(tenant=subscription.tenant, package=package, storage=None, by=by, actor=actor, at=at)


@transaction.atomic
def quote_renewal(*, subscription: Subscription, actor: Any, at: datetime) -> Quote:
    """A quotation for the next term, by the prices of today; it replaces an open one. Valid into the days of grace.

    Raises:
        Refused: there is no term to renew, or its renewal was accepted already.
    """
    locked, term, _earlier = lock_renewal(subscription.tenant)
    return offer_next_term(locked, term, actor=actor, at=at)
