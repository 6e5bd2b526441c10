"""Where officers arrive."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit import clock
from shared_apps.accounts.permissions import officer_required
from tenant_apps.registry import selectors as registry
from tenant_apps.registry import services as registry_services
from tenant_apps.site import catalogue, extensions, selectors
from tenant_apps.site.views.common import officer_of


@require_safe
@officer_required
def desk(request: HttpRequest) -> HttpResponse:
    """Where officers arrive: what waits for them, and for the administrator of a new LGO what to do first."""
    user = officer_of(request)
    registry_services.take_up(user=user, at=clock.now())
    work = next((item for item in extensions.menu() if item.may_open(user)), None)
    work_url = catalogue.url_or_nothing(work.url_name) if work else ""
    steps = _first_steps() if user.is_administrator else []
    panels = extensions.panels(user)
    if not panels and not user.is_administrator:
        return redirect("registry_profile")
    to_do = [] if all(step["done"] for step in steps) else steps
    return render(request, "site/desk.html", {"steps": to_do, "work_url": work_url, "panels": panels})


def _first_steps() -> list[dict[str, Any]]:
    site = selectors.site_settings()
    others = registry.people().count() > 1 or registry.pending_invitations().exists()
    return [
        {
            "done": bool(site.phone and site.address),
            "title": _("Write your address and telephone number"),
            "text": _("Citizens see them on the first page and on the contact page."),
            "url": reverse("site_contact_settings"),
        },
        {
            "done": others,
            "title": _("Invite your colleagues"),
            "text": _("Each receives an e-mail, chooses a password and sees the cases of their division."),
            "url": reverse("registry_invite"),
        },
    ]
