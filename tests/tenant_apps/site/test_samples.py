"""Samples are loaded and cleared by a job: pressed twice, killed on the way, raced, failed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kit import clock
from kit.errors import Refused
from shared_apps.audit.models import AuditEntry
from shared_apps.jobs.models import OutboxJob
from tenant_apps.site import extensions, services
from tenant_apps.site.extensions import Samples
from tenant_apps.site.models import SampleRun
from tenant_apps.site.samples import samples_shown
from tenant_apps.site.selectors import sample_run
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.support.threads import race

LOAD, CLEAR = SampleRun.Goal.LOAD, SampleRun.Goal.CLEAR


class Boxes:
    """Samples of a service that keeps them in a list; `trouble` is raised at the third."""

    def __init__(self) -> None:
        self.held: list[int] = []
        self.trouble: Exception | None = None

    def load(self, *, actor: Any, at: Any) -> bool:
        assert actor is not None
        assert at is not None
        if len(self.held) == 2 and self.trouble:
            raise self.trouble
        if len(self.held) == 5:
            return False
        self.held.append(len(self.held))
        return True

    def clear(self, *, actor: Any, at: Any) -> bool:
        return bool(self.held) and self.held.pop() is not None


@pytest.fixture
def boxes(in_north: Tenant) -> Iterator[Boxes]:
    """The only samples there are."""
    real = extensions.samples()
    for one in real:
        extensions.forget_samples(one.name)
    held = Boxes()
    extensions.register_samples(
        Samples(
            name="boxes",
            label="กล่อง",
            planned=lambda: 5,
            count=lambda: len(held.held),
            load=held.load,
            clear=held.clear,
        )
    )
    yield held
    extensions.forget_samples("boxes")
    for one in real:
        extensions.register_samples(one)


def _begin(goal: str, actor: Any, **late: int) -> SampleRun:
    return services.begin_samples(goal=goal, actor=actor, at=clock.now() + timedelta(**late))


def _jobs(north: Tenant) -> int:
    with public_scope():
        return OutboxJob.objects.filter(name=services.SAMPLES_JOB, schema_name=north.schema_name).count()


def test_pressed_twice_it_begins_once(boxes: Boxes, administrator: Any, north: Tenant, south: Tenant) -> None:
    assert _begin(LOAD, administrator).number == _begin(LOAD, administrator).number == 1
    assert _jobs(north) == 1
    services.work_on_samples(number=1)
    assert (len(boxes.held), sample_run().state, sample_run().done) == (5, "done", 5)
    assert _begin(LOAD, administrator).number == 1
    assert AuditEntry.objects.filter(action="site.samples_load").count() == 1
    with tenant_scope(south):
        assert sample_run().number == 0


def test_who_clears_while_it_loads_has_it_cleared(boxes: Boxes, administrator: Any) -> None:
    _begin(LOAD, administrator)
    boxes.load(actor=administrator, at=clock.now())
    run = _begin(CLEAR, administrator)
    services.work_on_samples(number=1)
    assert len(boxes.held) == 1
    services.work_on_samples(number=run.number)
    assert boxes.held == []
    assert _begin(CLEAR, administrator).number == run.number


def test_a_killed_job_goes_on_where_it_was(boxes: Boxes, administrator: Any) -> None:
    _begin(LOAD, administrator)
    boxes.trouble = RuntimeError("killed")
    with pytest.raises(RuntimeError):
        services.work_on_samples(number=1)
    assert (len(boxes.held), sample_run().state) == (2, "running")
    boxes.trouble = None
    services.work_on_samples(number=1)
    assert (len(boxes.held), sample_run().done) == (5, 5)


def test_a_run_that_stands_still_is_begun_anew(boxes: Boxes, administrator: Any) -> None:
    _begin(LOAD, administrator)
    shown = samples_shown(at=clock.now() + timedelta(minutes=3))
    assert shown is not None
    assert (shown.is_stalled, shown.is_running) == (True, False)
    assert _begin(LOAD, administrator, minutes=3).number == 2
    services.work_on_samples(number=1)
    assert boxes.held == []


def test_what_is_refused_is_told_and_can_be_tried_again(
    boxes: Boxes, administrator: Any, browse: Browse, north: Tenant
) -> None:
    _begin(LOAD, administrator)
    boxes.trouble = Refused("ไม่มีที่เก็บแล้ว")
    services.work_on_samples(number=1)
    assert (sample_run().state, sample_run().reason) == ("failed", "ไม่มีที่เก็บแล้ว")
    page = browse(north).sign_in(administrator).get("/desk/settings/samples").content.decode()
    assert "ไม่มีที่เก็บแล้ว" in page
    boxes.trouble = None
    services.work_on_samples(number=_begin(LOAD, administrator).number)
    assert sample_run().state == "done"


def test_the_pages(boxes: Boxes, administrator: Any, officer: Any, browse: Browse, north: Tenant) -> None:
    client = browse(north).sign_in(administrator)
    assert "ใส่ข้อมูลตัวอย่าง" in client.get("/desk/start").content.decode()
    assert client.post("/desk/settings/samples", {"goal": "load"})["Location"] == "/desk/settings/samples"
    assert "hx-get" in client.get("/desk/settings/samples").content.decode()
    assert client.get("/desk/settings/samples/progress").status_code == 200
    services.work_on_samples(number=1)
    assert client.get("/desk/settings/samples/progress").status_code == 286
    page = client.get("/desk/settings/samples").content.decode()
    assert "มีเรื่องตัวอย่าง 5 เรื่อง" in page
    assert "ล้างข้อมูลตัวอย่าง" in page
    client.post("/desk/settings/samples", {"goal": "nonsense"})
    assert sample_run().number == 1
    assert browse(north).sign_in(officer).post("/desk/settings/samples", {"goal": "clear"}).status_code == 403


def test_many_press_at_once(committed: str, north: Tenant, administrator: Any) -> None:
    """The real samples, loaded and cleared by four workers at once: each is made once and removed once."""
    from tenant_apps.complaints.models import Complaint

    def press(_index: int) -> None:
        with tenant_scope(north):
            services.work_on_samples(
                number=services.begin_samples(goal=goal, actor=administrator, at=clock.now()).number
            )

    goal = str(LOAD)
    assert [one for one in race(press, 4) if isinstance(one, Exception)] == []
    with tenant_scope(north):
        planned = sum(one.planned() for one in extensions.samples())
        assert Complaint.objects.filter(is_sample=True).count() == planned > 10
        assert sample_run().done == planned
    goal = str(CLEAR)
    assert [one for one in race(press, 4) if isinstance(one, Exception)] == []
    with tenant_scope(north):
        assert Complaint.objects.count() == 0
