"""Visits to local governments, as the operator's staff ask for them and begin them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit.errors import DomainError
from provisioning import filters, selectors, states, tables
from provisioning.console_forms import VisitForm
from provisioning.duties import Duty, duty_required
from provisioning.models import SupportAccess, SupportState
from provisioning.services import support as services
from provisioning.tables.visits import ConsoleVisitTable
from provisioning.views.console.exports import links
from shared_apps.accounts.permissions import recently_authenticated, staff_required
from shared_apps.ui.errors import message_of
from tenants.models import Tenant, base_url


@staff_required
@never_cache
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """All visits."""
    found = filters.VisitFilter(request.GET, queryset=selectors.visits())
    table = ConsoleVisitTable(found.qs)
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    context = {"table": table, "filter": found, "exports": links(request, "console-visits")}
    return render(request, "provisioning/console/visits.html", context)


@duty_required(Duty.SUPPORT)
@recently_authenticated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """Ask an LGO for a visit, or in an emergency go in to look without asking."""
    found = selectors.tenant_page(tenant_id)
    form = VisitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _ask(request, found, form)
        if made is not None:
            return redirect("console_support", made.pk)
    context = {"found": found, "form": form}
    return render(request, "provisioning/console/visit_ask.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, found: Tenant, form: VisitForm) -> SupportAccess | None:
    given: dict[str, Any] = {
        "tenant": found,
        "reason": form.cleaned_data["reason"],
        "minutes": int(form.cleaned_data["minutes"]),
        "actor": request.user,
        "at": timezone.now(),
    }
    try:
        if form.cleaned_data["without_asking"]:
            return services.break_glass(**given)
        return services.ask(may_write=form.cleaned_data["may_write"], **given)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else "reason", message_of(error))
        return None


@staff_required
@never_cache
@require_safe
def visit(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """One visit, with the way in for who asked."""
    found = selectors.visit(access_id)
    is_mine = found.staff_id == request.user.pk
    context = {
        "found": found,
        "badge": states.visit_badge(found, at=timezone.now()),
        "may_enter": is_mine and found.is_open_at(timezone.now()),
        "may_end": is_mine and found.state in {SupportState.ASKED, SupportState.GRANTED},
    }
    return render(request, "provisioning/console/visit.html", context)


@duty_required(Duty.SUPPORT)
@recently_authenticated()
@never_cache
@require_POST
def enter(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """A page that leads into the LGO with a key that works once."""
    found = selectors.visit(access_id)
    try:
        key = services.issue_key(access=found, actor=request.user, at=timezone.now())
    except DomainError as error:
        messages.warning(request, message_of(error))
        return redirect("console_support", access_id)
    host = tables.host_of(selectors.tenant_page(found.tenant_id))
    context = {"found": found, "url": f"{base_url(host)}/support/enter/{key}"}
    return render(request, "provisioning/console/visit_enter.html", context)


@duty_required(Duty.SUPPORT)
@require_POST
def withdraw(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Take the request back, or end the visit."""
    try:
        services.withdraw(access=selectors.visit(access_id), actor=request.user, at=timezone.now())
        messages.success(request, _("Done."))
    except DomainError as error:
        messages.warning(request, message_of(error))
    return redirect("console_support", access_id)
