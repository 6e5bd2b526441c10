"""Who uses the platform, and how far each LGO has come. Public scope; counts only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from provisioning.models import MonthlyFacts, TenantFacts
from provisioning.selectors.console import months_before
from tenants.models import Service, Tenant
from tenants.workflow import TenantState

_CAME = [state for state in TenantState if state != TenantState.DECLINED]
_PROVISIONED = [
    TenantState.TRIAL,
    TenantState.ACTIVE,
    TenantState.READ_ONLY,
    TenantState.SUSPENDED,
    TenantState.TERMINATED,
]
_WEEKLY = Q(facts__cases_week__gt=0, facts__active_officers__gt=0)
_USED = Q(facts__first_case_at__isnull=False)


def lgos_counted() -> "QuerySet[Tenant]":
    """LGOs that came, with what was counted of them."""
    rows: QuerySet[Tenant] = Tenant.objects.filter(state__in=_CAME).select_related("facts").order_by("name")
    return rows


@dataclass(frozen=True)
class Funnel:
    """How many LGOs have come how far."""

    signed_up: int
    provisioned: int
    first_officer: int
    first_case: int
    weekly: int


def funnel(rows: "QuerySet[Tenant]") -> Funnel:
    """From the sign-up to the use of every week, in one query."""
    counts = rows.order_by().aggregate(
        signed_up=Count("pk"),
        provisioned=Count("pk", filter=Q(state__in=_PROVISIONED)),
        first_officer=Count("pk", filter=Q(facts__first_officer_at__isnull=False)),
        first_case=Count("pk", filter=_USED),
        weekly=Count("pk", filter=_WEEKLY),
    )
    return Funnel(**counts)


@dataclass(frozen=True)
class GroupUse:
    """The use in a province or among LGOs of a type; `services` counts LGOs that use each."""

    key: str
    lgos: int
    used: int
    weekly: int
    cases: int
    services: dict[str, int]


def use_by(rows: "QuerySet[Tenant]", field: str) -> list[GroupUse]:
    """The use by `province_code` or `lgo_type`, in one query."""
    services = {f"with_{code}": Count("pk", filter=Q(facts__services__contains=[code])) for code in Service.values}
    grouped: Any = rows.order_by().values(field)
    counted = grouped.annotate(
        lgos=Count("pk"),
        used=Count("pk", filter=_USED),
        weekly=Count("pk", filter=_WEEKLY),
        all_cases=Sum("facts__cases", default=0),
        **services,
    )
    return [
        GroupUse(
            key=row[field],
            lgos=row["lgos"],
            used=row["used"],
            weekly=row["weekly"],
            cases=row["all_cases"],
            services={code: row[f"with_{code}"] for code in Service.values},
        )
        for row in counted.order_by(field)
    ]


@dataclass(frozen=True)
class MonthUse:
    """The use in one month: LGOs with a case, and cases."""

    month: date
    lgos: int
    cases: int


def use_by_month(rows: "QuerySet[Tenant]", *, today: date, months: int = 12) -> list[MonthUse]:
    """The last months, oldest first, also those without anything."""
    firsts: Sequence[date] = [months_before(today.replace(day=1), count) for count in range(months - 1, -1, -1)]
    found: Any = MonthlyFacts.objects.filter(month__gte=firsts[0], tenant__in=rows.order_by().values("pk"))
    counted = found.order_by().values("month").annotate(lgos=Count("pk", filter=Q(cases__gt=0)), sum=Sum(F("cases")))
    by_month = {row["month"]: row for row in counted}
    return [
        MonthUse(first, by_month[first]["lgos"], by_month[first]["sum"]) if first in by_month else MonthUse(first, 0, 0)
        for first in firsts
    ]


def counted_at() -> datetime | None:
    """When an LGO was counted last."""
    return TenantFacts.objects.order_by("-counted_at").values_list("counted_at", flat=True).first()
