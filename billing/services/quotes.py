"""Quotations: reckoning, issuing, declining. Accepting one issues its invoice (`services.orders`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.ladder import Stage
from billing.lines import (
    LineDraft,
    PackageOffer,
    installation_line,
    month_workings,
    package_line,
    split_lines,
    storage_line,
    upgrade_line,
)
from billing.models import (
    Customer,
    DocumentKind,
    InvoiceLine,
    ItemKind,
    PackagePrice,
    PriceBook,
    Quote,
    QuoteKind,
    QuoteLine,
    QuoteState,
    StoragePrice,
    Subscription,
    Term,
    TermItem,
)
from billing.selectors import (
    book_in_force,
    customer_of,
    items_on,
    package_on,
    standing,
    storage_on,
    subscription_of,
    term_on,
)
from billing.services.documents import freeze
from billing.services.numbers import next_document_number
from kit import clock
from kit.dates import fiscal_year_bounds
from kit.errors import Invalid, Refused
from shared_apps.audit.services import record
from tenants.models import Tenant

VALID_FOR = timedelta(days=30)
NO_PACKAGE = _("There is no such package. Choose one from the list.")
NO_STORAGE = _("There is no such storage. Choose one from the list.")
NO_TERM = _("More storage and larger packages need a package that is running on that day.")
LARGER_COMES = _("A larger package was ordered and begins later. Change it from the day on which it begins.")
NOT_LARGER = _("This package is not larger. A smaller one is taken at the renewal.")
HAS_ONE = _("This local government has a subscription. Renew it or choose a larger package.")
YEAR_OVER = _("This fiscal year is over. Choose a later one.")
TOO_FEW = _("Choose at least one.")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a quotation will say, before it has a number. `months_left` is that of the running term, if it counts."""

    kind: QuoteKind
    book: PriceBook
    starts_on: date
    valid_until: date
    lines: Sequence[LineDraft]
    package: str = ""
    storage: Mapping[str, int]
    term: Term | None = None


@dataclass(frozen=True)
class _Running:
    """The package that an LGO has now, as an offer."""

    code: str
    yearly: Any


def offer_new(*, tenant: Tenant, package: str, storage: Mapping[str, int], starts_on: date, day: date) -> Offer:
    """A first subscription: package, storage for twelve months, and the installation unless it was paid before.

    Raises:
        Refused: there is a subscription.
        Invalid: the book in force has no such package or storage.
    """
    if subscription_of(tenant) is not None:
        raise Refused(HAS_ONE, code="has_subscription")
    book = book_in_force(day)
    lines = [package_line(_package(book, package)), *_storage_lines(book, storage)]
    if not _installed(tenant):
        lines.append(installation_line(book.installation))
    return Offer(
        kind=QuoteKind.NEW,
        book=book,
        starts_on=starts_on,
        valid_until=day + VALID_FOR,
        lines=lines,
        package=package,
        storage=dict(storage),
    )


def offer_storage(*, tenant: Tenant, code: str, units: int, starts_on: date, day: date) -> Offer:
    """More storage for the months that are left of the term; the offer ends before it would cost a month less.

    Raises:
        Refused: no package is running on `starts_on`.
        Invalid: there is no such storage.
    """
    term = _running_term(tenant, starts_on)
    if units < 1:
        raise Invalid(TOO_FEW, code="too_few", field="units")
    price = _storage(term.book, code)
    workings = month_workings(term.period, starts_on)
    line = storage_line(price, units=units, months=int(workings["months_left"]), workings=workings)
    return _within_term(term, QuoteKind.STORAGE, [line], starts_on=starts_on, day=day, storage={code: units})


def offer_upgrade(*, tenant: Tenant, package: str, starts_on: date, day: date) -> Offer:
    """A larger package for the months that are left.

    Raises:
        Refused: no package is running on `starts_on`, or a larger one that was ordered begins after that day.
        Invalid: there is no such package, or it is not larger.
    """
    term = _running_term(tenant, starts_on)
    now = package_on(term, starts_on)
    if now is None:
        raise Refused(LARGER_COMES, code="larger_comes")
    running, larger = _Running(now.code, now.price), _package(term.book, package)
    workings = month_workings(term.period, starts_on)
    try:
        line = upgrade_line(running, larger, months=int(workings["months_left"]), workings=workings)
    except ValueError as error:
        raise Invalid(NOT_LARGER, code="not_larger", field="package") from error
    return _within_term(term, QuoteKind.UPGRADE, [line], starts_on=starts_on, day=day, package=package)


def offer_renewal(*, subscription: Subscription, term: Term, day: date, valid_until: date) -> Offer:
    """The next term: package and storage as chosen for it, else the package and the storage that run at the end.

    It begins on `next_start`.

    Prices are those of the book in force on `day`.

    Raises:
        Invalid: that book no longer has the package or storage.
    """
    book = book_in_force(day)
    last = term.ends_on - timedelta(days=1)
    package = subscription.next_package or _running_package(term, last).code
    storage = subscription.next_storage
    if storage is None:
        storage = storage_on(term, last)
    return Offer(
        kind=QuoteKind.RENEWAL,
        book=book,
        starts_on=next_start(term, day),
        valid_until=valid_until,
        lines=[package_line(_package(book, package)), *_storage_lines(book, storage)],
        package=package,
        storage=storage,
        term=term,
    )


def next_start(term: Term, day: date) -> date:
    """Where the term after `term` begins when it is offered on `day`: where that ended, also late (rule R1).

    On `day` itself when the ladder is at its end, or all days of the next term would be over (docs/decisions/0009).
    """
    if day < term.ends_on:
        return term.ends_on
    is_over = term.period.next.end <= day or standing(term.subscription, day).stage == Stage.ENDED
    return day if is_over else term.ends_on


