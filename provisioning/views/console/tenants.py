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

from kit import clock
from kit.errors import DomainError
from provisioning import filters, lgo_page, selectors, tables
from provisioning.console_forms import ReasonForm
from provisioning.duties import Duty, duty_required, has_duty
from provisioning.review import run_view
from provisioning.services import operations, runs
from provisioning.views.console.exports import links
from provisioning.views.progress import HTMX_STOP_POLLING
from shared_apps.accounts.permissions import recently_authenticated, staff_required
from shared_apps.ui.errors import message_of
from tenants.models import Tenant


@staff_required
@never_cache
@require_safe
def tenants(request: HttpRequest) -> HttpResponse:
    """All local governments."""
    found = filters.TenantFilter(request.GET, queryset=selectors.tenant_list())
    table = tables.TenantTable(found.qs)
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    context = {"table": table, "filter": found, "exports": links(request, "console-tenants")}
    return render(request, "provisioning/console/tenants.html", context)


@staff_required
@never_cache
@require_safe
def tenant(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """One local government: identity, state, plan, use, money, set-up, jobs, notes, log."""
    return _tenant_page(request, selectors.tenant_page(tenant_id), ReasonForm())


@duty_required(Duty.SUPPORT, Duty.FINANCE)
@recently_authenticated()
@require_POST
def contacts(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """The page with names, telephones and addresses; that they were looked at is on record."""
    found = selectors.tenant_page(tenant_id)
    operations.record_contacts_seen(tenant=found, actor=request.user, at=timezone.now())
    return _tenant_page(request, found, ReasonForm(), shows_contacts=True)


def _tenant_page(
    request: HttpRequest, found: Tenant, form: ReasonForm, *, status: int = 200, shows_contacts: bool = False
) -> HttpResponse:
    context = lgo_page.page_of(
        found, user=request.user, at=timezone.now(), day=clock.today(), shows_contacts=shows_contacts
    )
    context |= {
        "form": form,
        "decisions": lgo_page.decisions_of(context["run"], found) if _may_decide(request) else [],
        "may_visit": found.is_live and has_duty(request.user, Duty.SUPPORT),
        "may_run_jobs": has_duty(request.user, Duty.SUPPORT),
        "may_see_contacts": has_duty(request.user, Duty.SUPPORT, Duty.FINANCE),
        "may_note": has_duty(request.user, Duty.SUPPORT, Duty.FINANCE, Duty.APPROVER),
    }
    return render(request, "provisioning/console/tenant.html", context, status=status)


def _may_decide(request: HttpRequest) -> bool:
    return has_duty(request.user, Duty.SUPPORT, Duty.APPROVER)


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


@duty_required(Duty.SUPPORT, Duty.APPROVER)
@require_POST
def act(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """Decide about a sign-up or a set-up; a refusal leaves the reason in its field."""
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
    run = selectors.newest_run(found)
    if run is None:
        return
    if action in _DECIDE:
        _DECIDE[action](run=run, **who)
    else:
        _DECIDE_WITH_REASON[action](run=run, reason=reason, **who)
