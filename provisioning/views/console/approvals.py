"""What one person asks for and another decides."""

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
from provisioning import approvals as registry
from provisioning import filters, selectors, states
from provisioning.console_forms import DecisionForm
from provisioning.models import Approval
from provisioning.services import approvals as services
from provisioning.tables import ApprovalTable
from provisioning.views.console.exports import links
from shared_apps.accounts.permissions import staff_required
from shared_apps.ui.errors import message_of


@staff_required
@never_cache
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """All requests; those that wait come first by themselves."""
    query = request.GET or {"state": "waiting"}
    found = filters.ApprovalFilter(query, queryset=selectors.approvals())
    table = ApprovalTable(found.qs)
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    context = {"table": table, "filter": found, "exports": links(request, "console-approvals")}
    return render(request, "provisioning/console/approvals.html", context)


@staff_required
@never_cache
@require_safe
def approval(request: HttpRequest, approval_id: UUID) -> HttpResponse:
    """One request: what would be done, why, and the decision."""
    return _page(request, selectors.approval(approval_id), DecisionForm())


@staff_required
@require_POST
def decide(request: HttpRequest, approval_id: UUID) -> HttpResponse:
    """Approve, decline or withdraw; a refusal leaves the note in its field."""
    found = selectors.approval(approval_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        _decide(request, found, form.cleaned_data["decision"], form.cleaned_data["note"])
    except DomainError as error:
        form.add_error("note", message_of(error))
        return _page(request, selectors.approval(approval_id), form, status=422)
    messages.success(request, _("Done."))
    return redirect("console_approval", approval_id)


def _decide(request: HttpRequest, found: Approval, decision: str, note: str) -> None:
    who: dict[str, Any] = {"approval": found, "actor": request.user, "at": timezone.now()}
    if decision == "decline":
        services.decline(reason=note, **who)
    elif decision == "approve":
        services.approve(note=note, **who)
    else:
        services.withdraw(**who)


def _page(request: HttpRequest, found: Approval, form: DecisionForm, status: int = 200) -> HttpResponse:
    known = next((kind for kind in registry.kinds() if kind.code == found.kind), None)
    context = {
        "found": found,
        "label": registry.label_of(found.kind),
        "badge": states.approval_badge(found.state),
        "facts": known.describe(found) if known else [],
        "may_decide": found.is_waiting and registry.may_decide(request.user, found),
        "is_mine": found.asked_by_id == request.user.pk,
        "form": form,
    }
    return render(request, "provisioning/console/approval.html", context, status=status)
