"""The set-up, live, for who has its code."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from provisioning import selectors
from provisioning.review import run_view

HTMX_STOP_POLLING = 286


@login_not_required
@never_cache
@require_safe
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """The page; without JavaScript it reloads itself."""
    return render(request, "provisioning/progress.html", {"view": run_view(selectors.run_by_code(code))})


@login_not_required
@never_cache
@require_safe
def progress_part(request: HttpRequest, code: str) -> HttpResponse:
    """What changes on the page, each second, until there is nothing more to wait for."""
    view = run_view(selectors.run_by_code(code))
    status = HTMX_STOP_POLLING if view.run.is_over else 200
    return render(request, "provisioning/_progress.html", {"view": view}, status=status)
