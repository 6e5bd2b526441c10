"""Who changed which setting, when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from shared_apps.accounts.permissions import right_required
from shared_apps.audit.selectors import changes
from shared_apps.exports.views import links
from tenant_apps.site.filters import HistoryFilter
from tenant_apps.site.tables import HistoryTable

_PER_PAGE = 25


@require_safe
@right_required("site", "settings")
def history(request: HttpRequest) -> HttpResponse:
    """The changes of all settings, by part, person and day."""
    found = HistoryFilter(request.GET, queryset=changes(), request=request)
    table = HistoryTable(found.qs)
    RequestConfig(request, paginate={"per_page": _PER_PAGE, "silent": True}).configure(table)
    context = {"table": table, "filter": found, "exports": links(request, "settings-history")}
    return render(request, "site/settings/history.html", context)
