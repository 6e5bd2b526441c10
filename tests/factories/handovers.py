"""Archives of all data, and erasures, as rows with small files."""

from io import BytesIO
from typing import Any

from django.utils import timezone

from provisioning.models import Erasure, Handover, HandoverState
from provisioning.services.handover import PURPOSE, ask_for_data
from shared_apps.files import services as files
from shared_apps.files.models import StoredFile
from tenants.models import Tenant
from tenants.scope import public_scope


def _file(name: str) -> StoredFile:
    content = BytesIO(name.encode())
    at = timezone.now()
    return files.keep(
        content, name=name, extension="zip", content_type="application/zip", actor=None, purpose=PURPOSE, at=at
    )


def ready_handover(tenant: Tenant) -> Handover:
    """An archive that can be downloaded."""
    with public_scope():
        made = ask_for_data(tenant=tenant, by="มานะ", at=timezone.now())
        file = _file(f"archive-{made.pk}")
        Handover.objects.filter(pk=made.pk).update(state=HandoverState.READY, file=file, made_at=timezone.now())
        return made


def erased(tenant: Tenant, approver: Any) -> Handover:
    """An LGO whose data was erased, on paper: with its archive and its certificate."""
    with public_scope():
        handover = ready_handover(tenant)
        Erasure.objects.create(
            tenant=tenant,
            handover=handover,
            schema="gone",
            reason="ทดสอบ",
            approved_by=approver,
            erased_at=timezone.now(),
            certificate=_file(f"certificate-{tenant.pk}"),
        )
        return handover
