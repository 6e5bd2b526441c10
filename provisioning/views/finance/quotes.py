"""A quotation: looked at, accepted, declined."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit import clock
from kit.errors import Conflict, Invalid, Refused
from provisioning.finance import reading, writing
from provisioning.finance.forms import OrderForm
from provisioning.views.finance.common import attempt, finance_act, finance_page, show
from shared_apps.ui.errors import message_of
from tenants.scope import require_tenant


@require_safe
@finance_page
def quote(request: HttpRequest, number: str) -> HttpResponse:
    """A quotation with its arithmetic, and what can be done with it."""
    return _page(request, number, OrderForm())


def _page(request: HttpRequest, number: str, form: OrderForm, status: int = 200) -> HttpResponse:
    page = reading.quote_page(require_tenant(), number, clock.today())
    return show(request, "quote", {"page": page, "form": form}, here="finance_documents", status=status)


@require_POST
@finance_act
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Accept by purchase order."""
    form = OrderForm(request.POST, request.FILES)
    if form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        invoice = attempt(
            form,
            lambda: writing.accept_quote(
                tenant=require_tenant(),
                number=number,
                officer=request.user,
                at=clock.now(),
                order_number=values["order_number"],
                order_date=values["order_date"],
                upload=values["file"],
            ),
        )
        if invoice:
            messages.success(request, _("Your purchase order was registered, and the invoice was issued."))
            return redirect("finance_invoice", invoice)
    return _page(request, number, form, status=422)


@require_POST
@finance_act
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Accept to pay at once: what was bought begins when the invoice is paid."""
    try:
        invoice = writing.accept_quote(tenant=require_tenant(), number=number, officer=request.user, at=clock.now())
    except (Conflict, Invalid, Refused) as error:
        messages.error(request, message_of(error))
        return redirect("finance_quote", number)
    messages.success(request, _("The invoice was issued. What you bought begins when it is paid."))
    return redirect("finance_invoice", invoice)


@require_POST
@finance_act
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Say that it is not wanted."""
    try:
        writing.decline_quote(tenant=require_tenant(), number=number, officer=request.user, at=clock.now())
        messages.success(request, _("The quotation was declined."))
    except (Conflict, Invalid, Refused) as error:
        messages.error(request, message_of(error))
    return redirect("finance_quote", number)
