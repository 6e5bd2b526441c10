"""A part of the desk's first page: the operator's support, as an administrator of the LGO sees it."""

from typing import Any

from django.utils import timezone

from provisioning import selectors, states
from provisioning.models import SupportState
from tenants.scope import require_tenant


def context_of(user: Any) -> dict[str, Any]:
    """What waits for an administrator, and who is inside now; nothing for others."""
    if user.is_visitor or not user.is_administrator:
        return {}
    at = timezone.now()
    open_ones = selectors.waiting_visits(require_tenant())
    shown = [one for one in open_ones if one.state == SupportState.ASKED or one.is_open_at(at)]
    return {"visits": [(one, states.visit_badge(one, at=at)) for one in shown]} if shown else {}
