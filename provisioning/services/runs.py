"""What people do with runs: apply, approve, decline, retry, roll back. Public scope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from kit.errors import Conflict, gettext_noop
from provisioning.models import ProvisioningRun, ProvisioningStep, RunState, StepState
from provisioning.services.steps import STEPS
from shared_apps.audit import services as audit
from shared_apps.jobs.services import enqueue
from shared_apps.notifications.services import Recipient, notify
from tenants import services as tenant_services
from tenants.models import SpareSchema
from tenants.services import Identity

STALLED_AFTER = timedelta(seconds=60)
_MOVED_ON = gettext_noop("This can no longer be done: the set-up has moved on in the meantime.")


@dataclass(frozen=True, kw_only=True)
class Application:
    """What an LGO gives when it asks to join. `subdomain` is the first label of its host name."""

    identity: Identity
    subdomain: str
    contact_name: str
    contact_position: str
    contact_phone: str
    contact_email: str


@transaction.atomic
def apply(*, application: Application, actor: Any, at: datetime) -> ProvisioningRun:
    """Register the LGO and, unless its approval waits for the operator, set it to work.

    Raises:
        Conflict: the subdomain or the DLA code went to somebody else; `field` says which.
    """
    host = f"{application.subdomain}.{settings.BASE_DOMAIN}"
    tenant = tenant_services.request_tenant(identity=application.identity, host=host, actor=actor, at=at)
    run = ProvisioningRun.objects.create(
        tenant=tenant,
        contact_name=application.contact_name,
        contact_position=application.contact_position,
        contact_phone=application.contact_phone,
        contact_email=application.contact_email,
        created_at=at,
        touched_at=at,
    )
    ProvisioningStep.objects.bulk_create(
        ProvisioningStep(run=run, position=position, name=step.name) for position, step in enumerate(STEPS, start=1)
    )
    return approve(run=run, actor=None, at=at) if settings.SIGNUP_AUTO_APPROVE else run


@transaction.atomic
def approve(*, run: ProvisioningRun, actor: Any, at: datetime) -> ProvisioningRun:
    """Let the run begin.

    Raises:
        Conflict: it does not wait for approval any more.
    """
    locked = _lock(run, RunState.WAITING)
    locked.tenant = tenant_services.change_state(tenant=locked.tenant, action="approve", actor=actor, at=at)
    return _queue(locked, at=at, key=f"provision:{locked.code}")


@transaction.atomic
def decline(*, run: ProvisioningRun, reason: str, actor: Any, at: datetime) -> ProvisioningRun:
    """Turn the LGO away and free its address.

    Raises:
        Conflict: it does not wait for approval any more.
        TransitionRefused: no reason is given.
    """
    locked = _lock(run, RunState.WAITING)
    tenant_services.change_state(tenant=locked.tenant, action="decline", actor=actor, at=at, reason=reason)
    tenant_services.free_domains(tenant=locked.tenant, actor=actor, at=at)
    _tell_contact(locked, "provisioning/declined", reason)
    return _update(locked, at, state=RunState.DECLINED, finished_at=at)


@transaction.atomic
def retry(*, run: ProvisioningRun, actor: Any, at: datetime) -> ProvisioningRun:
    """Try a failed run again, from the step that failed.

    Raises:
        Conflict: it has not failed, or no longer.
    """
    locked = _lock(run, RunState.FAILED)
    audit.record("provisioning.retry", actor=actor, target=locked.tenant, at=at)
    failed = locked.steps.filter(state=StepState.FAILED)
    failed.update(state=StepState.TODO)
    return _queue(locked, at=at, key=f"provision:{locked.code}:{at.isoformat()}")


@transaction.atomic
def roll_back(*, run: ProvisioningRun, reason: str, actor: Any, at: datetime) -> ProvisioningRun:
    """Undo a failed run: its schema and role are dropped by a worker, its address is free at once.

    Raises:
        Conflict: it has not failed, or no longer.
        TransitionRefused: its site is live already, or no reason is given.
    """
    locked = _lock(run, RunState.FAILED)
    tenant = tenant_services.change_state(tenant=locked.tenant, action="roll_back", actor=actor, at=at, reason=reason)
    tenant_services.free_domains(tenant=tenant, actor=actor, at=at)
    claimed = SpareSchema.objects.filter(claimed_by=tenant)
    schemas = list(claimed.values_list("pk", flat=True))
    claimed.delete()
    tenant_services.forget_schema(tenant=tenant)
    for schema in schemas:
        enqueue("provisioning.drop_schema", schema=schema, key=f"drop:{schema}")
    _tell_contact(locked, "provisioning/declined", reason)
    return _update(locked, at, state=RunState.ROLLED_BACK, finished_at=at)


def resume_stalled(*, at: datetime) -> int:
    """Enqueue the runs that no worker has touched lately. Two workers on one run do no harm."""
    stalled = ProvisioningRun.objects.filter(state__in=RunState.unfinished(), touched_at__lt=at - STALLED_AFTER)
    codes = list(stalled.values_list("code", flat=True))
    for code in codes:
        enqueue("provisioning.provision", code=code, key=f"provision:{code}:{at:%Y-%m-%dT%H:%M}")
    return len(codes)


def _tell_contact(run: ProvisioningRun, event: str, reason: str) -> None:
    to = Recipient(email=run.contact_email, name=run.contact_name)
    notify(event, to=to, context={"lgo": run.tenant.name, "reason": reason}, key=f"run:{run.code}")


def _lock(run: ProvisioningRun, state: RunState) -> ProvisioningRun:
    """The run as it is now, held until the transaction ends; Conflict when it is not in `state`."""
    locked = ProvisioningRun.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=run.pk)
    if locked.state != state:
        raise Conflict(_MOVED_ON, code="moved_on")
    return locked


def _queue(run: ProvisioningRun, *, at: datetime, key: str) -> ProvisioningRun:
    enqueue("provisioning.provision", code=run.code, key=key)
    return _update(run, at, state=RunState.QUEUED, attempts=0)


def _update(run: ProvisioningRun, at: datetime, **values: Any) -> ProvisioningRun:
    ProvisioningRun.objects.filter(pk=run.pk).update(touched_at=at, **values)
    for name, value in values.items():
        setattr(run, name, value)
    return run
