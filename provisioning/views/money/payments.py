"""Payments, what they settled, and refunds."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing.models import Payment, RefundState, Tender
from billing.selectors import money
from billing.services import corrections
from billing.services.receipts import receipts_of
from kit.errors import Refused
from provisioning.money import filters, kinds, tables
from provisioning.money.forms import AmountForm, ReferenceForm
from provisioning.money.states import payment_badge, refund_badge
from provisioning.views.money.common import (
    ask_for_amount,
    done_or_told,
    may_act,
    may_see,
    money_list,
    or_404,
    waiting_for,
)


@may_see
@never_cache
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """All payments."""
    found = filters.PaymentFilter(request.GET, queryset=money.payments())
    return money_list(request, "payments", table=tables.PaymentTable(found.qs), filter_set=found, title=_("Payments"))


@may_see
@never_cache
@require_safe
def payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """One payment: where it came from, what it settled, what is left."""
    return _page(request, or_404(money.payment_by_id(payment_id)), AmountForm())


@may_act
@require_POST
def refund(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Ask to send credit back; a second person approves it."""
    found = or_404(money.payment_by_id(payment_id))
    return ask_for_amount(
        request, found, "payment", kind=kinds.REFUND, back=reverse("money_payment", args=[payment_id]), page=_page
    )


def _page(request: HttpRequest, found: Payment, form: AmountForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "here": "payments",
        "found": found,
        "badge": payment_badge(found),
        "line": getattr(found, "bank_line", None),
        "match": getattr(found, "bank_match", None),
        "receipts": receipts_of(found),
        "refunds": [(one, refund_badge(one.state), _may_end(one)) for one in found.refunds.all()],
        "entries": money.entries_about([found.reference[:30]]),
        "waiting": waiting_for(kinds.REFUND, f"payment:{found.pk}"),
        "form": form,
    }
    return render(request, "provisioning/money/payment.html", context, status=status)


def _may_end(one: Any) -> bool:
    """A refund by bank transfer is sent by people, who then say so."""
    return bool(one.payment.tender == Tender.TRANSFER and one.state == RefundState.REQUESTED)


@may_see
@never_cache
@require_safe
def refunds(request: HttpRequest) -> HttpResponse:
    """All refunds."""
    found = filters.RefundFilter(request.GET, queryset=money.refunds())
    return money_list(request, "refunds", table=tables.RefundTable(found.qs), filter_set=found, title=_("Refunds"))


@may_act
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refund_sent(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Say that a refund was transferred, or that it failed and is credit again."""
    found = or_404(money.refund_by_id(refund_id))
    form = ReferenceForm(request.POST or None)
    back = redirect("money_payment", found.payment_id).url
    failed = request.method == "POST" and request.POST.get("outcome") == "failed"
    if request.method == "POST" and (failed or form.is_valid()):
        reference = "" if failed else form.cleaned_data["reference"]
        values: dict[str, Any] = {"refund": found, "succeeded": not failed, "reference": reference}
        return done_or_told(request, lambda: _end(values, request.user, timezone.now()), success=_("Saved."), back=back)
    status = 422 if form.errors else 200
    context = {"found": found, "form": form, "here": "refunds", "back": back}
    return render(request, "provisioning/money/refund_sent.html", context, status=status)


def _end(values: dict[str, Any], actor: Any, at: datetime) -> None:
    if not _may_end(values["refund"]):
        raise Refused(corrections.ENDED, code="ended")
    corrections.end_refund(**values, actor=actor, at=at)
