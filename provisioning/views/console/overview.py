"""The console's overview, its jobs and its log."""

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
from provisioning import filters, selectors, tables
from provisioning.duties import Duty, duty_required, has_duty
from provisioning.services import operations
from provisioning.views.console.exports import links
from shared_apps.accounts.permissions import staff_required
from shared_apps.ui.errors import message_of
from tenants.workflow import TenantState

_PAGE = {"per_page": 20}
_DASHBOARD_STATES = (
    TenantState.REQUESTED,
    TenantState.PROVISIONING,
    TenantState.TRIAL,
    TenantState.ACTIVE,
    TenantState.READ_ONLY,
    TenantState.SUSPENDED,
)


@staff_required
@never_cache
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Counts, sign-ups by month, and what needs somebody."""
    board = selectors.dashboard(today=clock.today())
    counts = [(state, TenantState(state).label, board.by_state[state]) for state in map(str, _DASHBOARD_STATES)]
    return render(request, "provisioning/console/dashboard.html", {"board": board, "counts": counts})


@staff_required
@never_cache
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Jobs that were given up."""
    found = filters.JobFilter(request.GET, queryset=selectors.dead_jobs())
    table = tables.JobTable(found.qs)
    RequestConfig(request, paginate=_PAGE).configure(table)
    context = {
        "table": table,
        "filter": found,
        "exports": links(request, "console-jobs"),
        "may_run_jobs": has_duty(request.user, Duty.SUPPORT),
    }
    return render(request, "provisioning/console/jobs.html", context)


@duty_required(Duty.SUPPORT)
@require_POST
def replay(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Let a job run again."""
    try:
        operations.replay_job(job_id=job_id, actor=request.user, at=timezone.now())
        messages.success(request, _("The job will run again in a moment."))
    except DomainError as error:
        messages.warning(request, message_of(error))
    back = request.POST.get("tenant", "")
    return redirect("console_tenant", back) if selectors.is_uuid(back) else redirect("console_jobs")


@staff_required
@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """All that was done."""
    found = filters.LogFilter(request.GET, queryset=selectors.log())
    table = tables.LogTable(found.qs)
    RequestConfig(request, paginate=_PAGE).configure(table)
    context = {"table": table, "filter": found, "exports": links(request, "console-log")}
    return render(request, "provisioning/console/log.html", context)
