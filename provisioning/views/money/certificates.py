"""Certificates of tax withheld: the chase list, and what comes in."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from billing.models import CertificateState, WithholdingCertificate
from billing.selectors import certificates as reading
from billing.services import certificates as services
from kit import clock
from kit.errors import DomainError
from provisioning.money import filters, tables
from provisioning.money.forms import CertificateForm, ReasonForm
from provisioning.money.states import certificate_badge
from provisioning.views.money.common import done_or_told, may_act, may_see, money_list, or_404
from provisioning.views.money.files import open_file
from shared_apps.ui.errors import message_of


@may_see
@never_cache
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """The chase list: those that are awaited come first by themselves."""
    found = filters.CertificateFilter(request.GET or {"state": "awaited"}, queryset=reading.certificates())
    return money_list(
        request,
        "certificates",
        table=tables.CertificateTable(found.qs),
        filter_set=found,
        title=_("Certificates of tax withheld"),
    )


@may_see
@never_cache
@require_safe
def certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """One certificate: receive it, refuse it, or ask for it."""
    return _page(request, or_404(reading.certificate_by_id(certificate_id)))


def _page(
    request: HttpRequest,
    found: WithholdingCertificate,
    form: CertificateForm | None = None,
    refusal: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    known = {"number": found.number, "issued_on": found.issued_on}
    is_open = found.state not in {CertificateState.RECEIVED, CertificateState.CANCELLED}
    context: dict[str, Any] = {
        "here": "certificates",
        "found": found,
        "badge": certificate_badge(found.state),
        "days": (clock.today() - clock.bangkok_day(found.since)).days,
        "is_open": is_open,
        "may_remind": found.state in {CertificateState.AWAITED, CertificateState.REFUSED},
        "form": form or CertificateForm(initial=known),
        "refusal": refusal or ReasonForm(prefix="refusal"),
        "forms": [one for one in (form, refusal) if one],
    }
    return render(request, "provisioning/money/certificate.html", context, status=status)


@may_act
@require_POST
def receive(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """The certificate is here, and right."""
    found = or_404(reading.certificate_by_id(certificate_id))
    form = CertificateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    values = form.cleaned_data
    paper = services.Paper(number=values["number"], issued_on=values["issued_on"], upload=values["file"])
    try:
        services.receive_certificate(certificate=found, paper=paper, actor=request.user, at=timezone.now())
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, message_of(error))
        return _page(request, found, form=form, status=422)
    return redirect("money_certificate", certificate_id)


@may_act
@require_POST
def refuse(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """The certificate is not right; the LGO is told."""
    found = or_404(reading.certificate_by_id(certificate_id))
    form = ReasonForm(request.POST, prefix="refusal")
    if not form.is_valid():
        return _page(request, found, refusal=form, status=422)
    reason = form.cleaned_data["reason"]
    return done_or_told(
        request,
        lambda: services.refuse_certificate(certificate=found, reason=reason, actor=request.user, at=timezone.now()),
        success=_("The local government was told."),
        back=reverse("money_certificate", args=[certificate_id]),
    )


@may_act
@require_POST
def remind(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Ask for the certificate."""
    found = or_404(reading.certificate_by_id(certificate_id))
    return done_or_told(
        request,
        lambda: services.remind_of_certificate(certificate=found, actor=request.user, at=timezone.now()),
        success=_("A reminder was sent."),
        back=reverse("money_certificate", args=[certificate_id]),
    )


@may_see
@never_cache
@require_safe
def file(request: HttpRequest, certificate_id: int) -> HttpResponseBase:
    """The certificate as it was sent."""
    found = or_404(reading.certificate_by_id(certificate_id))
    return open_file(request, found.file_key, about=found, name=f"50-tawi-{found.invoice.number}.pdf")
