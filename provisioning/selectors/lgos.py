"""LGOs as the console lists them, with their money and their use. Public scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, NullIf

from billing import selectors as billing
from billing.models import Invoice, ItemKind, TermItem
from billing.selectors import standings
from kit import clock
from kit.errors import NotFound
from kit.money import ZERO
from tenants.models import Domain, Tenant

USED = F("usage__files") + F("usage__reserved") + F("usage__database")


def tenant_list() -> "QuerySet[Tenant]":
    """LGOs with what the list shows of their money and use, in two queries a page.

    `plan` is the package that is running, `overdue` what is owed beyond its day in baht, `used` storage in percent.
    """
    today = clock.today()
    rows: QuerySet[Tenant] = Tenant.objects.select_related("usage", "facts").prefetch_related("domains")
    annotated: QuerySet[Tenant] = rows.annotate(plan=_plan(today), overdue=_overdue(today), used=used_percent())
    return annotated.order_by("-created_at")


def used_percent() -> Any:
    """Storage in use, in percent of what is allowed."""
    return Cast(USED * 100, FloatField()) / NullIf(Cast(F("bytes_allowed"), FloatField()), 0.0)


def _plan(day: date) -> Subquery:
    running = _packages(day).filter(term__subscription__tenant=OuterRef("pk"))
    return Subquery(running.order_by("-pk").values("code")[:1])


def _packages(day: date) -> "QuerySet[TermItem]":
    return TermItem.objects.filter(kind=ItemKind.PACKAGE, starts_on__lte=day, ends_on__gt=day)


def _late(day: date) -> "QuerySet[Invoice]":
    return Invoice.objects.filter(settled_at=None, due_on__lt=day)


def _overdue(day: date) -> Subquery:
    owed = _late(day).filter(tenant=OuterRef("pk")).order_by().values("tenant")
    return Subquery(owed.annotate(sum=Sum(F("gross") - F("settled") - F("credited"))).values("sum")[:1])


def search_tenants(rows: "QuerySet[Tenant]", typed: str) -> "QuerySet[Tenant]":
    """Those whose name, DLA code, district or host name holds every word that was typed."""
    for word in typed.split():
        hosts = Domain.objects.filter(domain__icontains=word).values("tenant")
        here = Q(name__icontains=word) | Q(dla_code__startswith=word) | Q(district__icontains=word)
        rows = rows.filter(here | Q(pk__in=hosts))
    return rows


def with_plan(rows: "QuerySet[Tenant]", code: str) -> "QuerySet[Tenant]":
    """Those whose running package is `code`; `none` are those without one."""
    having = _packages(clock.today()).values("term__subscription__tenant")
    if code == "none":
        return rows.exclude(pk__in=having)
    return rows.filter(pk__in=having.filter(code=code))


def with_overdue(rows: "QuerySet[Tenant]", is_overdue: bool) -> "QuerySet[Tenant]":
    """Those who owe something beyond its day, or those who do not."""
    late = Exists(_late(clock.today()).filter(tenant=OuterRef("pk")))
    return rows.filter(late) if is_overdue else rows.filter(~late)


def with_usage(rows: "QuerySet[Tenant]", percent: int) -> "QuerySet[Tenant]":
    """Those who use at least so much of their storage."""
    found: QuerySet[Tenant] = rows.annotate(_used=used_percent()).filter(_used__gte=percent)
    return found


def plan_choices() -> list[tuple[str, str]]:
    """The packages of the prices in force, by code."""
    try:
        book = billing.book_in_force(clock.today())
    except NotFound:
        return []
    return [(package.code, package.code) for package in book.packages.all()]


@dataclass(frozen=True)
class Money:
    """What an LGO's page shows of its money, in baht."""

    customer: Any
    subscription: Any
    term: Any
    entitlement: billing.Entitlement | None
    standing: Any
    invoices: list[Invoice]
    owed: Decimal
    overdue: Decimal
    credit: Decimal


INVOICES_OF_A_TENANT = 12


def money_of(tenant: Tenant, *, day: date) -> Money:
    """Contract, standing, newest invoices and balance of one LGO."""
    subscription = billing.subscription_of(tenant)
    newest = Invoice.objects.filter(tenant=tenant).select_related("quote").order_by("-issued_at")
    open_ones = list(billing.open_invoices(tenant))
    return Money(
        customer=billing.customer_of(tenant),
        subscription=subscription,
        term=billing.term_on(subscription, day) if subscription else None,
        entitlement=billing.entitlement_on(subscription, day) if subscription else None,
        standing=standings([tenant], day)[tenant.pk],
        invoices=list(newest[:INVOICES_OF_A_TENANT]),
        owed=sum((one.balance for one in open_ones), ZERO),
        overdue=sum((one.balance for one in open_ones if one.due_on < day), ZERO),
        credit=sum((one.credit for one in billing.payments_with_credit(tenant)), ZERO),
    )


def owed_by(tenants: Iterable[UUID]) -> dict[UUID, Decimal]:
    """What each of the LGOs owes in baht, in one query; those that owe nothing are left out."""
    rows: Any = Invoice.objects.filter(tenant__in=list(tenants), settled_at=None).order_by().values("tenant")
    summed = rows.annotate(sum=Sum(F("gross") - F("settled") - F("credited")))
    return {row["tenant"]: row["sum"] for row in summed if row["sum"]}


def open_invoices_of(tenant: Tenant) -> list[Invoice]:
    """Invoices of an LGO on which something is owed, oldest first."""
    return list(billing.open_invoices(tenant))
