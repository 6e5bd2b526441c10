"""What the console declares to the parts below it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from provisioning import duties, events, exports, filters, selectors, staff_kinds, tables, tenant_kinds, visit_panel
from provisioning.finance import registrations as finance
from provisioning.money import kinds, lists
from provisioning.provider import registrations as provider
from provisioning.tables import adoption, visits
from shared_apps.accounts import rights
from shared_apps.exports import registry as lgo_lists
from shared_apps.exports.registry import ListExport
from tenant_apps.site import extensions
from tenants import openings
from tenants.openings import Opening


def declare() -> None:
    """Declare all of it; run again, it replaces what was declared."""
    rights.register_duties(duties.duties_of)
    openings.keep_open(*_OPENINGS)
    extensions.register_panel(_PANEL)
    extensions.register_settings(_SETTINGS)
    for part in (events, finance, provider, tenant_kinds, staff_kinds, kinds, lists):
        part.declare()
    for listed in _LISTS:
        exports.register(listed)
    lgo_lists.register(_OPERATOR_LOG)


def _is_staff(user: Any) -> bool:
    return bool(user.is_platform_staff)


def _is_administrator(user: Any) -> bool:
    return bool(user.is_officer and user.is_administrator)


def _visits(_user: Any, query: Any) -> Any:
    return filters.VisitFilter(query, queryset=selectors.visits()).qs


def _operator_log(_user: Any, query: Any) -> Any:
    return filters.OperatorLogFilter(query, queryset=selectors.operator_log()).qs


def _adoption(_user: Any, query: Any) -> Any:
    return filters.AdoptionFilter(query, queryset=selectors.lgos_counted()).qs


def _tenants(_user: Any, query: Any) -> Any:
    return filters.TenantFilter(query, queryset=selectors.tenant_list()).qs


def _staff(_user: Any, query: Any) -> Any:
    return filters.StaffFilter(query, queryset=selectors.all_staff()).qs


def _approvals(_user: Any, query: Any) -> Any:
    return filters.ApprovalFilter(query or {"state": "waiting"}, queryset=selectors.approvals()).qs


def _jobs(_user: Any, query: Any) -> Any:
    return filters.JobFilter(query, queryset=selectors.dead_jobs()).qs


def _log(_user: Any, query: Any) -> Any:
    return filters.LogFilter(query, queryset=selectors.log_with_names()).qs


_OPENINGS = (
    Opening("/desk/billing/", label=_("Contract and payment"), for_officers=True, may_write=True),
    Opening("/desk/take-away", label=_("Take your data away"), for_officers=True, may_write=True),
)
_PANEL = extensions.Panel(
    name="operator", template="provisioning/visit/panel.html", context=visit_panel.context_of, order=1
)
_SETTINGS = extensions.SettingsPage(
    name="operator",
    label=_("The operator's support"),
    description=_("Who of DGA was here, why, and what was looked at; what DGA did to this site."),
    icon="shield-exclamation",
    url_name="operator_visits",
    order=95,
    group=extensions.SettingsGroup.PEOPLE,
)
_LISTS = (
    ListExport(
        code="console-tenants",
        label=_("local governments"),
        headers=tables.export_headers,
        rows_of=_tenants,
        row=tables.export_row,
        may_export=_is_staff,
    ),
    ListExport(
        code="console-visits",
        label=_("visits of the support"),
        headers=visits.visit_headers,
        rows_of=_visits,
        row=visits.visit_row,
        may_export=_is_staff,
    ),
    ListExport(
        code="console-adoption",
        label=_("adoption"),
        headers=adoption.adoption_headers,
        rows_of=_adoption,
        row=adoption.adoption_row,
        may_export=_is_staff,
    ),
    ListExport(
        code="console-staff",
        label=_("staff and duties"),
        headers=tables.staff_headers,
        rows_of=_staff,
        row=tables.staff_row,
        may_export=_is_staff,
    ),
    ListExport(
        code="console-approvals",
        label=_("requests for approval"),
        headers=tables.approval_headers,
        rows_of=_approvals,
        row=tables.approval_row,
        may_export=_is_staff,
    ),
    ListExport(
        code="console-jobs",
        label=_("Failed jobs"),
        headers=tables.job_headers,
        rows_of=_jobs,
        row=tables.job_row,
        may_export=_is_staff,
    ),
    ListExport(
        code="console-log",
        label=_("Log of actions"),
        headers=tables.log_headers,
        rows_of=_log,
        row=tables.log_row,
        may_export=_is_staff,
    ),
)
_OPERATOR_LOG = ListExport(
    code="operator-log",
    label=_("what the operator did"),
    headers=visits.log_headers,
    rows_of=_operator_log,
    row=visits.log_row,
    may_export=_is_administrator,
)
