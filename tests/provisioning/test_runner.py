"""A run through its steps: done once, whatever dies in between."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from provisioning.models import ProvisioningRun, RunState, StepName, StepState
from provisioning.services import runner, runs, spares, steps
from shared_apps.audit.models import AuditEntry
from shared_apps.jobs import services as jobs
from shared_apps.jobs.models import JobState, OutboxJob
from tenants import resolver
from tenants.database import owner_connection, role_of
from tenants.models import SpareSchema, Tenant
from tenants.scope import public_scope, tenant_scope
from tests.factories.sign_ups import applied
from tests.support import processes
from tests.support.browser import HostClient
from tests.support.threads import race

WORKERS = """
import json, os, sys, uuid
import django
django.setup()
from provisioning.services.runner import KILL_AT
from shared_apps.jobs import services
from shared_apps.jobs.models import OutboxJob
from tenants.scope import public_scope

job, ends = uuid.UUID(sys.argv[1]), []
for moment in sys.argv[2:]:
    child = os.fork()
    if child == 0:
        os.environ[KILL_AT] = moment
        with public_scope():
            OutboxJob.objects.filter(pk=job).update(state="sent")
        services.run(job)
        os._exit(0)
    ends.append(os.waitpid(child, 0)[1])
print(json.dumps(ends))
"""
"""Starts one worker process after another on the same job, each to be killed at its moment."""
MOMENTS = [f"{name}:{moment}" for name in StepName.values for moment in ("before", "during", "after")]


@pytest.fixture
def media(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Files of this test, also those of its child processes."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("MEDIA_ROOT", str(tmp_path))
    return tmp_path


def _after(run: ProvisioningRun) -> ProvisioningRun:
    return ProvisioningRun.objects.select_related("tenant").get(pk=run.pk)


def assert_done_once(run: ProvisioningRun) -> None:
    """Everything is there, and nothing twice."""
    run = _after(run)
    assert run.state == RunState.DONE
    assert {step.state for step in run.steps.all()} == {StepState.DONE}
    tenant = run.tenant
    assert (tenant.state, tenant.may_write) == ("trial", True)
    assert SpareSchema.objects.filter(claimed_by=tenant).count() == 1
    assert AuditEntry.objects.filter(action="tenant.start_trial", target_id=str(tenant.pk)).count() == 1
    assert resolver.tenant_of(tenant.domains.get().domain) == tenant
    with tenant_scope(tenant):
        from shared_apps.accounts.models import Invitation
        from tenant_apps.complaints.models import Category
        from tenant_apps.registry.models import Division

        assert Invitation.objects.filter(email=run.contact_email, is_administrator=True).count() == 1
        divisions = list(Division.objects.values_list("name", flat=True))
        assert len(divisions) == len(set(divisions)) > 0
        categories = list(Category.objects.values_list("name_th", flat=True))
        assert len(categories) == len(set(categories)) > 0
        assert not default_storage.exists(steps.PROBE)


def test_it_works(committed: str, media: Any) -> None:
    with public_scope():
        run = applied()
        runner.provision(code=run.code)
        assert_done_once(run)
        runner.provision(code=run.code)
        assert_done_once(run)
        assert OutboxJob.objects.filter(name="provisioning.refill_spares").count() == 1


def test_killed_workers_lose_and_double_nothing(committed: str, media: Any) -> None:
    """kill -9 at every step: before its work, with the work done and not committed, and after the commit."""
    with public_scope():
        run = applied()
        job = OutboxJob.objects.get(name="provisioning.provision")
        assert _ends_of_workers(committed, job, MOMENTS) == [signal.SIGKILL] * len(MOMENTS)
        _assert_died_at(MOMENTS[-1], run)
        runner.provision(code=run.code)
        assert_done_once(run)
        assert all(step.attempts >= 2 for step in run.steps.all())


def _ends_of_workers(database: str, job: OutboxJob, moments: list[str]) -> list[int]:
    """Let real processes work on the job; how each of them ended."""
    command = [sys.executable, "-c", WORKERS, str(job.pk), *moments]
    env = processes.environment(database)
    done = subprocess.run(command, cwd=processes.ROOT, env=env, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    ends: list[int] = json.loads(done.stdout)
    return ends


def _assert_died_at(moment: str, run: ProvisioningRun) -> None:
    name, _, when = moment.partition(":")
    step = run.steps.get(name=name)
    assert step.state == (StepState.DONE if when == "after" else StepState.RUNNING), moment
    assert _after(run).state == RunState.RUNNING


@pytest.mark.parametrize("moment", ["seed_data:during", "go_live:during", "administrator:after"])
def test_a_run_killed_once_goes_on(committed: str, media: Any, moment: str) -> None:
    with public_scope():
        run = applied()
        job = OutboxJob.objects.get(name="provisioning.provision")
        assert _ends_of_workers(committed, job, [moment]) == [signal.SIGKILL]
        _assert_died_at(moment, run)
        runner.provision(code=run.code)
        assert_done_once(run)


def test_a_run_that_kills_every_worker_is_given_up(in_public: None) -> None:
    run = applied()
    run.steps.filter(name=StepName.SEED_DATA).update(state=StepState.RUNNING)
    ProvisioningRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, attempts=runner.MAX_DEATHS)
    runner.provision(code=run.code)
    step = run.steps.get(name=StepName.SEED_DATA)
    assert (_after(run).state, step.state, step.problem) == (RunState.FAILED, StepState.FAILED, "crash")


def test_only_tests_listen_to_the_kill_switch(committed: str, media: Any, settings: Any, monkeypatch: Any) -> None:
    settings.IS_TEST = False
    monkeypatch.setenv(runner.KILL_AT, f"{StepName.STORAGE}:before")
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("killed outside tests"))
    with public_scope():
        run = applied()
        runner.provision(code=run.code)
        assert_done_once(run)


def test_two_workers_on_one_run(committed: str, media: Any) -> None:
    with public_scope():
        run = applied()

    def work(_index: int) -> None:
        with public_scope():
            runner.provision(code=run.code)

    assert race(work, 4) == [None] * 4
    with public_scope():
        assert_done_once(run)


def test_many_sign_ups_at_once(committed: str, media: Any) -> None:
    """More than there are spares: the others are rendered on the spot."""
    with public_scope():
        started = [applied(number) for number in range(10, 16)]

    def work(index: int) -> None:
        with public_scope():
            runner.provision(code=started[index].code)

    assert race(work, len(started)) == [None] * len(started)
    with public_scope():
        for run in started:
            assert_done_once(run)
        schemas = set(Tenant.objects.filter(runs__in=started).values_list("schema_name", flat=True))
        assert len(schemas) == len(started)


def test_a_failure_says_which_step_and_why(committed: str, media: Any, settings: Any) -> None:
    with public_scope():
        run = applied()
        blocker = media / "blocker"
        blocker.write_text("a file where a folder is needed")
        settings.MEDIA_ROOT = blocker
        for _attempt in range(runner.MAX_ATTEMPTS - 1):
            with pytest.raises(steps.StepFailed):
                runner.provision(code=run.code)
            assert _after(run).state == RunState.QUEUED
        runner.provision(code=run.code)
        run = _after(run)
        failed = run.steps.get(name=StepName.STORAGE)
        assert (run.state, failed.state, failed.problem) == (RunState.FAILED, "failed", "storage")
        assert failed.attempts == runner.MAX_ATTEMPTS
        assert "NotADirectoryError" in failed.detail or "FileExistsError" in failed.detail
        assert run.steps.get(name=StepName.DOMAIN).state == StepState.TODO
        settings.MEDIA_ROOT = media
        runs.retry(run=run, actor=None, at=timezone.now())
        runner.provision(code=run.code)
        assert_done_once(run)


def test_a_rolled_back_run_leaves_no_schema_and_no_role(committed: str, media: Any, settings: Any) -> None:
    with public_scope():
        SpareSchema.objects.filter(claimed_by=None).delete()  # their roles are known to other test databases too
        run = applied()
        (media / "blocker").write_text("")
        settings.MEDIA_ROOT = media / "blocker"
        ProvisioningRun.objects.filter(pk=run.pk).update(attempts=runner.MAX_ATTEMPTS)
        runner.provision(code=run.code)
        schema = _after(run).tenant.schema_name
        assert _exists(schema) == (1, 1)
        runs.roll_back(run=_after(run), reason="ยกเลิก", actor=None, at=timezone.now())
        job = OutboxJob.objects.get(name="provisioning.drop_schema")
        OutboxJob.objects.filter(pk=job.pk).update(state=JobState.SENT)
        jobs.run(job.pk)
        assert OutboxJob.objects.get(pk=job.pk).state == JobState.DONE
        assert _exists(schema) == (0, 0)
        spares.drop(schema)
        settings.MEDIA_ROOT = media
        again = applied()
        runner.provision(code=again.code)
        assert_done_once(again)


def _exists(schema: str) -> tuple[int, int]:
    with owner_connection() as owner:
        schemas = owner.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [schema]).fetchone()
        roles = owner.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [role_of(schema)]).fetchone()
    assert schemas is not None
    assert roles is not None
    return schemas[0], roles[0]


def test_refilling_is_done_by_one(committed: str) -> None:
    def work(_index: int) -> int:
        with public_scope():
            return spares.refill()

    with public_scope():
        wanted = spares.refill() + SpareSchema.objects.filter(claimed_by=None).count()
        SpareSchema.objects.filter(claimed_by=None).delete()
    made = [result for result in race(work, 3) if isinstance(result, int)]
    assert len(made) == 3
    with public_scope():
        assert 0 < sum(made) == SpareSchema.objects.filter(claimed_by=None).count() <= wanted


def test_a_site_in_the_making_says_so(committed: str, media: Any) -> None:
    with public_scope():
        run = applied()
    page = HostClient(run.tenant, slug="maesai99").get("/")
    assert page.status_code == 503
    assert re.search(r"[ก-๙]", page.content.decode())


def test_a_site_is_open_when_its_run_is_done(committed: str, media: Any) -> None:
    with public_scope():
        run = applied()
        runner.provision(code=run.code)
    assert HostClient(run.tenant, slug="maesai99").get("/").status_code == 200
