"""Where officers arrive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kit import clock
from shared_apps.accounts.permissions import officer_required
from tenant_apps.registry import services as registry_services
from tenant_apps.site import catalogue, extensions
from tenant_apps.site.first_day import first_day
from tenant_apps.site.views.common import officer_of

_SHOWN = "first_day_shown"


@require_safe
@officer_required
def desk(request: HttpRequest) -> HttpResponse:
    """Where officers arrive: what waits for them, and for the administrator of a new LGO what to do first."""
    user = officer_of(request)
    registry_services.take_up(user=user, at=clock.now())
    work = next((item for item in extensions.menu() if item.may_open(user)), None)
    work_url = catalogue.url_or_nothing(work.url_name) if work else ""
    day = first_day() if user.may("site", "settings") else None
    if day and day.is_untouched and not request.session.get(_SHOWN):
        request.session[_SHOWN] = True
        return redirect("site_start")
    panels = extensions.panels(user)
    if not panels and not user.is_administrator:
        return redirect("registry_profile")
    to_do = day if day and not day.is_over else None
    return render(request, "site/desk.html", {"day": to_do, "work_url": work_url, "panels": panels})
