"""An LGO takes all its data away; the operator's staff see what was made, and the certificate."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kit.errors import DomainError
from provisioning.duties import Duty, duty_required
from provisioning.selectors import tenant_page
from provisioning.selectors.handover import archive_of, erasure_of, handovers_of
from provisioning.services import handover as services
from shared_apps.accounts.permissions import administrator_required, recently_authenticated
from shared_apps.files.models import StoredFile
from shared_apps.files.services import path_of
from shared_apps.ui.errors import message_of
from tenants.scope import public_scope, require_tenant


@administrator_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_away(request: HttpRequest) -> HttpResponse:
    """All data of this LGO as one archive: ask for it, and see those that are there."""
    tenant = require_tenant()
    if request.method == "POST":
        with public_scope():
            _ask(request)
        return redirect("take_away")
    with public_scope():
        found = list(handovers_of(tenant)[:20])
    context = {"handovers": found, "days": services.KEPT.days, "is_waiting": any(one.is_waiting for one in found)}
    return render(request, "provisioning/take_away.html", context)


def _ask(request: HttpRequest) -> None:
    try:
        services.ask_for_data(tenant=request.tenant, by=str(request.user), at=timezone.now())
        messages.success(request, _("Your data is being prepared. This takes a few minutes; you may leave this page."))
    except DomainError as error:
        messages.warning(request, message_of(error))


@administrator_required
@recently_authenticated(is_download=True)
@never_cache
@require_safe
def take_away_file(request: HttpRequest, handover_id: UUID) -> HttpResponseBase:
    """The archive."""
    tenant = require_tenant()
    with public_scope():
        found = archive_of(tenant, handover_id)
        services.record_download(tenant=tenant, handover_id=handover_id, by=str(request.user), at=timezone.now())
        return _download(found)


@duty_required(Duty.SUPPORT, Duty.FINANCE, Duty.APPROVER)
@never_cache
@require_safe
def console_handover(request: HttpRequest, tenant_id: UUID) -> HttpResponse:
    """The archives of an LGO, and the certificate when all was erased."""
    found = tenant_page(tenant_id)
    context = {"found": found, "handovers": handovers_of(found)[:20], "erasure": erasure_of(found)}
    return render(request, "provisioning/console/handover.html", context)


@duty_required(Duty.APPROVER)
@recently_authenticated(is_download=True)
@never_cache
@require_safe
def console_archive(request: HttpRequest, tenant_id: UUID, handover_id: UUID) -> HttpResponseBase:
    """The archive that was made at the end, to hand it over."""
    found = tenant_page(tenant_id)
    file = archive_of(found, handover_id)
    services.record_download(tenant=found, handover_id=handover_id, by=str(request.user), at=timezone.now())
    return _download(file)


@duty_required(Duty.SUPPORT, Duty.FINANCE, Duty.APPROVER)
@never_cache
@require_safe
def console_certificate(request: HttpRequest, tenant_id: UUID) -> HttpResponseBase:
    """The certificate of erasure."""
    erasure = erasure_of(tenant_page(tenant_id))
    return _download(erasure.certificate if erasure else None)


def _download(file: StoredFile | None) -> HttpResponseBase:
    if file is None:
        raise Http404
    try:
        content = default_storage.open(path_of(file.sha256, file.extension))
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(content, as_attachment=True, filename=file.original_name, content_type=file.content_type)
