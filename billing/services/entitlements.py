"""What was bought becomes what the LGO may do, in the same transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.models import Subscription
from billing.selectors import entitlement_on, subscription_of
from kit import clock
from tenants.models import Tenant
from tenants.services import capabilities_of, change_state, set_capabilities
from tenants.workflow import TenantState

_OPENS = {
    TenantState.TRIAL: "activate",
    TenantState.READ_ONLY: "activate",
    TenantState.SUSPENDED: "reactivate",
}


@transaction.atomic
def apply_entitlement(*, tenant: Tenant, actor: Any, at: datetime) -> bool:
    """Write what the LGO's subscription gives on this day into its capabilities; a site that was closed opens again.

    Returns whether something is running. Nothing is taken away when nothing runs: that is for the dunning steps.
    """
    subscription = subscription_of(tenant)
    day = clock.bangkok_day(at)
    running = entitlement_on(subscription, day) if subscription else None
    if running is None:
        return False
    wanted = capabilities_of(
        tenant,
        accounts=running.accounts,
        bytes_allowed=running.storage,
        read_only=False,
        entitled_until=last_day_paid(subscription) if subscription else None,
    )
    fresh = Tenant.objects.get(pk=tenant.pk)
    if wanted != capabilities_of(fresh):
        fresh = set_capabilities(tenant=fresh, capabilities=wanted, actor=actor, at=at)
    if fresh.state in _OPENS:
        change_state(tenant=fresh, action=_OPENS[TenantState(fresh.state)], actor=actor, at=at)
    return True


def last_day_paid(subscription: Subscription) -> Any:
    """The last day of the newest term."""
    newest = subscription.terms.order_by("-position").first()
    return newest.period.last_day if newest else None
