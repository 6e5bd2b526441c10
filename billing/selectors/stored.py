"""Where LGOs stand, as it is kept for lists. Public scope."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from billing.models import Invoice, ItemKind, StoredStanding, TermItem
from billing.selectors.standing import standings
from kit.money import ZERO
from tenants.models import Tenant


def positions(tenants: Iterable[Tenant], day: date) -> dict[UUID, StoredStanding]:
    """Where each of the LGOs stands on a day and what it owes, reckoned anew; six queries for any number of them."""
    wanted = list(tenants)
    keys = [tenant.pk for tenant in wanted]
    found, packages, owed = standings(wanted, day), _packages(keys, day), _owed(keys, day)
    made = {}
    for key, now in found.items():
        open_, overdue = owed.get(key, (ZERO, ZERO))
        made[key] = StoredStanding(
            tenant_id=key,
            day=day,
            stage=str(now.stage),
            ends_on=now.ends_on,
            days=None if now.ends_on is None else now.days_left or -now.days_over,
            changes_on=now.changes_on,
            is_paused=now.is_paused,
            package=packages.get(key, ""),
            owed=open_,
            overdue=overdue,
        )
    return made


def out_of_date(day: date) -> "QuerySet[Tenant]":
    """LGOs of which nothing is kept, or what was true on an earlier day."""
    rows: QuerySet[Tenant] = Tenant.objects.filter(Q(standing=None) | Q(standing__day__lt=day))
    return rows


def stored_standings() -> "QuerySet[StoredStanding]":
    """What is kept of all LGOs."""
    return StoredStanding.objects.select_related("tenant")


def _packages(keys: list[UUID], day: date) -> dict[UUID, str]:
    """The package that runs, by LGO."""
    running = TermItem.objects.filter(
        term__subscription__tenant__in=keys, kind=ItemKind.PACKAGE, starts_on__lte=day, ends_on__gt=day
    )
    rows: Any = running.order_by("pk").values_list("term__subscription__tenant", "code")
    return dict(rows)


def _owed(keys: list[UUID], day: date) -> dict[UUID, tuple[Decimal, Decimal]]:
    """What is open, and what of it is beyond its day, by LGO."""
    balance = F("gross") - F("settled") - F("credited")
    rows: Any = Invoice.objects.filter(tenant__in=keys, settled_at=None).order_by().values("tenant")
    summed = rows.annotate(owed=Sum(balance), overdue=Sum(balance, filter=Q(due_on__lt=day), default=ZERO))
    return {row["tenant"]: (row["owed"], row["overdue"]) for row in summed}