def offer_budget(*, tenant: Tenant, package: str, storage: Mapping[str, int], year: int, day: date) -> Offer:
    """An estimate for the budget request of a fiscal year พ.ศ., by the prices in force on `day`: nothing to accept.

    Twelve months from the end of the running term, or from the first day of that year.

    Raises:
        Invalid: the book has no such package or storage, or the year is over.
    """
    first, last = fiscal_year_bounds(year)
    if last < day:
        raise Invalid(YEAR_OVER, code="year_over", field="year")
    book = book_in_force(day)
    lines = [package_line(_package(book, package)), *_storage_lines(book, storage)]
    subscription = subscription_of(tenant)
    if subscription is None and not _installed(tenant):
        lines.append(installation_line(book.installation))
    newest = subscription.terms.order_by("-position").first() if subscription else None
    return Offer(
        kind=QuoteKind.BUDGET,
        book=book,
        starts_on=newest.ends_on if newest and first <= newest.ends_on <= last else max(first, day),
        valid_until=last,
        lines=lines,
        package=package,
        storage=dict(storage),
    )


@transaction.atomic
def issue_quote(*, tenant: Tenant, offer: Offer, actor: Any, at: datetime) -> Quote:
    """Give the offer a number. An earlier quotation for the same renewal is replaced."""
    if offer.kind == QuoteKind.RENEWAL:
        older = Quote.objects.filter(term=offer.term, kind=QuoteKind.RENEWAL, state=QuoteState.ISSUED)
        older.update(state=QuoteState.SUPERSEDED)
    total, parts = split_lines(offer.lines, offer.book.vat_percent)
    quote = Quote.objects.create(
        number=next_document_number(kind=DocumentKind.QUOTATION, day=clock.bangkok_day(at)),
        tenant=tenant,
        kind=offer.kind,
        book=offer.book,
        term=offer.term,
        package=offer.package,
        storage=dict(offer.storage),
        customer=customer_snapshot(tenant),
        starts_on=offer.starts_on,
        valid_until=offer.valid_until,
        issued_at=at,
        issued_by=actor,
        **total._asdict(),
    )
    QuoteLine.objects.bulk_create(
        [
            QuoteLine(quote=quote, position=place, **{**vars(line), **amounts._asdict()})
            for place, (line, amounts) in enumerate(zip(offer.lines, parts, strict=True), start=1)
        ]
    )
    freeze(quote, at=at)
    record("billing.quote_issued", actor=actor, target=quote, data={"number": quote.number}, at=at)
    return quote


@transaction.atomic
def decline_quote(*, quote: Quote, actor: Any, by: str, at: datetime) -> None:
    """Record that the LGO does not want it.

    Raises:
        Refused: it was answered or replaced before.
    """
    changed = Quote.objects.filter(pk=quote.pk, state=QuoteState.ISSUED).update(
        state=QuoteState.DECLINED, answered_at=at, answered_by=by
    )
    if not changed:
        raise Refused(_("This quotation was answered already."), code="answered")
    record("billing.quote_declined", actor=actor, target=quote, at=at)


def customer_snapshot(tenant: Tenant) -> dict[str, str]:
    """Who the document is for, as of now."""
    customer = customer_of(tenant) or Customer(tenant=tenant, legal_name=tenant.name)
    return {
        "legal_name": customer.legal_name,
        "tax_id": customer.tax_id,
        "branch": customer.branch,
        "address": customer.address,
        "email": customer.email,
        "dla_code": tenant.dla_code,
    }


def _within_term(
    term: Term,
    kind: QuoteKind,
    lines: list[LineDraft],
    *,
    starts_on: date,
    day: date,
    package: str = "",
    storage: Mapping[str, int] | None = None,
) -> Offer:
    day_before = term.period.next_boundary(starts_on) - timedelta(days=1)
    return Offer(
        kind=kind,
        book=term.book,
        starts_on=starts_on,
        valid_until=min(day + VALID_FOR, day_before),
        lines=lines,
        package=package,
        storage=dict(storage or {}),
        term=term,
    )


def _running_term(tenant: Tenant, day: date) -> Term:
    subscription = subscription_of(tenant)
    term = term_on(subscription, day) if subscription else None
    if term is None:
        raise Refused(NO_TERM, code="no_term")
    return term


def _running_package(term: Term, day: date) -> PackageOffer:
    item: TermItem = items_on(term, day).get(kind=ItemKind.PACKAGE)
    return _Running(item.code, item.price)


def _package(book: PriceBook, code: str) -> PackagePrice:
    found = next((offer for offer in book.packages.all() if offer.code == code), None)  # read with the book
    if found is None:
        raise Invalid(NO_PACKAGE, code="no_package", field="package")
    return found


def _storage(book: PriceBook, code: str) -> StoragePrice:
    found = next((offer for offer in book.storage.all() if offer.code == code), None)
    if found is None:
        raise Invalid(NO_STORAGE, code="no_storage", field="storage")
    return found


def _storage_lines(book: PriceBook, storage: Mapping[str, int]) -> list[LineDraft]:
    return [
        storage_line(_storage(book, code), units=units, workings={"months_left": "12"})
        for code, units in storage.items()
        if units
    ]


def _installed(tenant: Tenant) -> bool:
    return InvoiceLine.objects.filter(invoice__tenant=tenant, kind=ItemKind.INSTALLATION).exists()
