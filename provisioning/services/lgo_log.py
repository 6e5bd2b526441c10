"""What the operator did, written into the LGO's own log, where its people read it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from shared_apps.audit.services import record
from tenants.models import Tenant
from tenants.scope import tenant_scope

OPERATOR = _("The operator (DGA)")
PREFIX = "operator."


def tell_lgo(
    *,
    tenant: Tenant,
    action: str,
    reason: str,
    actor: Any,
    at: datetime,
    data: dict[str, object] | None = None,
    target: Any = None,
) -> None:
    """Record in the LGO's schema what was done there, by whom of the operator's, and why.

    The staff have no account in the LGO, so their name stands in the row as text.
    """
    with tenant_scope(tenant):
        record(
            PREFIX + action,
            actor=None,
            by=str(actor) if actor is not None else "",
            target=target,
            data={"reason": reason, **(data or {})},
            at=at,
        )
