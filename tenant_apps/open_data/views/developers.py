"""Pages for those who write programs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kit import clock
from shared_apps.accounts import privacy


@login_not_required
@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """How to begin, and where everything is."""
    host, version = request.build_absolute_uri("/").rstrip("/"), privacy.current_version(clock.now())
    return render(request, "open_data/developers.html", {"host": host, "notice_version": version})


@login_not_required
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation, to read and to try out, from files of our own."""
    settings = {
        "url": reverse("api-v1:openapi-json"),
        "layout": "BaseLayout",
        "deepLinking": True,
        "validatorUrl": None,
    }
    return render(request, "open_data/reference.html", {"swagger_settings": settings})
