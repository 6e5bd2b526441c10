"""Taking all data away, and erasing it after the end. Public scope.

Nothing is erased by the passing of days: the contract has ended with the LGO's written acceptance, all its data lies in
an archive, and two people of the operator have asked for it and approved it.
"""

from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, NotFound, Refused
from provisioning.archive import write_archive
from provisioning.certificate import certificate_of_erasure
from provisioning.models import Erasure, Handover, HandoverState
from shared_apps.audit.services import record
from shared_apps.files import services as files
from shared_apps.jobs.models import OutboxJob
from shared_apps.jobs.services import enqueue
from tenants.database import drop_schema, owner_connection
from tenants.models import Reservation, SpareSchema, Tenant, TenantUsage
from tenants.names import is_tenant_schema
from tenants.scope import tenant_scope
from tenants.services import forget_schema
from tenants.workflow import TenantState

PURPOSE = "handover"
KEPT = timedelta(days=7)
"""How long an archive that an LGO asked for lies here; it may ask again at any time."""
_GIVEN_UP = timedelta(hours=12)
"""When an archive is not there by then, its job has failed for good, and it may be asked for again."""
PREPARING = _("Your data is being prepared already. Come back in a few minutes.")
NOT_ENDED = _("The contract has not ended. Its end needs the written acceptance of the local government first.")
NO_ARCHIVE = _("There is no archive of all data that was made after the end. Wait until it is ready.")
ERASED = _("The data of this local government was erased already.")


@transaction.atomic
def ask_for_data(*, tenant: Tenant, by: str, at: datetime, is_final: bool = False) -> Handover:
    """Have all data of an LGO put into an archive, by a job.

    Raises:
        Conflict: one is being made.
        Refused: its data was erased.
    """
    Tenant.objects.select_for_update().get(pk=tenant.pk)
    if Erasure.objects.filter(pk=tenant.pk).exists():
        raise Refused(ERASED, code="erased")
    waiting = Handover.objects.filter(tenant=tenant, state=HandoverState.WAITING)
    waiting.filter(asked_at__lt=at - _GIVEN_UP).update(state=HandoverState.FAILED)
    if waiting.exists():
        raise Conflict(PREPARING, code="preparing")
    made = Handover.objects.create(tenant=tenant, asked_by=by[:150], asked_at=at, is_final=is_final)
    record("tenant.data_asked", actor=None, target=tenant, data={"by": by, "final": is_final}, at=at)
    enqueue("provisioning.hand_over", key=f"handover:{made.pk}", handover=str(made.pk))
    return made


def make_archive(*, handover_id: UUID, at: datetime) -> None:
    """Write the archive. Run again, it does nothing once the archive is there."""
    handover = Handover.objects.select_related("tenant").filter(pk=handover_id, state=HandoverState.WAITING).first()
    if handover is None:
        return
    tenant = handover.tenant
    with TemporaryFile() as target:
        with tenant_scope(tenant):
            archive = write_archive(target, tenant, at=at)
        target.seek(0)
        with transaction.atomic():
            stored = files.keep(
                target,
                name=f"thongthin-{tenant.dla_code}-{at:%Y%m%d}",
                extension="zip",
                content_type="application/zip",
                actor=None,
                purpose=PURPOSE,
                at=at,
            )
            values = {"tables": archive.tables, "rows": archive.rows, "files": archive.files}
            Handover.objects.filter(pk=handover.pk).update(
                state=HandoverState.READY, made_at=at, file=stored, manifest=archive.manifest, **values
            )
            data: dict[str, object] = {**values, "manifest": archive.manifest}
            record("tenant.data_ready", actor=None, target=tenant, data=data, at=at)


def record_download(*, tenant: Tenant, handover_id: UUID, by: str, at: datetime) -> None:
    """Note who took all data of an LGO away."""
    record("tenant.data_taken", actor=None, target=tenant, data={"by": by, "handover": str(handover_id)}, at=at)


def forget_archives(*, at: datetime) -> int:
    """Delete archives that an LGO asked for and that have lain here for their time; returns how many."""
    old = Handover.objects.filter(state=HandoverState.READY, is_final=False, made_at__lt=at - KEPT)
    count = 0
    for handover in old.select_related("file"):
        with transaction.atomic():
            Handover.objects.filter(pk=handover.pk).update(state=HandoverState.FORGOTTEN, file=None)
            if handover.file is not None:
                files.discard(handover.file, actor=None, at=at, bytes_too=True)
        count += 1
    return count


