"""What happened with an LGO's bills."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from kit import clock
from provisioning.finance.history import HEADERS, HistoryForm, cells, rows
from provisioning.finance.registrations import SERVICE
from provisioning.finance.tables import HistoryTable
from provisioning.views.finance.common import finance_page, may_export, show
from shared_apps.accounts.permissions import require_right
from shared_apps.accounts.rights import Action
from shared_apps.exports import services as exports
from shared_apps.exports.views import export_response, links_here
from shared_apps.exports.writers import CONTENT_TYPES
from tenants.scope import require_tenant


@require_safe
@finance_page
def history(request: HttpRequest) -> HttpResponse:
    """What was issued and paid, and who did what."""
    form = HistoryForm(request.GET)
    found = rows(require_tenant(), form)
    kind = request.GET.get("export", "")
    if kind in CONTENT_TYPES:
        require_right(request.user, SERVICE, Action.EXPORT)
        exports.record("billing.history", form=kind, rows=len(found), actor=request.user, at=clock.now())
        return export_response(name=_("History of bills"), form=kind, headers=HEADERS, rows=map(cells, found))
    table = HistoryTable(found)
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    exported = links_here(request) if may_export(request) else []
    context = {"table": table, "filter": SimpleNamespace(form=form), "exports": exported}
    return show(request, "history", context, here="finance_history")
