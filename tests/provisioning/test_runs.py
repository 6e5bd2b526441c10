"""Applying, approving, declining, retrying, rolling back."""

from typing import Any

import pytest
from django.utils import timezone

from kit.errors import Conflict
from kit.workflow import TransitionRefused
from provisioning.models import ProvisioningRun, ProvisioningStep, RunState, StepState
from provisioning.services import runs, spares
from shared_apps.audit.selectors import entries_of
from shared_apps.jobs.models import OutboxJob
from shared_apps.notifications.models import Message
from tenants.models import Domain, SpareSchema, Tenant
from tests.factories.sign_ups import application, applied

pytestmark = pytest.mark.usefixtures("in_public")


def _failed(number: int = 99, done: int = 1) -> ProvisioningRun:
    run = applied(number)
    ProvisioningStep.objects.filter(run=run, position__lte=done).update(state=StepState.DONE)
    ProvisioningStep.objects.filter(run=run, position=done + 1).update(state=StepState.FAILED)
    ProvisioningRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, attempts=3)
    spare = SpareSchema.objects.filter(claimed_by=None).first()
    assert spare is not None
    SpareSchema.objects.filter(pk=spare.pk).update(claimed_by=run.tenant)
    Tenant.objects.filter(pk=run.tenant_id).update(schema_name=spare.pk)
    return ProvisioningRun.objects.get(pk=run.pk)


def test_it_works() -> None:
    run = applied()
    assert run.state == RunState.QUEUED
    assert run.tenant.state == "provisioning"
    assert [step.state for step in run.steps.all()] == ["todo"] * 6
    assert OutboxJob.objects.get(name="provisioning.provision").arguments == {"code": run.code}


def test_approval_may_wait_for_staff(settings: Any, staff: Any) -> None:
    settings.SIGNUP_AUTO_APPROVE = False
    run = applied()
    assert (run.state, run.tenant.state) == (RunState.WAITING, "requested")
    assert not OutboxJob.objects.filter(name="provisioning.provision").exists()
    runs.approve(run=run, actor=staff, at=timezone.now())
    assert ProvisioningRun.objects.get(pk=run.pk).state == RunState.QUEUED
    with pytest.raises(Conflict):
        runs.approve(run=run, actor=staff, at=timezone.now())


def test_declining_needs_a_reason_tells_the_person_and_frees_the_address(settings: Any, staff: Any) -> None:
    settings.SIGNUP_AUTO_APPROVE = False
    run = applied()
    with pytest.raises(TransitionRefused):
        runs.decline(run=run, reason="", actor=staff, at=timezone.now())
    runs.decline(run=run, reason="รหัสไม่ตรงกับหน่วยงาน", actor=staff, at=timezone.now())
    assert Tenant.objects.get(pk=run.tenant_id).state == "declined"
    assert not Domain.objects.filter(tenant_id=run.tenant_id).exists()
    message = Message.objects.get(event="provisioning/declined")
    assert message.to == run.contact_email
    assert "รหัสไม่ตรงกับหน่วยงาน" in message.body
    again = applied()
    assert again.tenant_id == run.tenant_id
    assert again.pk != run.pk


def test_retry_goes_on_where_it_failed(staff: Any) -> None:
    run = _failed(done=2)
    runs.retry(run=run, actor=staff, at=timezone.now())
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.QUEUED, 0)
    assert [step.state for step in run.steps.all()] == ["done", "done", "todo", "todo", "todo", "todo"]
    assert OutboxJob.objects.filter(name="provisioning.provision").count() == 2
    assert entries_of(run.tenant).filter(action="provisioning.retry", actor=staff).exists()
    with pytest.raises(Conflict):
        runs.retry(run=run, actor=staff, at=timezone.now())


def test_rolling_back_frees_everything(staff: Any) -> None:
    run = _failed()
    schema = run.tenant.schema_name
    runs.roll_back(run=run, reason="สมัครผิดหน่วยงาน", actor=staff, at=timezone.now())
    run.refresh_from_db()
    assert run.state == RunState.ROLLED_BACK
    tenant = Tenant.objects.get(pk=run.tenant_id)
    assert tenant.state == "declined"
    assert tenant.schema_name != schema
    assert not SpareSchema.objects.filter(pk=schema).exists()
    assert not Domain.objects.filter(tenant=tenant).exists()
    assert OutboxJob.objects.get(name="provisioning.drop_schema").arguments == {"schema": schema}
    assert applied().tenant_id == tenant.pk


def test_a_live_site_is_not_rolled_back(staff: Any) -> None:
    run = _failed(done=5)
    Tenant.objects.filter(pk=run.tenant_id).update(state="trial")
    with pytest.raises(TransitionRefused):
        runs.roll_back(run=run, reason="เหตุผล", actor=staff, at=timezone.now())


def test_two_of_one_code_or_address(staff: Any) -> None:
    applied()
    with pytest.raises(Conflict) as conflict:
        runs.apply(application=application(98, subdomain="maesai99"), actor=None, at=timezone.now())
    assert conflict.value.field == "subdomain"
    with pytest.raises(Conflict) as conflict:
        taken = application(98, identity=application(99).identity)
        runs.apply(application=taken, actor=None, at=timezone.now())
    assert conflict.value.field == "dla_code"
    assert ProvisioningRun.objects.count() == 1


def test_a_schema_in_use_is_never_dropped(north: Tenant) -> None:
    from kit.errors import Refused

    free = SpareSchema.objects.filter(claimed_by=None).first()
    assert free is not None
    for schema in (north.schema_name, free.pk, "public", "tenant_template"):
        with pytest.raises(Refused):
            spares.drop(schema)


def test_stalled_runs_are_woken_once_a_minute() -> None:
    run = applied()
    now = timezone.now()
    ProvisioningRun.objects.filter(pk=run.pk).update(touched_at=now - 2 * runs.STALLED_AFTER)
    assert runs.resume_stalled(at=now) == 1
    assert runs.resume_stalled(at=now) == 1
    assert OutboxJob.objects.filter(name="provisioning.provision").count() == 2
    ProvisioningRun.objects.filter(pk=run.pk).update(state=RunState.DONE)
    assert runs.resume_stalled(at=now) == 0
