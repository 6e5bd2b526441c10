"""The pages of webhooks, under the settings."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from kit import clock
from kit.errors import DomainError
from shared_apps.accounts.permissions import recently_authenticated, right_required
from shared_apps.exports.views import links
from shared_apps.ui.errors import message_of
from tenant_apps.integrations import selectors, services
from tenant_apps.integrations.events import label_of
from tenant_apps.integrations.filters import DeliveryFilter, WebhookFilter
from tenant_apps.integrations.forms import WebhookForm
from tenant_apps.integrations.models import Delivery, Webhook
from tenant_apps.integrations.tables import DeliveryTable, WebhookTable

_PER_PAGE = 20
_guarded = right_required("api", "settings")


def _webhook(webhook_id: int) -> Webhook:
    found = selectors.webhook_by_id(webhook_id)
    if found is None:
        raise Http404
    return found


def _delivery(delivery_id: UUID) -> Delivery:
    found = selectors.delivery_by_id(delivery_id)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@_guarded
def webhooks(request: HttpRequest) -> HttpResponse:
    """All of them."""
    filtered = WebhookFilter(request.GET, queryset=selectors.webhooks(), request=request)
    table = WebhookTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    context = {
        "table": table,
        "filter": filtered,
        "exports": links(request, "webhooks"),
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "integrations/webhooks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_guarded
@recently_authenticated()
def new_webhook(request: HttpRequest) -> HttpResponse:
    """Make one; its secret is shown on the page that follows and never again."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _done(form, lambda: services.create_webhook(actor=request.user, at=clock.now(), **form.cleaned_data))
        if made:
            return render(request, "integrations/secret.html", {"made": made})
    return render(request, "integrations/new_webhook.html", {"form": form}, status=422 if form.errors else 200)


def _done(form: WebhookForm, verb: Callable[[], Any]) -> Any:
    """What the verb gives, or nothing when it failed and the form says why."""
    try:
        return verb() or True
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, message_of(error))
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_guarded
@recently_authenticated()
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One of them: change it, and its log."""
    found = _webhook(webhook_id)
    initial = {"name": found.name, "url": found.url, "events": found.events}
    form = WebhookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        at, values = clock.now(), form.cleaned_data
        if _done(form, lambda: services.change_webhook(webhook=found, actor=request.user, at=at, **values)):
            messages.success(request, _("Saved."))
            return redirect("webhook", found.pk)
    filtered = DeliveryFilter(request.GET, queryset=selectors.deliveries_of(found), request=request)
    table = DeliveryTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    context = {
        "webhook": found,
        "form": form,
        "filter": filtered,
        "table": table,
        "exports": _exports(request, found),
        "has_old_secret": found.has_old_secret(clock.now()),
    }
    return render(request, "integrations/webhook.html", context, status=422 if form.errors else 200)


def _exports(request: HttpRequest, found: Webhook) -> list[dict[str, str]]:
    """The list with its webhook named: the address of an export holds only filters."""
    return [
        {**link, "url": f"{link['url']}{'&' if '?' in link['url'] else '?'}webhook={found.pk}"}
        for link in links(request, "deliveries")
    ]


@require_POST
@_guarded
@recently_authenticated()
def switch(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Pause it, or use it again."""
    found = _webhook(webhook_id)
    services.switch_webhook(webhook=found, is_active=not found.is_active, actor=request.user, at=clock.now())
    messages.success(request, _("It is paused.") if found.is_active else _("It is in use again."))
    return redirect("webhook", found.pk)


@never_cache
@require_POST
@_guarded
@recently_authenticated()
def rotate(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """A new secret, shown once."""
    made = services.rotate_secret(webhook=_webhook(webhook_id), actor=request.user, at=clock.now())
    return render(request, "integrations/secret.html", {"made": made, "is_new": False})


@require_POST
@_guarded
@recently_authenticated()
def test(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Send a message that means nothing."""
    delivery = services.send_test(webhook=_webhook(webhook_id), actor=request.user, at=clock.now())
    messages.success(request, _("A test message is on its way. Open this page again to see the answer."))
    return redirect("webhook_delivery", delivery.pk)


@require_POST
@_guarded
@recently_authenticated()
def delete(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Tell it nothing more."""
    found = _webhook(webhook_id)
    services.delete_webhook(webhook=found, actor=request.user, at=clock.now())
    messages.success(request, _("The webhook “%(name)s” was deleted.") % {"name": found.name})
    return redirect("webhooks")


@never_cache
@require_safe
@_guarded
def delivery(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """One message, and what came back."""
    found = _delivery(delivery_id)
    payload = json.dumps(found.payload, ensure_ascii=False, indent=2)
    context = {"delivery": found, "event": label_of(found.event), "payload": payload}
    return render(request, "integrations/delivery.html", context)


@require_POST
@_guarded
@recently_authenticated()
def redeliver(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Send it again."""
    services.redeliver(delivery=_delivery(delivery_id), actor=request.user, at=clock.now())
    messages.success(request, _("It is sent again. Open this page again to see the answer."))
    return redirect("webhook_delivery", delivery_id)
