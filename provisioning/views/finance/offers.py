"""Asking for quotations: a first subscription, more storage, a larger package, the renewal, next year's budget."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.models import QuoteKind
from kit import clock
from kit.errors import DomainError
from provisioning.finance import offers, reading, writing
from provisioning.finance.forms import BudgetForm, BuyForm, NewForm, PackageForm, RenewalForm, UnitsForm
from provisioning.views.finance.common import attempt, finance_act, finance_page, require_act, show
from shared_apps.ui.errors import message_of
from tenants.scope import require_tenant

_READ_AND_WRITE = ["GET", "HEAD", "POST"]
_BOUGHT = {"storage": QuoteKind.STORAGE, "upgrade": QuoteKind.UPGRADE}


@require_safe
@finance_page
def storage(request: HttpRequest) -> HttpResponse:
    """More storage: each size now, and from the next month on."""
    form = UnitsForm(request.GET or None)
    day = clock.today()
    groups = offers.storage_groups(require_tenant(), form.chosen, day)
    return show(request, "storage", {"form": form, "groups": groups, "units": form.chosen, "what": "storage"})


@require_safe
@finance_page
def upgrade(request: HttpRequest) -> HttpResponse:
    """A larger package: now, and from the next month on."""
    tenant, day = require_tenant(), clock.today()
    groups = offers.upgrade_groups(tenant, day)
    has_term = reading.overview(tenant, day).entitlement is not None
    return show(request, "upgrade", {"groups": groups, "units": 1, "what": "upgrade", "has_term": has_term})


@require_POST
@finance_act
def buy(request: HttpRequest, what: str) -> HttpResponse:
    """A quotation for what a button says."""
    form = BuyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the prices on this page."))
        return redirect(f"finance_{what}")
    return _issue(request, _BOUGHT[what], form.chosen()) or redirect(f"finance_{what}")


@require_http_methods(_READ_AND_WRITE)
@finance_page
def new(request: HttpRequest) -> HttpResponse:
    """The first subscription."""
    return _with_form(request, QuoteKind.NEW, "new", NewForm)


@require_http_methods(_READ_AND_WRITE)
@finance_page
def budget(request: HttpRequest) -> HttpResponse:
    """An estimate for the budget of a fiscal year."""
    return _with_form(request, QuoteKind.BUDGET, "budget", BudgetForm)


def _with_form(
    request: HttpRequest, kind: QuoteKind, name: str, form_class: Callable[..., PackageForm]
) -> HttpResponse:
    tenant, day = require_tenant(), clock.today()
    sale = offers.packages_on_sale(tenant, day)
    if request.method == "POST":
        require_act(request)
    known = offers.renewal(tenant)
    form = form_class(request.POST or None, sale=sale, initial={"package": known.package} if known else {})
    if request.method == "POST" and form.is_valid():
        number = attempt(form, lambda: _number(request, kind, form.chosen()))
        if number:
            return redirect("finance_quote", number)
    context = {"form": form, "sale": sale, "has_subscription": known is not None}
    return show(request, name, context, status=422 if form.errors else 200)


@require_http_methods(_READ_AND_WRITE)
@finance_page
def renewal(request: HttpRequest) -> HttpResponse:
    """What the LGO wants from its renewal on; a quotation for it."""
    tenant, day = require_tenant(), clock.today()
    known = offers.renewal(tenant)
    sale = offers.packages_on_sale(tenant, day)
    if request.method == "POST":
        require_act(request)
    form = RenewalForm(request.POST or None, sale=sale, initial=_chosen(known))
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: _choose(request, form))
        if form.is_valid():
            messages.success(request, _("Your choice was saved. It holds from the renewal on."))
            return redirect("finance_renewal")
    return show(request, "renewal", {"form": form, "known": known}, status=422 if form.errors else 200)


@require_POST
@finance_act
def quote_renewal(request: HttpRequest) -> HttpResponse:
    """A quotation for the next term, by the prices of today."""
    try:
        number = writing.quote_renewal(tenant=require_tenant(), officer=request.user, at=clock.now())
    except DomainError as error:
        messages.error(request, message_of(error))
        return redirect("finance_renewal")
    return redirect("finance_quote", number)


def _chosen(known: offers.Renewal | None) -> dict[str, Any]:
    if known is None:
        return {}
    ends = known.subscription.ends
    units = {f"storage_{code}": count for code, count in known.storage.items()}
    return {"package": RenewalForm.END if ends else known.package, "reason": known.subscription.ends_reason, **units}


def _choose(request: HttpRequest, form: RenewalForm) -> None:
    who: dict[str, Any] = {"tenant": require_tenant(), "officer": request.user, "at": clock.now()}
    chosen = form.chosen()
    if form.ends:
        writing.give_notice(reason=chosen["reason"], **who)
    else:
        writing.choose_renewal(package=chosen["package"], storage=chosen["storage"], **who)


def _number(request: HttpRequest, kind: QuoteKind, chosen: dict[str, Any]) -> str:
    tenant, at = require_tenant(), clock.now()
    day = clock.bangkok_day(at)
    return writing.issue_quote(
        tenant=tenant, make=lambda: offers.make_offer(tenant, kind, chosen, day), officer=request.user, at=at
    )


def _issue(request: HttpRequest, kind: QuoteKind, chosen: dict[str, Any]) -> HttpResponse | None:
    try:
        return redirect("finance_quote", _number(request, kind, chosen))
    except DomainError as error:
        messages.error(request, message_of(error))
        return None
