"""LGOs whose payment is to be looked after: by stage, with what they owe. Public scope.

Stages, days and amounts are those that billing keeps of each LGO (`billing.models.StoredStanding`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum

from billing.ladder import Stage
from billing.models import StoredStanding
from billing.selectors import stored_standings
from kit.money import ZERO
from provisioning.models import FollowUp
from provisioning.selectors.followups import CONTACTS, last_contacts, next_steps
from tenants.models import Tenant
from tenants.workflow import TenantState

SOON = "soon"
"""The stage of those whose term or trial ends within `SOON_DAYS`."""
SOON_DAYS = 90
STAGES = (SOON, Stage.GRACE, Stage.READ_ONLY, Stage.EXPORT_ONLY, Stage.ENDED)
_PAID = (Stage.TRIAL, Stage.RUNNING)
_LOOKED_AFTER = (TenantState.TRIAL, TenantState.ACTIVE, TenantState.READ_ONLY, TenantState.SUSPENDED)


@dataclass(frozen=True)
class Collection:
    """An LGO on the board, with who spoke to it and what was agreed."""

    standing: StoredStanding
    last_contact: datetime | None
    next_step: FollowUp | None

    @property
    def tenant(self) -> Tenant:
        """The LGO."""
        return self.standing.tenant

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.standing.tenant.name)

    @property
    def days(self) -> int:
        """Days left; negative since the end."""
        return self.standing.days or 0

    @property
    def owed(self) -> Decimal:
        """What is open on its invoices, in baht."""
        return self.standing.owed


@dataclass(frozen=True)
class StageTotal:
    """How many LGOs are at a stage, and what they owe in baht."""

    count: int = 0
    owed: Decimal = ZERO


def at_stage(code: str, day: date) -> "QuerySet[StoredStanding]":
    """LGOs of a stage of `STAGES`, the most urgent first."""
    return _of_stage(_looked_after(day), code).order_by("days", "tenant__name", "pk")


def stage_totals(day: date) -> dict[str, StageTotal]:
    """All stages in one query."""
    rows: Any = _looked_after(day).order_by().values("stage").annotate(count=Count("pk"), sum=Sum("owed"))
    totals = dict.fromkeys(STAGES, StageTotal())
    for row in rows:
        code = SOON if row["stage"] in _PAID else row["stage"]
        before = totals[code]
        totals[code] = StageTotal(before.count + row["count"], before.owed + row["sum"])
    return totals


def collections(rows: Iterable[StoredStanding]) -> list[Collection]:
    """The same with contacts and next steps, in two queries."""
    found = list(rows)
    keys = [row.pk for row in found]
    contacts: dict[Any, Any] = last_contacts(keys)
    steps = next_steps(keys)
    return [Collection(row, contacts.get(row.pk), steps.get(row.pk)) for row in found]


def in_order_of_contact(rows: "QuerySet[StoredStanding]") -> "QuerySet[StoredStanding]":
    """With `contact`: when each was last spoken or written to."""
    newest = FollowUp.objects.filter(tenant=OuterRef("pk"), kind__in=CONTACTS).order_by().values("tenant")
    return rows.annotate(contact=Subquery(newest.annotate(at=Max("at")).values("at")))


def tenants_of(keys: Sequence[Any]) -> "QuerySet[Tenant]":
    """The LGOs of these keys that are looked after."""
    found: QuerySet[Tenant] = Tenant.objects.filter(pk__in=keys, state__in=_LOOKED_AFTER).order_by("name")
    return found


def _looked_after(day: date) -> "QuerySet[StoredStanding]":
    """Those that are open or were closed for lack of payment, and whose end has come or is near."""
    near = Q(ends_on__lte=day + timedelta(days=SOON_DAYS)) | ~Q(stage__in=_PAID)
    return stored_standings().filter(near, tenant__state__in=_LOOKED_AFTER)


def _of_stage(rows: "QuerySet[StoredStanding]", code: str) -> "QuerySet[StoredStanding]":
    return rows.filter(stage__in=_PAID) if code == SOON else rows.filter(stage=code)
