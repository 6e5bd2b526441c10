"""Package, term, usage and history of an LGO; its tax data."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from billing.ladder import Stage, Standing
from kit import clock
from provisioning.finance import reading, writing
from provisioning.finance.figures import storage_by_month, storage_by_use
from provisioning.finance.forms import TaxForm
from provisioning.views.finance.common import attempt, finance_page, require_act, show
from shared_apps.ui.templatetags.thai import thaidate, thainumber
from tenant_apps.registry.selectors import room
from tenant_apps.site.selectors import site_settings
from tenants.models import Tenant, TenantUsage
from tenants.scope import require_tenant
from tenants.usage import usage_of


@require_safe
@finance_page
def overview(request: HttpRequest) -> HttpResponse:
    """Where the LGO stands, what it has, and what waits."""
    tenant, at = require_tenant(), clock.now()
    page = reading.overview(tenant, clock.bangkok_day(at))
    context = {"page": page, "words": standing_words(page.standing), **_used(tenant), "room": room(at)}
    return show(request, "overview", context, here="finance")


@require_safe
@finance_page
def usage(request: HttpRequest) -> HttpResponse:
    """What uses the storage and the accounts."""
    tenant, at = require_tenant(), clock.now()
    used = _used(tenant)
    figures = [storage_by_use(used["usage"]), storage_by_month(clock.bangkok_day(at))]
    return show(request, "usage", {**used, "room": room(at), "figures": figures}, here="finance_usage")


@require_http_methods(["GET", "HEAD", "POST"])
@finance_page
def tax_data(request: HttpRequest) -> HttpResponse:
    """The LGO as it stands on documents."""
    tenant = require_tenant()
    if request.method == "POST":
        require_act(request)
    form = TaxForm(request.POST or None, initial=_known(tenant))
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        attempt(form, lambda: writing.save_tax_data(tenant=tenant, values=form.values, officer=request.user, at=at))
        if form.is_valid():
            messages.success(request, _("Saved. Documents issued from now on show it."))
            return redirect(_next(request))
    return show(request, "tax", {"form": form}, here="finance_tax", status=422 if form.errors else 200)


def _next(request: HttpRequest) -> str:
    """Back to where the tax data were asked for."""
    wanted = request.GET.get("next", "")
    return wanted if wanted.startswith("/desk/billing/") else "finance_tax"


def _known(tenant: Tenant) -> dict[str, Any]:
    """What was saved, or what the LGO has told us elsewhere."""
    kept = reading.customer(tenant)
    names = ("legal_name", "tax_id", "branch", "address", "email", "phone", "contact_name")
    if kept is not None:
        return {name: getattr(kept, name) for name in names}
    site = site_settings()
    return {
        "legal_name": tenant.name,
        "branch": TaxForm.HEAD_OFFICE,
        "address": site.address,
        "email": tenant.saraban_email,
        "phone": site.phone,
    }


def _used(tenant: Tenant) -> dict[str, Any]:
    now: TenantUsage = usage_of(tenant)
    allowed = tenant.bytes_allowed
    percent = min(100, round(100 * now.total / allowed)) if allowed else 0
    return {"usage": now, "allowed": allowed, "percent": percent, "is_nearly_full": percent >= 80}


def standing_words(standing: Standing) -> str:
    """Where the LGO stands, in a sentence."""
    left = standing.days_left or 0
    last = _day_before(standing.ends_on)
    if standing.is_paid:
        return ngettext("%(days)s day is left, until %(last)s.", "%(days)s days are left, until %(last)s.", left) % {
            "days": thainumber(left),
            "last": last,
        }
    return _over(standing.stage) % {
        "last": last,
        "next": _day_before(standing.changes_on),
    }


def _day_before(day: date | None) -> str:
    """The last day of what is over on `day`."""
    return thaidate(day - timedelta(days=1), "medium") if day else "–"


def _over(stage: Stage) -> str:
    return {
        Stage.GRACE: _("The time that is paid for ended on %(last)s. Everything works until %(next)s."),
        Stage.READ_ONLY: _("The time that is paid for ended on %(last)s. The site can only be read until %(next)s."),
        Stage.EXPORT_ONLY: _("The time that is paid for ended on %(last)s. The site is closed but for its export."),
    }.get(stage, _("The time that is paid for ended on %(last)s."))
