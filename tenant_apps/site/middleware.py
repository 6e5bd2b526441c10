"""Services that the LGO has switched off begin nothing new."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tenant_apps.site import extensions
from tenant_apps.site.catalogue import title_of
from tenant_apps.site.selectors import service_is_on


class ServiceSwitchMiddleware:
    """Answers with a page that says so where a service would begin that is off; what was begun goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        code = extensions.service_entered(request.path_info)
        if not code or getattr(request, "tenant", None) is None or service_is_on(code):
            return None
        return render(request, "site/service_off.html", {"service": title_of(code)}, status=404)
