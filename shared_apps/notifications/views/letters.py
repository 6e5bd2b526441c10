"""The messages that were sent, those that wait, and the dead letters."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from kit.errors import DomainError
from shared_apps.accounts.permissions import right_required
from shared_apps.exports.views import links
from shared_apps.notifications import selectors, services
from shared_apps.notifications.filters import MessageFilter
from shared_apps.notifications.models import Message
from shared_apps.notifications.shown import event_label, masked_address
from shared_apps.notifications.tables import MessageTable
from shared_apps.notifications.views.common import me
from shared_apps.ui.errors import message_of

_PER_PAGE = 25
_settings = right_required("site", "settings")


@never_cache
@require_safe
@_settings
def sent(request: HttpRequest) -> HttpResponse:
    """All messages, searched and filtered."""
    filtered = MessageFilter(request.GET, queryset=selectors.messages(), request=request)
    table = MessageTable(filtered.qs)
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    context = {
        "table": table,
        "filter": filtered,
        "exports": links(request, "messages"),
        "dead": selectors.dead_letters().count(),
        "query": request.GET.urlencode(),
    }
    return render(request, "notifications/settings/messages.html", context)


@never_cache
@require_safe
@_settings
def letter(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message; whom it went to and what it says is masked."""
    return _page(request, _message(message_id), is_open=False)


@never_cache
@require_POST
@_settings
def letter_open(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message in full; that it was looked at is recorded."""
    message = _message(message_id)
    services.record_seen(message=message, actor=me(request), at=timezone.now())
    return _page(request, message, is_open=True)


def _page(request: HttpRequest, message: Message, *, is_open: bool) -> HttpResponse:
    context = {
        "message": message,
        "label": event_label(message.event),
        "address": message.to if is_open else masked_address(message),
        "is_open": is_open,
    }
    return render(request, "notifications/settings/message.html", context)


@require_POST
@_settings
def replay(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Send a dead letter again."""
    message = _message(message_id)
    try:
        services.replay(message_id=message.pk, actor=me(request), at=timezone.now())
    except DomainError as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, _("It is being sent again."))
    return redirect("notification_message", message_id)


@require_POST
@_settings
def replay_all(request: HttpRequest) -> HttpResponse:
    """Send all dead letters again that the list shows."""
    query = QueryDict(request.POST.get("query", "")[:2000])
    found = MessageFilter(query, queryset=selectors.messages(), request=request).qs
    count = services.replay_all(letters=found, actor=me(request), at=timezone.now())
    messages.success(request, _("%(count)s messages are being sent again.") % {"count": count})
    return redirect(reverse("notification_messages"))


def _message(message_id: UUID) -> Message:
    message = selectors.message(message_id)
    if message is None:
        raise Http404
    return message
