"""The outbox of places without a mail server: what would have been sent."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit.thai import normalise_text
from shared_apps.notifications import selectors

_PER_PAGE = 20


@login_not_required
@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The messages of this host; htmx asks for the list alone every few seconds."""
    search = normalise_text(request.GET.get("q", ""))[:200]
    page = Paginator(selectors.messages(search), _PER_PAGE).get_page(request.GET.get("page"))
    template = "notifications/outbox_list.html" if request.headers.get("hx-request") else "notifications/outbox.html"
    return render(request, template, {"page": page, "search": search})
