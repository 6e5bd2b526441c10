"""What an accepted quotation offers begins: a first term, the next one, or more within the running one."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.models import ItemKind, Quote, QuoteKind, Subscription, Term, TermItem
from billing.periods import Period
from billing.selectors import last_term, package_on
from billing.services.entitlements import apply_entitlement
from billing.services.renewals import refresh_renewal
from billing.services.standings import keeps_standings, standing_changed
from kit import clock
from kit.errors import Conflict
from shared_apps.audit.services import record

CHANGED = _("The subscription has changed since this quotation was made. Ask for a new one.")


@keeps_standings
def begin(*, quote: Quote, actor: Any, at: datetime) -> None:
    """Let what an accepted quotation offers begin, once: by purchase order, or when its invoice is settled."""
    locked = Quote.objects.select_for_update(of=("self",)).select_related("book", "tenant", "term").get(pk=quote.pk)
    if locked.items.exists():
        return
    if locked.kind == QuoteKind.NEW:
        _begin_first_term(locked, at)
    elif locked.kind == QuoteKind.RENEWAL:
        _begin_next_term(locked, at)
    else:
        _add_to_term(locked, actor=actor, at=at)
    record("billing.begun", actor=actor, target=locked, data={"number": locked.number}, at=at)
    apply_entitlement(tenant=locked.tenant, actor=actor, at=at)
    standing_changed(tenant_id=locked.tenant_id, at=at)


def _begin_first_term(quote: Quote, at: datetime) -> None:
    """A term that waited for its payment begins on the day of that, so that no paid day is lost."""
    start = max(quote.starts_on, clock.bangkok_day(at))
    subscription, is_new = Subscription.objects.get_or_create(
        tenant=quote.tenant, defaults={"anchor_day": start.day, "started_on": start}
    )
    if not is_new:
        raise Conflict(CHANGED, code="changed")
    _write_term(subscription, quote, Period.first(start), position=1)


def _begin_next_term(quote: Quote, at: datetime) -> None:
    """A late renewal starts where the old term ended, unless that was over: see `quotes.next_start`."""
    subscription = Subscription.objects.select_for_update().get(tenant=quote.tenant)
    newest = last_term(subscription)
    if newest is None or newest.pk != quote.term_id:
        raise Conflict(CHANGED, code="changed")
    _write_term(subscription, quote, _next_period(quote, newest, clock.bangkok_day(at)), position=newest.position + 1)
    chosen = Subscription.objects.filter(pk=subscription.pk)
    chosen.update(next_package="", next_storage=None, ends=False, ends_reason="")


def _next_period(quote: Quote, newest: Term, day: date) -> Period:
    """The one after the newest term; a first one again when that was offered, or when no day would be left of it."""
    following = newest.period.next
    if quote.starts_on == newest.ends_on and day < following.end:
        return following
    return Period.first(max(quote.starts_on, day))


def _write_term(subscription: Subscription, quote: Quote, period: Period, *, position: int) -> None:
    term = Term.objects.create(
        subscription=subscription,
        position=position,
        starts_on=period.start,
        ends_on=period.end,
        anchor_day=None if period.anchor_day == subscription.anchor_day else period.anchor_day,
        book=quote.book,
    )
    _write_items(term, quote, starts_on=period.start)


def _add_to_term(quote: Quote, *, actor: Any, at: datetime) -> None:
    Subscription.objects.select_for_update().get(tenant=quote.tenant)
    term = quote.term
    if term is None or term.ends_on <= clock.bangkok_day(at):
        raise Conflict(CHANGED, code="changed")
    if quote.kind == QuoteKind.UPGRADE:
        replaced = package_replaced(quote, term)
        if replaced is None:
            raise Conflict(CHANGED, code="changed")
        TermItem.objects.filter(pk=replaced.pk).update(ends_on=quote.starts_on)
    _write_items(term, quote, starts_on=quote.starts_on)
    refresh_renewal(term=term, actor=actor, at=at)


def package_replaced(quote: Quote, term: Term) -> TermItem | None:
    """The package from which an upgrade was reckoned; None when the LGO no longer has that one, or has ordered one."""
    line = quote.lines.get(kind=ItemKind.PACKAGE)
    running = package_on(term, quote.starts_on)
    return running if running is not None and running.code == line.workings.get("from") else None


def _write_items(term: Term, quote: Quote, *, starts_on: date) -> None:
    offers = {package.code: package for package in quote.book.packages.all()}
    sizes = {offer.code: offer.storage for offer in quote.book.storage.all()}
    for line in quote.lines.exclude(kind=ItemKind.INSTALLATION):
        is_package = line.kind == ItemKind.PACKAGE
        TermItem.objects.create(
            term=term,
            kind=line.kind,
            code=line.code,
            units=line.quantity,
            price=line.unit_price,
            accounts=offers[line.code].accounts if is_package else None,
            storage=offers[line.code].storage if is_package else sizes[line.code] * line.quantity,
            starts_on=starts_on,
            ends_on=term.ends_on,
            quote=quote,
        )
