"""LGOs as the console lists them, with their money and their use. Public scope."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Cast, NullIf

from billing import selectors as billing
from billing.models import Invoice, Respite
from billing.selectors import standings
from kit import clock
from kit.errors import NotFound
from kit.money import ZERO
from shared_apps.geography.provinces import province_choices
from tenants.models import Domain, Tenant

USED = F("usage__files") + F("usage__reserved") + F("usage__database")


def tenant_list() -> "QuerySet[Tenant]":
    """LGOs with what the list shows of their money and use, in two queries a page.

    `plan` is the package that is running, `overdue` what is owed beyond its day in baht, `used` storage in percent.
    """
    rows: QuerySet[Tenant] = Tenant.objects.prefetch_related("domains")
    kept = {"plan": NullIf("standing__package", Value("")), "overdue": NullIf("standing__overdue", Value(ZERO))}
    annotated: QuerySet[Tenant] = rows.annotate(used=used_percent(), **kept)
    return annotated.order_by("-created_at")


def used_percent() -> Any:
    """Storage in use, in percent of what is allowed."""
    return Cast(USED * 100, FloatField()) / NullIf(Cast(F("bytes_allowed"), FloatField()), 0.0)


_DESCRIBING = ("name", "district")


def search_tenants(rows: "QuerySet[Tenant]", typed: str) -> "QuerySet[Tenant]":
    """Those whose name, DLA code, district, province or host name holds every word that was typed."""
    for word in typed.split():
        rows = rows.filter(pk__in=_found(word))
    return rows


def _found(word: str) -> "QuerySet[Tenant]":
    """A part for each index, put together; one condition over all of them would read every row."""
    every = Tenant.objects.order_by().values("pk")
    parts = [every.filter(**{f"{name}__icontains": word}) for name in _DESCRIBING]
    parts += [every.filter(dla_code__startswith=word)]
    parts += [every.filter(pk__in=Domain.objects.filter(domain__icontains=word).values("tenant"))]
    provinces = [code for code, name in province_choices() if word in str(name)]
    if provinces:
        parts.append(every.filter(province_code__in=provinces))
    found: QuerySet[Tenant] = parts[0].union(*parts[1:])
    return found


def with_plan(rows: "QuerySet[Tenant]", code: str) -> "QuerySet[Tenant]":
    """Those whose running package is `code`; `none` are those without one."""
    if code == "none":
        return rows.filter(Q(standing=None) | Q(standing__package=""))
    return rows.filter(standing__package=code)


def with_overdue(rows: "QuerySet[Tenant]", is_overdue: bool) -> "QuerySet[Tenant]":
    """Those who owe something beyond its day, or those who do not."""
    if is_overdue:
        return rows.filter(standing__overdue__gt=0)
    return rows.filter(Q(standing=None) | Q(standing__overdue=0))


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


def respite_of(tenant: Tenant, *, day: date) -> Respite | None:
    """The respite that holds on a day, the longest one."""
    return Respite.objects.filter(tenant=tenant, until__gte=day).order_by("-until", "-pk").first()


def open_invoices_of(tenant: Tenant) -> list[Invoice]:
    """Invoices of an LGO on which something is owed, oldest first."""
    return list(billing.open_invoices(tenant))
