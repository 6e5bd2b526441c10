"""Pages for those who write programs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe

from kit import clock
from shared_apps.accounts import privacy

_SWAGGER_WORDS = (
    _("No parameters"),
    _("Try it out"),
    _("Cancel"),
    _("Execute"),
    _("Request body"),
    _("Parameters"),
    _("Responses"),
    _("Media type"),
    _("Controls"),
    _("header."),
    _("Example Value"),
    _("Edit Value"),
    _("Schema"),
    _("Schemas"),
    _("No links"),
    _("Links"),
    _("Available authorizations"),
    _("Authorize"),
    _("Authorized"),
    _("Logout"),
    _("Close"),
    _("Send empty value"),
    _("Server response"),
    _("Request URL"),
    _("Response body"),
    _("Response headers"),
    _("Request duration"),
    _("Download"),
    _("Name"),
    _("Description"),
    _("Code"),
    _("Details"),
    _("Clear"),
    _("Reset"),
    _("Expand all"),
    _("Collapse all"),
    _("required"),
    _("Default value"),
    _("Available values"),
    _("Failed to load API definition."),
)
"""What Swagger UI writes by itself; `open_data/reference.js` puts it into the reader's language."""


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
    words = {word: gettext(word) for word in _SWAGGER_WORDS}
    return render(request, "open_data/reference.html", {"swagger_settings": settings, "swagger_words": words})
