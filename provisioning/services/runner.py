"""Carries a run through its steps. Public scope; safe to run twice, at once, or again after a crash.

A step is announced in one small transaction and done in a second, which also marks it done: whatever kills the
process, either both the step's effects and its mark are there or neither is.
"""

import os
import signal

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from provisioning.models import ProvisioningRun, ProvisioningStep, RunState, StepName, StepProblem, StepState
from provisioning.services.steps import STEPS, Step, StepFailed, explained
from tenants.models import Tenant

log = structlog.get_logger(__name__)
MAX_ATTEMPTS = 3
"""How often a run is tried by itself before a person has to look at it."""
MAX_DEATHS = 20
"""How often a worker may die with a run, without a word, before a person has to look at it."""
KILL_AT = "THONGTHIN_TEST_KILL_AT"


def provision(*, code: str) -> None:
    """Do what is left of a run. Returns quietly when there is nothing left or nothing may be done.

    Raises:
        StepFailed: a step failed and the run is worth another try.
    """
    run = _begin(code)
    if run is None:
        return
    for step in STEPS:
        try:
            _take(run, step)
        except StepFailed as failure:
            if _record_failure(run, step, failure):
                raise
            return
    _finish(run)


@transaction.atomic
def _begin(code: str) -> ProvisioningRun | None:
    run = ProvisioningRun.objects.select_for_update().filter(code=code, state__in=RunState.unfinished()).first()
    if run is None:
        return None
    if run.attempts >= MAX_DEATHS:
        _give_up(run)
        return None
    run.attempts += 1
    _update(run, state=RunState.RUNNING, attempts=run.attempts)
    return run


def _give_up(run: ProvisioningRun) -> None:
    """Each worker that takes the run dies: what it was doing is at fault."""
    deadly = ProvisioningStep.objects.filter(run_id=run.pk, state=StepState.RUNNING)
    deadly.update(state=StepState.FAILED, problem=StepProblem.CRASH, finished_at=timezone.now())
    _update(run, state=RunState.FAILED)
    log.error("provisioning_given_up", run=run.pk, attempts=run.attempts)


def _take(run: ProvisioningRun, step: Step) -> None:
    with explained(step.problem):
        if not _announce(run, step):
            return
        _die_if_asked(step.name, "before")
        with transaction.atomic():
            _do(run, step)
            _die_if_asked(step.name, "during")
        _die_if_asked(step.name, "after")


@transaction.atomic
def _announce(run: ProvisioningRun, step: Step) -> bool:
    """Mark the step as running; False when it is done already."""
    row = _locked_step(run, step.name)
    if row.state == StepState.DONE:
        return False
    _update(run)
    _update_step(
        row, state=StepState.RUNNING, attempts=row.attempts + 1, started_at=timezone.now(), problem="", detail=""
    )
    return True


def _do(run: ProvisioningRun, step: Step) -> None:
    """Do the step and mark it done. Another worker on the same run waits here and then passes over it."""
    row = _locked_step(run, step.name)
    if row.state == StepState.DONE:
        return
    now = timezone.now()
    step.work(run, Tenant.objects.get(pk=run.tenant_id), now)
    _update_step(row, state=StepState.DONE, finished_at=timezone.now())


@transaction.atomic
def _record_failure(run: ProvisioningRun, step: Step, failure: StepFailed) -> bool:
    """Write down why. Returns whether the run will be tried again by itself."""
    again = run.attempts < MAX_ATTEMPTS
    log.warning("provisioning_step_failed", run=run.pk, step=step.name, problem=failure.problem, detail=failure.detail)
    row = _locked_step(run, step.name)
    values = {"state": StepState.FAILED, "problem": failure.problem, "detail": failure.detail}
    _update_step(row, finished_at=timezone.now(), **values)
    _update(run, state=RunState.QUEUED if again else RunState.FAILED)
    return again


@transaction.atomic
def _finish(run: ProvisioningRun) -> None:
    _update(run, state=RunState.DONE, finished_at=timezone.now())


def _locked_step(run: ProvisioningRun, name: StepName) -> ProvisioningStep:
    return ProvisioningStep.objects.select_for_update().get(run_id=run.pk, name=name)


def _update(run: ProvisioningRun, **values: object) -> None:
    ProvisioningRun.objects.filter(pk=run.pk).update(touched_at=timezone.now(), **values)


def _update_step(row: ProvisioningStep, **values: object) -> None:
    ProvisioningStep.objects.filter(pk=row.pk).update(**values)


def _die_if_asked(step: StepName, moment: str) -> None:
    """Tests kill a real worker at a chosen moment; no other environment listens."""
    if settings.IS_TEST and os.environ.get(KILL_AT) == f"{step}:{moment}":
        os.kill(os.getpid(), signal.SIGKILL)
