"""Reading of prices, contracts, invoices and the ledger. All in the public scope."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from billing.models import (
    Account,
    Customer,
    Invoice,
    ItemKind,
    LedgerLine,
    Payment,
    PriceBook,
    Subscription,
    Term,
    TermItem,
    VersionState,
)
from kit.errors import NotFound, gettext_noop
from kit.money import ZERO
from tenants.models import Tenant

NO_PRICES = gettext_noop("There are no prices for this day.")


def book_in_force(day: date) -> PriceBook:
    """The price book of a day.

    Raises:
        NotFound: no prices were approved for it.
    """
    books = PriceBook.objects.filter(state=VersionState.APPROVED, effective_from__lte=day)
    found = books.prefetch_related("packages", "storage").order_by("-effective_from").first()
    if found is None:
        raise NotFound(NO_PRICES, code="no_prices")
    return found


def books() -> "models.QuerySet[PriceBook]":
    """All versions, newest first, with their writers."""
    return PriceBook.objects.select_related("written_by", "approved_by").order_by("-version")


def customer_of(tenant: Tenant) -> Customer | None:
    """The LGO as it stands on documents, when it said so."""
    return Customer.objects.filter(tenant=tenant).first()


def subscription_of(tenant: Tenant) -> Subscription | None:
    """The LGO's contract."""
    return Subscription.objects.filter(tenant=tenant).first()


def last_term(subscription: Subscription) -> Term | None:
    """The newest term, which may lie in the future."""
    return subscription.terms.select_related("subscription", "book").order_by("-position").first()


def term_on(subscription: Subscription, day: date) -> Term | None:
    """The term in which the day lies."""
    terms = subscription.terms.select_related("subscription", "book")
    return terms.filter(starts_on__lte=day, ends_on__gt=day).first()


def items_on(term: Term, day: date) -> "models.QuerySet[TermItem]":
    """What the LGO has on a day of the term."""
    return term.items.filter(starts_on__lte=day, ends_on__gt=day)


def package_on(term: Term, day: date) -> TermItem | None:
    """The package on a day of the term; None too when a larger one that was ordered begins after it."""
    packages = term.items.filter(kind=ItemKind.PACKAGE)
    if packages.filter(starts_on__gt=day, ends_on__gt=F("starts_on")).exists():
        return None
    return packages.filter(starts_on__lte=day, ends_on__gt=day).first()


def storage_on(term: Term, day: date) -> dict[str, int]:
    """Units of more storage on a day of the term, by code."""
    units: dict[str, int] = {}
    for item in items_on(term, day).filter(kind=ItemKind.STORAGE):
        units[item.code] = units.get(item.code, 0) + item.units
    return units


@dataclass(frozen=True)
class Entitlement:
    """What an LGO has on a day: accounts (None = unlimited) and storage in bytes, of the package and of add-ons."""

    package: str
    accounts: int | None
    storage: int
    until: date


def entitlement_on(subscription: Subscription, day: date) -> Entitlement | None:
    """What was bought and is running on the day, or None when nothing is."""
    term = term_on(subscription, day)
    if term is None:
        return None
    items = list(items_on(term, day))
    package = next((item for item in items if item.kind == ItemKind.PACKAGE), None)
    if package is None:
        return None
    return Entitlement(package.code, package.accounts, sum(item.storage for item in items), term.ends_on)


def open_invoices(tenant: Tenant | None = None) -> "models.QuerySet[Invoice]":
    """Invoices on which something is owed, oldest first."""
    rows = Invoice.objects.filter(settled_at=None).select_related("tenant").order_by("due_on", "pk")
    return rows.filter(tenant=tenant) if tenant else rows


def not_begun() -> "models.QuerySet[Invoice]":
    """Paid for, and yet nothing began: somebody has to look at these."""
    rows = Invoice.objects.filter(settled_at__isnull=False, settled__gt=0, quote__items=None)
    return rows.select_related("tenant", "quote").order_by("settled_at")


def payments_with_credit(tenant: Tenant) -> "models.QuerySet[Payment]":
    """Payments of which something is left to use, oldest first."""
    rows = Payment.objects.filter(tenant=tenant, reversed_at=None, amount__gt=F("allocated") + F("refunded"))
    return rows.order_by("received_on", "pk")


def balance_of(account: Account, tenant: Tenant | None = None) -> Decimal:
    """Debits less credits of an account, for one LGO or for all."""
    rows = LedgerLine.objects.filter(account=account)
    rows = rows.filter(tenant=tenant) if tenant else rows
    found: Decimal = rows.aggregate(sum=Coalesce(Sum(F("debit") - F("credit")), ZERO))["sum"]
    return found


def trial_balance(*, until: date | None = None) -> dict[str, Decimal]:
    """Every account's balance, by account; they add up to nothing."""
    within = Q(entry__day__lte=until) if until else Q()
    rows: Any = LedgerLine.objects.filter(within).values("account").annotate(sum=Sum(F("debit") - F("credit")))
    return {row["account"]: row["sum"] for row in rows.order_by("account")}


def book_by_id(pk: int) -> PriceBook | None:
    """A version of the prices with what it sells."""
    return books().prefetch_related("packages", "storage").filter(pk=pk).first()
