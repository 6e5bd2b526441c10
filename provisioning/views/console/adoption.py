"""The adoption dashboard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit import clock
from provisioning import adoption, filters, selectors
from provisioning.views.console.exports import links
from shared_apps.accounts.permissions import staff_required


@staff_required
@never_cache
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The funnel, the trend, the use by type and by province, and the map."""
    found = filters.AdoptionFilter(request.GET, queryset=selectors.lgos_counted())
    rows = found.qs
    provinces = selectors.use_by(rows, "province_code")
    context = {
        "filter": found,
        "figures": [
            adoption.funnel_figure(selectors.funnel(rows)),
            adoption.month_figure(selectors.use_by_month(rows, today=clock.today())),
            adoption.type_figure(selectors.use_by(rows, "lgo_type")),
        ],
        "province_figure": adoption.province_figure(provinces),
        "places": adoption.map_of(provinces),
        "width": adoption.WIDTH,
        "height": adoption.HEIGHT,
        "exports": links(request, "console-adoption"),
        "counted_at": selectors.counted_at(),
    }
    return render(request, "provisioning/console/adoption.html", context)
