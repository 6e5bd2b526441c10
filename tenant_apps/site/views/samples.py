"""Samples: loaded and cleared by one button, on the first day and in the settings."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kit import clock
from shared_apps.accounts.permissions import right_required
from tenant_apps.site import services
from tenant_apps.site.models import SampleRun
from tenant_apps.site.samples import SamplesShown, samples_shown
from tenant_apps.site.views.common import officer_of

_HTMX_STOP = 286
"""htmx asks no more."""
_guarded = right_required("site", "settings")


@require_http_methods(["GET", "HEAD", "POST"])
@_guarded
@never_cache
def samples(request: HttpRequest) -> HttpResponse:
    """What is loaded; POST of `goal` begins to load or to clear."""
    shown = _shown()
    if request.method != "POST":
        return render(request, "site/settings/samples.html", {"samples": shown, "part": "samples"})
    goal = request.POST.get("goal", "")
    if goal in SampleRun.Goal.values:
        services.begin_samples(goal=goal, actor=officer_of(request), at=clock.now())
    else:
        messages.warning(request, _("Choose whether to load the samples or to clear them away."))
    return redirect("site_samples")


@require_safe
@_guarded
@never_cache
def progress(request: HttpRequest) -> HttpResponse:
    """The part of the page that is asked for every second."""
    shown = _shown()
    response = render(request, "site/settings/samples_progress.html", {"progress": shown.progress})
    if not shown.is_running:
        response.status_code = _HTMX_STOP
        response["HX-Refresh"] = "true"
    return response


def _shown() -> SamplesShown:
    shown = samples_shown(at=clock.now())
    if shown is None:
        raise Http404
    return shown
