"""An invoice: how to pay it, what has settled it, and what is handed in about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.models import CheckoutState
from billing.selectors.evidence import evidence_by_id
from kit import clock
from kit.errors import DomainError, NotFound
from provisioning.finance import reading, writing
from provisioning.finance.forms import CertificateForm, SlipForm
from provisioning.finance.scoped import in_public
from provisioning.views.finance.common import attempt, finance_act, finance_page, qr_src, require_act, show
from shared_apps.files.views import serve
from shared_apps.ui.errors import message_of
from tenants.models import Tenant
from tenants.scope import require_tenant


@require_safe
@finance_page
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """An invoice; who comes back from the provider's page learns what became of the payment."""
    if request.GET.get("checkout") in {"paid", "left"}:
        _tell(request, writing.look_after_checkout(tenant=require_tenant(), number=number, at=clock.now()))
        return redirect("finance_invoice", number)
    return _page(request, number, SlipForm())


def _page(request: HttpRequest, number: str, form: SlipForm, status: int = 200) -> HttpResponse:
    page = reading.invoice_page(require_tenant(), number, clock.today())
    ways = [{"net": one.net, "amount": one.amount, "qr_src": qr_src(one.qr)} for one in page.amounts]
    context: dict[str, Any] = {"page": page, "ways": ways, "form": form}
    return show(request, "invoice", context, here="finance_documents", status=status)


def _tell(request: HttpRequest, state: CheckoutState | None) -> None:
    if state == CheckoutState.PAID:
        messages.success(request, _("Your payment has arrived. The receipt stands below."))
    elif state == CheckoutState.PROCESSING:
        messages.info(request, _("Your bank is confirming the payment. Look again in a few minutes."))
    else:
        messages.warning(request, _("Nothing was paid. You can try again or choose another way."))


@require_POST
@finance_act
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """To the provider's page."""
    back = request.build_absolute_uri(reverse("finance_invoice", args=[number]))
    try:
        checkout = writing.open_checkout(
            tenant=require_tenant(),
            number=number,
            net=request.POST.get("net") == "1",
            back_url=back,
            officer=request.user,
            at=clock.now(),
        )
    except NotFound:
        raise
    except DomainError as error:
        messages.error(request, message_of(error))
        return redirect("finance_invoice", number)
    page = reading.invoice_page(require_tenant(), number, clock.today())
    response = show(request, "leave", {"checkout": checkout, "page": page}, here="finance_documents")
    # A redirect after a POST would fall under form-action of the content security policy.
    response["Refresh"] = f"1; url={checkout.url}"
    return response


@require_POST
@finance_act
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in the proof of a transfer."""
    form = SlipForm(request.POST, request.FILES)
    if form.is_valid():
        values = form.cleaned_data
        attempt(
            form,
            lambda: writing.hand_in_slip(
                tenant=require_tenant(),
                number=number,
                upload=values["file"],
                note=values["note"],
                officer=request.user,
                at=clock.now(),
            ),
        )
        if form.is_valid():
            messages.success(request, _("Thank you. Finance compares it with the bank's statement."))
            return redirect("finance_invoice", number)
    return _page(request, number, form, status=422)


@require_safe
@finance_page
def evidence(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    """A file that this LGO handed in."""
    return _evidence(request, require_tenant(), evidence_id)


@in_public
def _evidence(request: HttpRequest, tenant: Tenant, evidence_id: int) -> HttpResponseBase:
    found = evidence_by_id(evidence_id, tenant)
    if found is None:
        raise Http404
    return serve(request, found.file, thumbnail=False)


@require_http_methods(["GET", "HEAD", "POST"])
@finance_page
def certificate(request: HttpRequest, number: str, certificate_id: int) -> HttpResponse:
    """Hand in the certificate of tax that was withheld of an invoice."""
    page = reading.invoice_page(require_tenant(), number, clock.today())
    found = [(one, badge) for one, badge in page.certificates if one.pk == certificate_id]
    if not found:
        return redirect("finance_invoice", number)
    if request.method == "POST":
        require_act(request)
    form = CertificateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        attempt(
            form,
            lambda: writing.hand_in_certificate(
                tenant=require_tenant(),
                certificate_id=certificate_id,
                paper=form.paper,
                officer=request.user,
                at=clock.now(),
            ),
        )
        if form.is_valid():
            messages.success(request, _("Thank you. Finance checks the certificate."))
            return redirect("finance_invoice", number)
    context = {"page": page, "certificate": found[0][0], "badge": found[0][1], "form": form}
    return show(request, "certificate", context, here="finance_documents", status=422 if form.errors else 200)
