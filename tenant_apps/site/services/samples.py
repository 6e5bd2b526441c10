"""Samples of every service: loaded and cleared by a job, one by one, so that a run cut off goes on where it was."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from kit import clock
from kit.errors import DomainError
from shared_apps.audit import services as audit
from shared_apps.jobs.services import enqueue
from shared_apps.ui.errors import message_of
from tenant_apps.site import extensions
from tenant_apps.site.models import SampleRun
from tenant_apps.site.selectors import is_stalled

JOB = "site.samples"


@transaction.atomic
def begin_samples(*, goal: str, actor: Any, at: datetime) -> SampleRun:
    """Begin to load or to clear. Pressed twice it begins once; with nothing to do it begins nothing.

    One goal takes the place of the other: who clears while it loads has it cleared.
    """
    run = _locked_run()
    if run.state == SampleRun.State.RUNNING and run.goal == goal and not is_stalled(run, at=at):
        return run
    total = _missing() if goal == SampleRun.Goal.LOAD else _loaded()
    if not total and run.state == SampleRun.State.DONE:
        return run
    number = run.number + 1
    values = {
        "goal": goal,
        "state": SampleRun.State.RUNNING,
        "number": number,
        "done": 0,
        "total": total,
        "reason": "",
        "by": actor,
        "begun_at": at,
        "moved_at": at,
    }
    SampleRun.objects.filter(id=1).update(**values)
    audit.record(f"site.samples_{goal}", actor=actor, data={"samples": total}, at=at)
    enqueue(JOB, key=f"{JOB}:{number}", number=number)
    run.refresh_from_db()
    return run


def _locked_run() -> SampleRun:
    run, _is_new = SampleRun.objects.select_for_update().get_or_create(id=1)
    return run


def _missing() -> int:
    return sum(max(one.planned() - one.count(), 0) for one in extensions.samples())


def _loaded() -> int:
    return sum(one.count() for one in extensions.samples())


def work_on_samples(*, number: int) -> None:
    """Do what is left of run `number`, unless another has taken its place."""
    try:
        while _step(number):
            continue
    except DomainError as error:
        reason = message_of(error)[:300]
        SampleRun.objects.filter(id=1, number=number).update(state=SampleRun.State.FAILED, reason=reason)


@transaction.atomic
def _step(number: int) -> bool:
    """One sample; False when the run is over."""
    rows = SampleRun.objects.select_for_update().filter(id=1, number=number, state=SampleRun.State.RUNNING)
    run = rows.first()
    if run is None:
        return False
    for samples in extensions.samples():
        act = samples.load if run.goal == SampleRun.Goal.LOAD else samples.clear
        if act(actor=run.by, at=run.begun_at):
            SampleRun.objects.filter(id=1).update(done=F("done") + 1, moved_at=clock.now())
            return True
    SampleRun.objects.filter(id=1).update(state=SampleRun.State.DONE, moved_at=clock.now())
    return False
