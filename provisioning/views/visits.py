"""The operator's support at an LGO: coming in and leaving, and what the LGO sees and decides of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit.errors import DomainError, NotFound
from provisioning import filters, selectors, states
from provisioning.models import SupportAccess, SupportState
from provisioning.services import support
from provisioning.tables.visits import OperatorLogTable, ViewTable, VisitTable
from provisioning.visits import SESSION_VISIT
from shared_apps.accounts.permissions import administrator_required, officer_required, recently_authenticated
from shared_apps.audit.selectors import entries_of
from shared_apps.exports.views import links
from shared_apps.ui.errors import message_of
from tenants.scope import require_tenant

_BACKEND = "shared_apps.accounts.backends.AccountBackend"
_PAGE = {"per_page": 20}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Use the key of a visit up. Opening the page alone does nothing: programs open links too."""
    found = selectors.visit_by_digest(require_tenant(), support.digest(key))
    if found is None:
        raise NotFound(support.NO_KEY)
    if request.method != "POST":
        return render(request, "provisioning/visit/enter.html", {"found": found})
    access, user = support.enter(tenant=require_tenant(), key=key, at=timezone.now())
    login(request, user, backend=_BACKEND)
    request.session[SESSION_VISIT] = str(access.pk)
    request.session.set_expiry(access.ends_at)
    request.session.save()
    support.bind(access=access, session_key=str(request.session.session_key))
    return redirect("site_desk")


@officer_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The support leaves, and the visit is over."""
    user: Any = request.user
    if user.visit is not None:
        access = selectors.visit_of_lgo(require_tenant(), UUID(user.visit.key))
        support.leave(access=access, user=user, at=timezone.now())
        logout(request)
    return redirect("support_ended")


@login_not_required
@never_cache
@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """The visit is over."""
    return render(request, "provisioning/visit/ended.html")


@administrator_required
@never_cache
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """All visits to this LGO."""
    table = VisitTable(selectors.visits_of_lgo(require_tenant()))
    RequestConfig(request, paginate=_PAGE).configure(table)
    waiting = [one for one in selectors.waiting_visits(require_tenant()) if one.state == SupportState.ASKED]
    return render(request, "provisioning/visit/visits.html", {"table": table, "waiting": waiting})


@administrator_required
@never_cache
@require_safe
def visit(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """One visit: who, why, how long, and everything that was looked at or done."""
    return _page(request, selectors.visit_of_lgo(require_tenant(), access_id))


def _page(request: HttpRequest, found: SupportAccess) -> HttpResponse:
    table = ViewTable(entries_of(found).filter(action__in=ViewTable.ACTIONS))
    RequestConfig(request, paginate=_PAGE).configure(table)
    context = {
        "found": found,
        "badge": states.visit_badge(found, at=timezone.now()),
        "is_open": found.is_open_at(timezone.now()),
        "is_asked": found.state == SupportState.ASKED,
        "table": table,
    }
    return render(request, "provisioning/visit/visit.html", context)


_DECIDE = {"grant": support.grant, "refuse": support.refuse, "end": support.end_by_lgo}


@administrator_required
@recently_authenticated()
@require_POST
def decide(request: HttpRequest, access_id: UUID) -> HttpResponse:
    """Let the support in, do not, or end the visit."""
    found = selectors.visit_of_lgo(require_tenant(), access_id)
    decision = _DECIDE.get(request.POST.get("decision", ""))
    if decision is None:
        messages.warning(request, _("Choose what to do."))
        return redirect("operator_visit", access_id)
    try:
        decision(access=found, officer=request.user, at=timezone.now())
        messages.success(request, _("Done."))
    except DomainError as error:
        messages.warning(request, message_of(error))
    return redirect("operator_visit", access_id)


@administrator_required
@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """All that the operator did to this LGO, as it stands in the LGO's own log."""
    found = filters.OperatorLogFilter(request.GET, queryset=selectors.operator_log())
    table = OperatorLogTable(found.qs)
    RequestConfig(request, paginate=_PAGE).configure(table)
    context = {"table": table, "filter": found, "exports": links(request, "operator-log")}
    return render(request, "provisioning/visit/log.html", context)
