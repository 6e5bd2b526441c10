"""Local governments in the console."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from kit.errors import DomainError
from kit.workflow import Audience
from provisioning import filters, selectors, states, tables
from provisioning.console_forms import ReasonForm
from provisioning.models import RunState
from provisioning.review import run_view, type_label
from provisioning.services import runs
from provisioning.views.progress import HTMX_STOP_POLLING
from shared_apps.accounts.permissions import staff_required
from shared_apps.audit.models import AuditEntry
from shared_apps.exports.views import export_response
from shared_apps.exports.writers import CONTENT_TYPES
from shared_apps.geography.provinces import province
from shared_apps.ui.errors import message_of
from tenants import services as tenant_services
from tenants.lifecycle import LIFECYCLE
from tenants.models import Service, Tenant, base_url
from tenants.workflow import TenantState

_PAGE = {"per_page": 20}


@staff_required
@never_cache
@require_safe
def tenants(request: HttpRequest) -> HttpResponse:
    """All local governments."""
    found = filters.TenantFilter(request.GET, queryset=selectors.tenant_list())
    kind = request.GET.get("export", "")
    if kind in CONTENT_TYPES:
        rows = (tables.export_row(tenant) for tenant in found.qs)
        return export_response(name="local-governments", form=kind, headers=tables.EXPORT_HEADERS, rows=rows)
    table = tables.TenantTable(found.qs)
    RequestConfig(request, paginate=_PAGE).configure(table)
    context = {"table": table, "filter": found, "exports": _export_links(request)}
    return render(request, "provisioning/console/tenants.html", context)


def _export_links(request: HttpRequest) -> list[dict[str, str]]:
    links = []
    for kind, label in (("xlsx", "Excel"), ("csv", "CSV")):
        query = request.GET.copy()
        query["export"] = kind
        links.append({"url": f"?{query.urlencode()}", "label": label})
    return links


@staff_required
@never_cache
@require_safe
def tenant(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """One local government: identity, state, set-up, jobs, log."""
    return _tenant_page(request, selectors.tenant_page(tenant_id), ReasonForm())


def _tenant_page(request: HttpRequest, found: Tenant, form: ReasonForm, status: int = 200) -> HttpResponse:
    run = selectors.newest_run(found)
    context = {
        "found": found,
        "badge": states.tenant_badge(found.state),
        "type_label": type_label(found.lgo_type),
        "province": province(found.province_code),
        "identities": [
            (identity, type_label(identity.lgo_type))
            for identity in sorted(found.identities.all(), key=lambda each: each.effective_from, reverse=True)
        ],
        "site_url": base_url(tables.host_of(found)) if tables.host_of(found) else "",
        "moves": _moves(found),
        "run": run,
        "view": run_view(run, for_staff=True) if run else None,
        "decisions": _decisions(run, found),
        "jobs": [(job, states.job_badge(job.state)) for job in selectors.jobs_of(found)],
        "services": [Service(service).label for service in found.services],
        "log": [_event(entry) for entry in selectors.log_of(found)],
        "form": form,
    }
    return render(request, "provisioning/console/tenant.html", context, status=status)


def _event(entry: AuditEntry) -> dict[str, Any]:
    """An act for `ui/timeline.html`."""
    actor = entry.actor_name or _("The system or a visitor")
    note = entry.data.get("reason", "")
    return {"title": states.action_label(entry.action), "at": entry.at, "actor": actor, "note": note}


def _moves(found: Tenant) -> list[dict[str, Any]]:
    """The moves that the table allows from here and the console offers."""
    open_moves = {move.action for move in LIFECYCLE.open_to(found.state, Audience.OFFICER)}
    return [
        {"action": action, "label": label, "is_grave": action in {"suspend", "make_read_only"}}
        for action, label in states.MOVES.items()
        if action in open_moves
    ]


def _decisions(run: Any, found: Tenant) -> list[dict[str, Any]]:
    """What can be decided about a run."""
    approve = {"action": "approve", "label": _("Approve"), "is_grave": False}
    decline = {"action": "decline", "label": _("Decline"), "is_grave": True}
    retry = {"action": "retry", "label": _("Try again"), "is_grave": False}
    roll_back = {"action": "roll_back", "label": _("Undo the set-up"), "is_grave": True}
    if run is None:
        return []
    if run.state == RunState.WAITING:
        return [approve, decline]
    if run.state == RunState.FAILED:
        return [retry, roll_back] if found.state == TenantState.PROVISIONING else [retry]
    return []


@staff_required
@never_cache
@require_safe
def run_part(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """The steps of the newest run, each second while they go on."""
    run = selectors.newest_run(selectors.tenant_page(tenant_id))
    over = run is None or run.is_over
    context = {"view": run_view(run, for_staff=True) if run else None, "found": {"pk": tenant_id}}
    return render(request, "provisioning/console/_run.html", context, status=HTMX_STOP_POLLING if over else 200)


_DECIDE = {"retry": runs.retry, "approve": runs.approve}
_DECIDE_WITH_REASON = {"decline": runs.decline, "roll_back": runs.roll_back}


@staff_required
@require_POST
def act(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """Do what a button says; a refusal leaves the reason in its field."""
    found = selectors.tenant_page(tenant_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _tenant_page(request, found, form, status=422)
    action, reason = form.cleaned_data["action"], form.cleaned_data["reason"]
    try:
        _act(request, found, action, reason)
    except DomainError as error:
        form.add_error("reason", message_of(error))
        return _tenant_page(request, selectors.tenant_page(tenant_id), form, status=422)
    messages.success(request, _("Done."))
    return redirect("console_tenant", tenant_id)


def _act(request: HttpRequest, found: Tenant, action: str, reason: str) -> None:
    who: dict[str, Any] = {"actor": request.user, "at": timezone.now()}
    if action in states.MOVES:
        tenant_services.change_state(tenant=found, action=action, reason=reason, **who)
        return
    run = selectors.newest_run(found)
    if run is None:
        return
    if action in _DECIDE:
        _DECIDE[action](run=run, **who)
    else:
        _DECIDE_WITH_REASON[action](run=run, reason=reason, **who)