def final_handover(tenant: Tenant) -> Handover | None:
    """The archive of all data that was made after the contract had ended."""
    ready = Handover.objects.filter(tenant=tenant, state=HandoverState.READY, made_at__gte=tenant.state_changed_at)
    return ready.filter(is_final=True).order_by("-made_at").first()


def check_erasure(tenant: Tenant) -> Handover:
    """The final archive of an LGO whose data may be erased.

    Raises:
        Refused: the contract has not ended, there is no archive, or it was erased.
    """
    if Erasure.objects.filter(pk=tenant.pk).exists():
        raise Refused(ERASED, code="erased")
    if tenant.state != TenantState.TERMINATED:
        raise Refused(NOT_ENDED, code="not_ended")
    final = final_handover(tenant)
    if final is None:
        raise Refused(NO_ARCHIVE, code="no_archive")
    return final


@transaction.atomic
def approve_erasure(*, tenant: Tenant, reason: str, actor: Any, at: datetime) -> Erasure:
    """Order the deletion of all data of an LGO, by a job.

    Raises:
        Refused: see `check_erasure`.
    """
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    final = check_erasure(locked)
    erasure = Erasure.objects.create(
        tenant=locked,
        handover=final,
        schema=locked.schema_name,
        reason=reason[:500],
        approved_by=actor,
        approved_at=at,
    )
    record("tenant.erasure_approved", actor=actor, target=locked, data={"reason": reason}, at=at)
    enqueue("provisioning.erase", key=f"erase:{locked.pk}", tenant=str(locked.pk))
    return erasure


def erase(*, tenant_id: UUID, at: datetime) -> None:
    """Delete the schema, its role and all files, look whether they are gone, and write the certificate.

    Safe to run again after a crash at any point.

    Raises:
        NotFound: nobody approved it.
        Refused: the schema is not this tenant's alone.
    """
    erasure = Erasure.objects.select_related("tenant", "handover", "approved_by").filter(pk=tenant_id).first()
    if erasure is None:
        raise NotFound(NOT_ENDED)
    if erasure.erased_at is not None:
        return
    _check_schema(erasure)
    files_gone = _delete_files(erasure.tenant)
    Erasure.objects.filter(pk=erasure.pk, files=0).update(files=files_gone)
    with owner_connection() as owner:
        drop_schema(owner, erasure.schema)
        gone = owner.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [erasure.schema]).fetchone() is None
    if not gone or _paths(erasure.tenant):
        raise Conflict(_("Something was left over. The deletion is tried again."))
    erasure.refresh_from_db()
    _finish(erasure, at)


@transaction.atomic
def _finish(erasure: Erasure, at: datetime) -> None:
    tenant = erasure.tenant
    certificate = certificate_of_erasure(erasure, at=at)
    with TemporaryFile() as target:
        target.write(certificate)
        target.seek(0)
        stored = files.keep(
            target,
            name=f"erasure-{tenant.dla_code}",
            extension="pdf",
            content_type="application/pdf",
            actor=None,
            purpose=PURPOSE,
            at=at,
        )
    Erasure.objects.filter(pk=erasure.pk).update(erased_at=at, certificate=stored)
    OutboxJob.objects.filter(schema_name=erasure.schema).delete()
    SpareSchema.objects.filter(pk=erasure.schema).delete()
    TenantUsage.objects.filter(pk=tenant.pk).delete()
    Reservation.objects.filter(tenant=tenant).delete()
    forget_schema(tenant=tenant)
    data: dict[str, object] = {"files": erasure.files, "certificate": stored.sha256}
    record("tenant.erased", actor=None, target=tenant, data=data, at=at)


def _check_schema(erasure: Erasure) -> None:
    others = Tenant.objects.filter(schema_name=erasure.schema).exclude(pk=erasure.pk).exists()
    if others or not is_tenant_schema(erasure.schema) or erasure.tenant.state != TenantState.TERMINATED:
        raise Refused(NOT_ENDED, code="not_ended")


def _paths(tenant: Tenant) -> list[str]:
    """All files under the tenant's folder; entering its scope makes no query."""
    with tenant_scope(tenant):
        return files.all_paths()


def _delete_files(tenant: Tenant) -> int:
    paths = _paths(tenant)
    with tenant_scope(tenant):
        for path in paths:
            default_storage.delete(path)
    return len(paths)
