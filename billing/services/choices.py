"""What an LGO wants from its next renewal on: another package, or none at all."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.models import Quote, QuoteKind, QuoteState, Subscription
from billing.selectors import book_in_force, last_term
from billing.services.quotes import NO_PACKAGE, issue_quote, offer_renewal
from kit import clock
from kit.errors import Invalid, Refused
from shared_apps.audit.services import record

NO_TERM = _("There is no subscription to renew yet.")
ORDERED = _("The renewal was accepted already. It can no longer be changed here; contact the operator.")
NO_REASON = _("Write why the subscription shall not be renewed.")
LONGEST_OFFER = timedelta(days=120)
_GRACE = timedelta(days=30)


@transaction.atomic
def choose_renewal(
    *, subscription: Subscription, package: str, ends: bool, reason: str, actor: Any, by: str, at: datetime
) -> None:
    """Take another package at the renewal, or do not renew. An open quotation for it is made anew, or declined.

    Raises:
        Refused: the renewal was accepted already.
        Invalid: there is no such package, or no reason to end.
    """
    locked = Subscription.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=subscription.pk)
    if ends and not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    if not ends and not book_in_force(clock.bangkok_day(at)).packages.filter(code=package).exists():
        raise Invalid(NO_PACKAGE, code="no_package", field="package")
    renewals = Quote.objects.filter(tenant=locked.tenant, kind=QuoteKind.RENEWAL, term=last_term(locked))
    if renewals.filter(state=QuoteState.ACCEPTED).exists():
        raise Refused(ORDERED, code="ordered")
    values = {"next_package": "" if ends else package, "ends": ends, "ends_reason": reason.strip() if ends else ""}
    Subscription.objects.filter(pk=locked.pk).update(**values)
    record("billing.renewal_chosen", actor=actor, target=locked, data={**values, "by": by}, at=at)
    open_quotes = renewals.filter(state=QuoteState.ISSUED)
    if ends:
        open_quotes.update(state=QuoteState.DECLINED, answered_at=at, answered_by=by)
    elif open_quotes.exists():
        quote_renewal(subscription=Subscription.objects.get(pk=locked.pk), actor=actor, at=at)


@transaction.atomic
def quote_renewal(*, subscription: Subscription, actor: Any, at: datetime) -> Quote:
    """A quotation for the next term, by the prices of today; it replaces an open one. Valid into the days of grace.

    Raises:
        Refused: there is no term to renew, or its renewal was accepted already.
    """
    term = last_term(subscription)
    if term is None:
        raise Refused(NO_TERM, code="no_term")
    if term.quotes.filter(kind=QuoteKind.RENEWAL, state=QuoteState.ACCEPTED).exists():
        raise Refused(ORDERED, code="ordered")
    day = clock.bangkok_day(at)
    valid_until = max(min(term.ends_on + _GRACE, day + LONGEST_OFFER), day)
    offer = offer_renewal(subscription=subscription, term=term, day=day, valid_until=valid_until)
    return issue_quote(tenant=subscription.tenant, offer=offer, actor=actor, at=at)
