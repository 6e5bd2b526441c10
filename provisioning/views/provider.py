"""What the payment provider tells us, and what finance sees of it."""

from typing import Any

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from billing.selectors import provider as selectors
from billing.services.checkouts import is_available, is_simulated
from billing.services.messages import handle_again, take_message
from kit.errors import DomainError
from provisioning.duties import Duty, duty_required
from provisioning.provider import filters, tables
from provisioning.provider.registrations import CODES
from provisioning.views.console.exports import links

_MAY_SEE = duty_required(Duty.FINANCE, Duty.APPROVER)
_TITLES = {"messages": _("Messages of the provider"), "disputes": _("Disputes"), "payouts": _("Payouts")}


@csrf_exempt
@login_not_required
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """A message of Stripe, signed by it; it is answered once it is kept, and handled by a job. Others learn nothing."""
    signature = request.headers.get("stripe-signature", "")
    try:
        take_message(body=request.body, signature=signature, at=timezone.now())
    except DomainError:
        return HttpResponse(status=403)
    return HttpResponse(status=200)


@_MAY_SEE
@never_cache
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """What the provider told, and what became of it."""
    found = filters.MessageFilter(request.GET, queryset=selectors.messages())
    return _list(request, "messages", tables.MessageTable(found.qs), found)


@_MAY_SEE
@never_cache
@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """Payments that a payer's bank wants back."""
    found = filters.DisputeFilter(request.GET, queryset=selectors.disputes())
    return _list(request, "disputes", tables.DisputeTable(found.qs), found)


@_MAY_SEE
@never_cache
@require_safe
def payouts(request: HttpRequest) -> HttpResponse:
    """What went to our bank account, and its fees."""
    found = filters.PayoutFilter(request.GET, queryset=selectors.payouts())
    return _list(request, "payouts", tables.PayoutTable(found.qs), found)


@duty_required(Duty.FINANCE)
@require_POST
def again(request: HttpRequest, provider_message_id: int) -> HttpResponse:
    """Have a message handled once more; doing so twice changes nothing."""
    message = selectors.messages().filter(pk=provider_message_id).first()
    if message is None:
        raise Http404
    handle_again(message=message, actor=request.user, at=timezone.now())
    notices.success(request, _("The message will be handled again in a moment."))
    return redirect("provider_messages")


def _list(request: HttpRequest, here: str, table: Any, found: Any) -> HttpResponse:
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "exports": links(request, CODES[here]),
        "title": _TITLES[here],
        "here": f"provider-{here}",
        "is_available": is_available(),
        "is_simulated": is_simulated(),
    }
    return render(request, "provisioning/provider/list.html", context)
