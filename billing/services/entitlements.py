"""What was bought becomes what the LGO may do, in the same transaction."""

from datetime import datetime
from typing import Any

from billing.models import Subscription
from billing.selectors import entitlement_on, standing, subscription_of
from billing.services.ladder import follow_standing
from billing.services.standings import keeps_standings, standing_changed
from kit import clock
from tenants.models import Tenant
from tenants.services import capabilities_of, change_state, set_capabilities
from tenants.workflow import TenantState


@keeps_standings
def apply_entitlement(*, tenant: Tenant, actor: Any, at: datetime) -> bool:
    """Write what the LGO's subscription gives on this day into its capabilities; what the ladder closed opens again.

    Returns whether something is running. Nothing is taken away when nothing runs: that is for the ladder's steps. A
    site that staff closed by hand stays closed until they open it.
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
        standing_changed(tenant_id=tenant.pk, at=at)
    if fresh.state == TenantState.TRIAL:
        change_state(tenant=fresh, action="activate", actor=actor, at=at)
    elif subscription is not None:
        follow_standing(tenant=fresh, now=standing(subscription, day), at=at)
    return True


def last_day_paid(subscription: Subscription) -> Any:
    """The last day of the newest term."""
    newest = subscription.terms.order_by("-position").first()
    return newest.period.last_day if newest else None
