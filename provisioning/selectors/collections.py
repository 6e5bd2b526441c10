"""LGOs whose payment is to be looked after: by stage, with what they owe. Public scope."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from billing.ladder import Stage, Standing
from billing.models import Term
from billing.selectors import standings
from kit.money import ZERO
from provisioning.models import FollowUp
from provisioning.selectors.followups import last_contacts, next_steps
from provisioning.selectors.lgos import owed_by
from tenants.models import Tenant
from tenants.workflow import TenantState

SOON = "soon"
"""The stage of those whose term or trial ends within `SOON_DAYS`."""
SOON_DAYS = 90
STAGES = (SOON, Stage.GRACE, Stage.READ_ONLY, Stage.EXPORT_ONLY, Stage.ENDED)
_LOOKED_AFTER = (TenantState.TRIAL, TenantState.ACTIVE, TenantState.READ_ONLY, TenantState.SUSPENDED)


@dataclass(frozen=True)
class Collection:
    """An LGO on the board. `days` are left before its end, or less than nothing after it; `owed` is baht."""

    tenant: Tenant
    stage: str
    standing: Standing
    owed: Decimal
    last_contact: datetime | None
    next_step: FollowUp | None

    @property
    def name(self) -> str:
        """For sorting."""
        return self.tenant.name

    @property
    def days(self) -> int:
        """Days left; negative since the end."""
        return self.standing.days_left or -self.standing.days_over

    @property
    def changes_on(self) -> date | None:
        """When the next stage begins if nothing happens."""
        return self.standing.changes_on


def near_the_end(day: date) -> "QuerySet[Tenant]":
    """LGOs whose term or trial has ended or ends soon."""
    newest = Term.objects.filter(subscription__tenant=OuterRef("pk")).order_by("-position")
    limit = day + timedelta(days=SOON_DAYS)
    rows: QuerySet[Tenant] = Tenant.objects.filter(state__in=_LOOKED_AFTER)
    ending = rows.annotate(term_end=Subquery(newest.values("ends_on")[:1]))
    near: QuerySet[Tenant] = ending.filter(Q(term_end__lte=limit) | Q(term_end=None, entitled_until__lt=limit))
    return near


def collections(day: date, rows: "QuerySet[Tenant] | None" = None) -> list[Collection]:
    """Those near or after the end of what is paid for, the most urgent first; a fixed number of queries."""
    tenants = list(near_the_end(day) if rows is None else rows)
    keys = [tenant.pk for tenant in tenants]
    found, owed = standings(tenants, day), owed_by(keys)
    contacts: dict[Any, Any] = last_contacts(keys)
    steps = next_steps(keys)
    made = [
        Collection(
            tenant=tenant,
            stage=stage_of(found[tenant.pk]),
            standing=found[tenant.pk],
            owed=owed.get(tenant.pk, ZERO),
            last_contact=contacts.get(tenant.pk),
            next_step=steps.get(tenant.pk),
        )
        for tenant in tenants
    ]
    return sorted(made, key=lambda one: (one.days, one.name))


def stage_of(standing: Standing) -> str:
    """The column of the board."""
    return SOON if standing.is_paid else str(standing.stage)


def tenants_of(keys: list[Any]) -> "QuerySet[Tenant]":
    """The LGOs of these keys that are looked after."""
    found: QuerySet[Tenant] = Tenant.objects.filter(pk__in=keys, state__in=_LOOKED_AFTER).order_by("name")
    return found
