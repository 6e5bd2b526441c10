"""Handing in of evidence. It settles nothing: finance looks at it beside the bank's statement."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.models import EVIDENCE_PURPOSE, Evidence, EvidenceKind, Invoice, Quote
from kit.errors import Invalid
from shared_apps.audit.services import record
from shared_apps.files import services as files
from tenants.models import Tenant

MOST = 20
TOO_MANY = _("20 files were handed in already. Contact the operator if one is wrong.")


@transaction.atomic
def hand_in(
    *,
    tenant: Tenant,
    kind: EvidenceKind,
    upload: "UploadedFile[Any]",
    about: Quote | Invoice,
    by: str,
    at: datetime,
    note: str = "",
) -> Evidence:
    """Keep a PDF or a photo about a quotation or invoice of this LGO.

    Raises:
        Invalid: no PDF and no photo, too large, or too many before it.
    """
    subject: dict[str, Any] = {"quote" if isinstance(about, Quote) else "invoice": about}
    if Evidence.objects.filter(tenant=tenant, **subject).count() >= MOST:
        raise Invalid(TOO_MANY, code="too_many", field="file")
    store = files.store_file if _is_pdf(upload) else files.store_image
    file = store(upload, actor=None, purpose=EVIDENCE_PURPOSE, at=at)
    evidence = Evidence.objects.create(tenant=tenant, kind=kind, file=file, by=by, at=at, note=note, **subject)
    data: dict[str, object] = {"kind": kind, "number": about.number, "by": by, "sha256": file.sha256}
    record("billing.evidence_handed_in", actor=None, target=evidence, data=data, at=at)
    return evidence


def _is_pdf(upload: "UploadedFile[Any]") -> bool:
    upload.seek(0)
    start = upload.read(5)
    upload.seek(0)
    return bool(start == b"%PDF-")
