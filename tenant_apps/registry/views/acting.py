"""The desk's pages about acting for someone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import recently_authenticated, right_required
from tenant_apps.registry import selectors, services
from tenant_apps.registry.filters import ActingFilter
from tenant_apps.registry.forms import ActingOrderForm
from tenant_apps.registry.tables import ActingTable
from tenant_apps.registry.views.common import add_error, form_page, me, or_404


@require_safe
@right_required("people", "view")
def acting_orders(request: HttpRequest) -> HttpResponse:
    """Who acts for whom, now, later and before."""
    filtered = ActingFilter(request.GET, queryset=selectors.acting_orders(), request=request)
    table = ActingTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": 25, "silent": True}).configure(table)
    context = {"table": table, "filter": filtered, "may_change": me(request).may("people", "edit")}
    return render(request, "registry/acting_orders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@right_required("people", "edit")
@recently_authenticated()
def new_acting_order(request: HttpRequest) -> HttpResponse:
    """Record an order."""
    form = ActingOrderForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_acting_order(
                order=form.order(), upload=form.cleaned_data["file"], actor=me(request), at=clock.now()
            )
        except DomainError as error:
            add_error(form, error)
        else:
            messages.success(request, _("The order was recorded. The rights begin on its first day."))
            return redirect("registry_acting")
    return form_page(request, "registry/new_acting_order.html", form)


@require_safe
@right_required("people", "view")
def acting_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """One order, and how it stands in a signature."""
    order = or_404(selectors.acting_order(order_id))
    today = clock.today()
    context = {
        "order": order,
        "state": selectors.state_of(order, today),
        "signature": None
        if order.is_void
        else selectors.signature_block(order.deputy, on=order.starts_on, order=order),
        "may_end": me(request).may("people", "edit") and order.ended_on is None and order.ends_on >= today,
    }
    return render(request, "registry/acting_order.html", context)


@require_POST
@right_required("people", "edit")
@recently_authenticated()
def end_acting_order(request: HttpRequest, order_id: int) -> HttpResponseBase:
    """End an order early."""
    order = or_404(selectors.acting_order(order_id))
    services.end_acting_order(order=order, actor=me(request), at=clock.now())
    messages.success(request, _("The order has ended. Nobody acts under it any more."))
    return redirect("registry_acting_order", order_id)
