"""Documents of an LGO: the list, their files, replacements."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from billing.selectors import issued_document, issued_documents
from billing.services import documents as services
from kit import clock
from provisioning.finance import reading, tables, writing
from provisioning.finance.filters import DocumentFilter
from provisioning.finance.forms import ReasonForm
from provisioning.finance.reading import DocumentRow
from provisioning.finance.registrations import SERVICE
from provisioning.finance.scoped import in_public
from provisioning.views.finance.common import attempt, finance_act, finance_page, may_export, show
from shared_apps.accounts.permissions import require_right
from shared_apps.accounts.rights import Action
from shared_apps.exports import services as exports
from shared_apps.exports.views import export_response, links_here
from shared_apps.exports.writers import CONTENT_TYPES
from tenants.models import Tenant
from tenants.scope import require_tenant

_PAGE = {"per_page": 20}


@require_safe
@finance_page
def documents(request: HttpRequest) -> HttpResponse:
    """All documents: searched, filtered, sorted, and taken away."""
    tenant, day = require_tenant(), clock.today()
    found = DocumentFilter(request.GET, queryset=issued_documents().none())
    rows = reading.document_rows(tenant, lambda issued: DocumentFilter(request.GET, queryset=issued).qs, day)
    form = request.GET.get("export", "")
    if form in CONTENT_TYPES:
        return _export(request, rows, form)
    table = tables.DocumentTable(rows)
    RequestConfig(request, paginate=_PAGE).configure(table)
    exported = links_here(request) if may_export(request) else []
    context = {"table": table, "filter": found, "exports": exported}
    return show(request, "documents", context, here="finance_documents")


def _export(request: HttpRequest, rows: list[DocumentRow], form: str) -> HttpResponse:
    require_right(request.user, SERVICE, Action.EXPORT)
    exports.record("billing.documents", form=form, rows=len(rows), actor=request.user, at=clock.now())
    cells = tables.export_rows(rows)
    return export_response(name=_("documents"), form=form, headers=tables.HEADERS, rows=cells)


@require_safe
@finance_page
def document(request: HttpRequest, number: str) -> HttpResponse:
    """A document: original, copy, replacements."""
    return _page(request, number, ReasonForm())


def _page(request: HttpRequest, number: str, form: ReasonForm, status: int = 200) -> HttpResponse:
    page = reading.document_page(require_tenant(), number)
    return show(request, "document", {"page": page, "form": form}, here="finance_documents", status=status)


@require_POST
@finance_act
def replace(request: HttpRequest, number: str) -> HttpResponse:
    """Issue a replacement."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(
            form,
            lambda: writing.replace_document(
                tenant=require_tenant(), number=number, reason=reason, officer=request.user, at=clock.now()
            ),
        )
        if form.is_valid():
            messages.success(request, _("The replacement was issued."))
            return redirect("finance_document", number)
    return _page(request, number, form, status=422)


@require_safe
@finance_page
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The original, with `copy=1` the copy, with `replacement=n` that replacement."""
    wanted = request.GET.get("replacement", "")
    position = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else 0
    content = _bytes(require_tenant(), number, request.GET.get("copy") == "1", position)
    return _file(content, number)


@require_safe
@finance_page
def pack(request: HttpRequest, number: str) -> HttpResponse:
    """The papers of a purchase in one file."""
    return _file(_pack(require_tenant(), number), f"{number}-procurement")


@in_public
def _bytes(tenant: Tenant, number: str, is_copy: bool, position: int) -> bytes:
    return services.given_out(issued_document(number, tenant), is_copy=is_copy, replacement=position)


@in_public
def _pack(tenant: Tenant, number: str) -> bytes:
    return services.procurement_pack(reading.quote_of(tenant, number))


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    response["Content-Disposition"] = disposition or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
