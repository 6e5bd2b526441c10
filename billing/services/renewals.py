"""Renewals: offered before the end, by choice with another package or storage, or not wanted."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.models import Quote, QuoteKind, QuoteState, Subscription, Term
from billing.selectors import ladder_rules, last_term, subscription_of
from billing.services.quotes import VALID_FOR, issue_quote, offer_renewal
from billing.services.standings import keeps_standings, standing_changed
from kit import clock
from kit.errors import Invalid, Refused
from shared_apps.audit.services import record
from shared_apps.ui.templatetags.thai import thaidate
from tenants.models import Tenant

NONE = _("There is no subscription that could be renewed. Ask for a quotation for a new one.")
TAKEN = _("The renewal was ordered already. Its invoice waits under “Documents”.")
TOO_EARLY = _("A renewal can be ordered from %(day)s on. For your budget, ask for a budget quotation.")
NO_REASON = _("Write why the contract is not renewed. It helps us, and stands in the log.")
_DAY = timedelta(days=1)


@transaction.atomic
def request_renewal(*, tenant: Tenant, actor: Any, at: datetime) -> Quote:
    """A quotation for the next term, replacing the one before. Also when the term is over: see `next_start`.

    Raises:
        Refused: there is no subscription, the renewal was ordered already, or it is too early.
        Invalid: the price book in force no longer has the package; another has to be chosen.
    """
    subscription, term, _earlier = lock_renewal(tenant)
    day = clock.bangkok_day(at)
    first = term.ends_on - max(ladder_rules(term.ends_on).renewal_days) * _DAY
    if day < first:
        raise Refused(TOO_EARLY, code="too_early", params={"day": thaidate(first, "medium")})
    return offer_next_term(subscription, term, actor=actor, at=at)


@keeps_standings
def choose_for_renewal(
    *, tenant: Tenant, package: str, storage: Mapping[str, int] | None, by: str, actor: Any, at: datetime
) -> Quote | None:
    """What the LGO wants from the next term on: a package, also a smaller one, and so much more storage (None: as now).

    Takes back a notice that the contract ends. Returns the new quotation when one was out already.

    Raises:
        Refused: there is no subscription, or the renewal was ordered already.
        Invalid: there is no such package or storage.
    """
    subscription, term, earlier = lock_renewal(tenant)
    subscription.next_package = package
    if storage is not None:
        subscription.next_storage = {code: units for code, units in storage.items() if units}
    subscription.ends, subscription.ends_reason = False, ""
    day = clock.bangkok_day(at)
    offer_renewal(subscription=subscription, term=term, day=day, valid_until=day)  # Invalid when there is no such thing
    subscription.save(update_fields=["next_package", "next_storage", "ends", "ends_reason"])
    data: dict[str, object] = {"package": package, "storage": subscription.next_storage, "by": by}
    record("billing.renewal_chosen", actor=actor, target=subscription, data=data, at=at)
    standing_changed(tenant_id=tenant.pk, at=at)
    return offer_next_term(subscription, term, actor=actor, at=at) if earlier else None


@keeps_standings
def give_notice(*, tenant: Tenant, reason: str, by: str, actor: Any, at: datetime) -> None:
    """The LGO does not want a next term: the site works until the last day that is paid, and can be read after it.

    Raises:
        Invalid: there is no reason.
        Refused: there is no subscription, or the renewal was ordered already.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    subscription, _term, earlier = lock_renewal(tenant)
    if earlier:
        Quote.objects.filter(pk=earlier.pk).update(state=QuoteState.DECLINED, answered_at=at, answered_by=by)
    Subscription.objects.filter(pk=subscription.pk).update(ends=True, ends_reason=reason.strip()[:500])
    record("billing.notice_given", actor=actor, target=subscription, data={"reason": reason.strip(), "by": by}, at=at)
    standing_changed(tenant_id=tenant.pk, at=at)


@keeps_standings
def take_notice_back(*, tenant: Tenant, by: str, actor: Any, at: datetime) -> None:
    """The LGO wants a next term after all.

    Raises:
        Refused: there is no subscription, or the renewal was ordered already.
    """
    subscription, _term, _earlier = lock_renewal(tenant)
    Subscription.objects.filter(pk=subscription.pk).update(ends=False, ends_reason="")
    record("billing.notice_taken_back", actor=actor, target=subscription, data={"by": by}, at=at)
    standing_changed(tenant_id=tenant.pk, at=at)


def offer_next_term(subscription: Subscription, term: Term, *, actor: Any, at: datetime) -> Quote:
    """Issue a quotation for the term after `term`; the caller has locked the renewal."""
    day = clock.bangkok_day(at)
    valid_until = max(day + VALID_FOR, last_day_of_grace(term.ends_on))
    offer = offer_renewal(subscription=subscription, term=term, day=day, valid_until=valid_until)
    return issue_quote(tenant=subscription.tenant, offer=offer, actor=actor, at=at)


def last_day_of_grace(ends_on: date) -> date:
    """The last day on which everything works although it is not paid for."""
    return ends_on + (ladder_rules(ends_on).grace - 1) * _DAY


def refresh_renewal(*, term: Term, actor: Any, at: datetime) -> Quote | None:
    """After the term has changed: an open quotation for the next one is made anew, as it would offer too little."""
    if not _open_quotes(term).exists():
        return None
    return offer_next_term(term.subscription, term, actor=actor, at=at)


def lock_renewal(tenant: Tenant) -> tuple[Subscription, Term, Quote | None]:
    """The subscription, its last term and the open quotation for the next one; locked in the order of an acceptance.

    Raises:
        Refused: there is no subscription, or the renewal was ordered already.
    """
    subscription = subscription_of(tenant)
    term = last_term(subscription) if subscription else None
    if subscription is None or term is None:
        raise Refused(NONE, code="no_subscription")
    earlier = _open_quotes(term).select_for_update(of=("self",)).first()
    locked = Subscription.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=subscription.pk)
    newest = term_to_renew(locked)
    if newest.pk != term.pk:
        raise Refused(TAKEN, code="ordered")
    return locked, newest, earlier


def term_to_renew(locked: Subscription) -> Term:
    """The last term of a subscription whose row is locked.

    Raises:
        Refused: there is none, or what follows it was ordered already.
    """
    newest = last_term(locked)
    if newest is None:
        raise Refused(NONE, code="no_subscription")
    if _is_ordered(newest):
        raise Refused(TAKEN, code="ordered")
    return newest


def _open_quotes(term: Term) -> Any:
    return Quote.objects.filter(term=term, kind=QuoteKind.RENEWAL, state=QuoteState.ISSUED)


def _is_ordered(term: Term) -> bool:
    return Quote.objects.filter(term=term, kind=QuoteKind.RENEWAL, state=QuoteState.ACCEPTED).exists()
