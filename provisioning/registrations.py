"""What the console declares to the parts below it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from provisioning import duties, events, exports, filters, selectors, tables, tenant_kinds
from provisioning.finance import registrations as finance
from provisioning.money import kinds, lists
from shared_apps.accounts import rights
from shared_apps.exports.registry import ListExport
from tenants import openings
from tenants.openings import Opening


def declare() -> None:
    """Declare all of it; run again, it replaces what was declared."""
    rights.register_duties(duties.duties_of)
    events.declare()
    finance.declare()
    tenant_kinds.declare()
    openings.keep_open(
        Opening("/desk/billing/", label=_("Contract and payment"), for_officers=True, may_write=True),
    )
    exports.register(
        ListExport(
            code="console-tenants",
            label=_("local governments"),
            headers=tables.export_headers,
            rows_of=_tenants,
            row=tables.export_row,
            may_export=_is_staff,
        )
    )
    kinds.declare()
    lists.declare()
    exports.register(
        ListExport(
            code="console-approvals",
            label=_("requests for approval"),
            headers=tables.approval_headers,
            rows_of=_approvals,
            row=tables.approval_row,
            may_export=_is_staff,
        )
    )


def _is_staff(user: Any) -> bool:
    return bool(user.is_platform_staff)


def _tenants(_user: Any, query: Any) -> Any:
    return filters.TenantFilter(query, queryset=selectors.tenant_list()).qs


def _approvals(_user: Any, query: Any) -> Any:
    return filters.ApprovalFilter(query or {"state": "waiting"}, queryset=selectors.approvals()).qs
