"""The first day of a new LGO."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit import clock
from shared_apps.accounts.permissions import right_required
from tenant_apps.site import services
from tenant_apps.site.first_day import first_day
from tenant_apps.site.samples import samples_shown
from tenant_apps.site.views.common import officer_of


@require_safe
@right_required("site", "settings")
def start(request: HttpRequest) -> HttpResponse:
    """The steps, what is done, and what is left."""
    return render(request, "site/start.html", {"day": first_day(), "samples": samples_shown(at=clock.now())})


@require_POST
@right_required("site", "settings")
def step(request: HttpRequest, step: str) -> HttpResponse:
    """Leave a step as it is, or take it up again."""
    write = services.take_up_step if "again" in request.POST else services.skip_step
    write(name=step, actor=officer_of(request), at=clock.now())
    return redirect("site_start")


@require_POST
@right_required("site", "settings")
def dismiss(request: HttpRequest) -> HttpResponse:
    """Remind nobody any more."""
    services.dismiss_start(actor=officer_of(request), at=clock.now())
    messages.success(request, _("You find the first steps again on the page of the settings."))
    return redirect("site_desk")
