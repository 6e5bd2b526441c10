"""Reading of archives and erasures. Public scope."""

from uuid import UUID

from django.db.models import QuerySet

from provisioning.models import Erasure, Handover, HandoverState
from shared_apps.files.models import StoredFile
from tenants.models import Tenant


def handovers_of(tenant: Tenant) -> "QuerySet[Handover]":
    """The archives of an LGO, newest first."""
    return Handover.objects.filter(tenant=tenant).select_related("file").order_by("-asked_at")


def archive_of(tenant: Tenant, handover_id: UUID) -> StoredFile | None:
    """The file of one of this LGO's archives, when it is there."""
    found = handovers_of(tenant).filter(pk=handover_id, state=HandoverState.READY).first()
    return found.file if found else None


def erasure_of(tenant: Tenant) -> Erasure | None:
    """What was ordered or done to erase the LGO's data."""
    return Erasure.objects.filter(pk=tenant.pk).select_related("certificate", "approved_by").first()
