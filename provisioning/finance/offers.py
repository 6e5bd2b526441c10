"""What an LGO can buy on a day, with the arithmetic: now, or from the next month on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from billing.documents.wording import Words, gigabytes
from billing.lines import split_lines
from billing.models import ItemKind, PackagePrice, QuoteKind, StoragePrice, Subscription, Term
from billing.selectors import book_in_force, items_on, last_term, standing, subscription_of, term_on
from billing.services.quotes import Offer, offer_budget, offer_new, offer_storage, offer_upgrade
from kit.errors import DomainError, Invalid, gettext_noop
from provisioning.finance.lines import ShownLine, package_name, shown_lines
from provisioning.finance.scoped import in_public
from shared_apps.ui.templatetags.thai import thaidate
from tenants.models import Tenant

NOW, NEXT = "now", "next"
NO_TIME = gettext_noop("Choose when it shall begin.")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """One way to buy: what it costs from a day on."""

    begins: str
    starts_on: date
    valid_until: date
    gross: Decimal
    vat: Decimal
    lines: list[ShownLine]


@dataclass(frozen=True)
class Group:
    """One thing to buy, with its choices."""

    code: str
    title: str
    description: str
    choices: list[Choice]


@dataclass(frozen=True)
class Packages:
    """The packages on sale, for forms."""

    packages: list[tuple[str, str]]
    storage: list[tuple[str, str]]
    installation: Decimal
    starts: list[tuple[str, str]]


@in_public
def storage_groups(tenant: Tenant, units: int, day: date) -> list[Group]:
    """Each size of storage with its prices; nothing without a running package."""
    term = _term(tenant, day)
    if term is None:
        return []
    return [
        Group(
            one.code,
            _size(one),
            _("%(price)s baht a month") % {"price": f"{one.monthly:,.2f}"},
            [
                _choice(begins, offer_storage(tenant=tenant, code=one.code, units=units, starts_on=start, day=day))
                for begins, start in _starts(term, day)
            ],
        )
        for one in term.book.storage.all()
    ]


@in_public
def upgrade_groups(tenant: Tenant, day: date) -> list[Group]:
    """Each larger package with its prices; nothing without a running package."""
    term = _term(tenant, day)
    if term is None:
        return []
    groups = [
        Group(one.code, package_name(one), _contents(one), list(_upgrades(tenant, one.code, term, day)))
        for one in term.book.packages.all()
    ]
    return [group for group in groups if group.choices]


def _upgrades(tenant: Tenant, package: str, term: Term, day: date) -> Iterator[Choice]:
    """From today and from the next month on, unless the LGO has as large a package by then."""
    for begins, start in _starts(term, day):
        with suppress(DomainError):
            yield _choice(begins, offer_upgrade(tenant=tenant, package=package, starts_on=start, day=day))


@in_public
def packages_on_sale(tenant: Tenant, day: date) -> Packages:
    """What the forms for a first subscription, a renewal and a budget offer."""
    book = book_in_force(day)
    return Packages(
        packages=[(one.code, _priced(one)) for one in book.packages.all()],
        storage=[
            (one.code, _("%(size)s, %(price)s baht a month") % {"size": _size(one), "price": f"{one.monthly:,.2f}"})
            for one in book.storage.all()
        ],
        installation=book.installation,
        starts=_first_days(tenant, day),
    )


@in_public
def make_offer(tenant: Tenant, kind: str, chosen: Mapping[str, Any], day: date) -> Offer:
    """The offer that a form asks for.

    Raises:
        Invalid: there is no such thing, or no such time.
        Refused: it does not fit the subscription.
    """
    return _MAKERS[QuoteKind(kind)](tenant, chosen, day)


@dataclass(frozen=True)
class Renewal:
    """The next term: when it begins, and the package and storage that were chosen for it, else those of the present."""

    subscription: Subscription
    starts_on: date
    package: str
    storage: Mapping[str, int]


@in_public
def renewal(tenant: Tenant) -> Renewal | None:
    """What an LGO has chosen for its renewal; None without a subscription."""
    subscription = subscription_of(tenant)
    term = last_term(subscription) if subscription else None
    if subscription is None or term is None:
        return None
    items = list(items_on(term, term.ends_on - _DAY))
    present = next((item.code for item in items if item.kind == ItemKind.PACKAGE), "")
    storage: dict[str, int] = {}
    for item in items:
        if item.kind == ItemKind.STORAGE:
            storage[item.code] = storage.get(item.code, 0) + item.units
    chosen = storage if subscription.next_storage is None else subscription.next_storage
    return Renewal(subscription, term.ends_on, subscription.next_package or present, chosen)


def _new(tenant: Tenant, chosen: Mapping[str, Any], day: date) -> Offer:
    days = _begin_days(tenant, day)
    start = days.get(chosen.get("begins") or NOW)
    if start is None:
        raise Invalid(NO_TIME, code="no_time", field="begins")
    return offer_new(tenant=tenant, package=chosen["package"], storage=chosen["storage"], starts_on=start, day=day)


def _more_storage(tenant: Tenant, chosen: Mapping[str, Any], day: date) -> Offer:
    start = _start(tenant, chosen, day)
    return offer_storage(tenant=tenant, code=chosen["code"], units=chosen["units"], starts_on=start, day=day)


def _larger(tenant: Tenant, chosen: Mapping[str, Any], day: date) -> Offer:
    return offer_upgrade(tenant=tenant, package=chosen["code"], starts_on=_start(tenant, chosen, day), day=day)


def _budget(tenant: Tenant, chosen: Mapping[str, Any], day: date) -> Offer:
    return offer_budget(
        tenant=tenant, package=chosen["package"], storage=chosen["storage"], year=chosen["year"], day=day
    )


_MAKERS: dict[QuoteKind, Callable[[Tenant, Mapping[str, Any], date], Offer]] = {
    QuoteKind.NEW: _new,
    QuoteKind.STORAGE: _more_storage,
    QuoteKind.UPGRADE: _larger,
    QuoteKind.BUDGET: _budget,
}


def _start(tenant: Tenant, chosen: Mapping[str, Any], day: date) -> date:
    term = _term(tenant, day)
    starts = dict(_starts(term, day)) if term else {NOW: day}
    if chosen["begins"] not in starts:
        raise Invalid(NO_TIME, code="no_time", field="begins")
    return starts[chosen["begins"]]


def _term(tenant: Tenant, day: date) -> Term | None:
    subscription = subscription_of(tenant)
    return term_on(subscription, day) if subscription else None


def _starts(term: Term, day: date) -> Sequence[tuple[str, date]]:
    """Today, and the day on which there is one month less to pay, when that is still in the term."""
    following = term.period.next_boundary(day)
    return [(NOW, day), *([(NEXT, following)] if following < term.ends_on else [])]


def _begin_days(tenant: Tenant, day: date) -> dict[str, date]:
    """Today, or the day after the trial, so that no free day is lost."""
    ends_on = standing(tenant, day).ends_on
    return {NOW: day, **({NEXT: ends_on} if ends_on and ends_on > day else {})}


def _first_days(tenant: Tenant, day: date) -> list[tuple[str, str]]:
    words = {NOW: _("Today, %(day)s"), NEXT: _("After the free trial, %(day)s")}
    return [(begins, words[begins] % {"day": thaidate(start)}) for begins, start in _begin_days(tenant, day).items()]


def _choice(begins: str, offer: Offer) -> Choice:
    total, _parts = split_lines(offer.lines, offer.book.vat_percent)
    return Choice(
        begins, offer.starts_on, offer.valid_until, total.gross, total.vat, shown_lines(offer.lines, offer.book)
    )


def _size(offer: StoragePrice) -> str:
    return gigabytes(offer.storage)


def _contents(package: PackagePrice) -> str:
    return Words(package.book).contents(package.code)


def _priced(package: PackagePrice) -> str:
    return _("%(name)s: %(contents)s, %(price)s baht a year") % {
        "name": package_name(package),
        "contents": _contents(package),
        "price": f"{package.yearly:,.2f}",
    }
