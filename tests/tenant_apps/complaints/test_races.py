"""Many at once, with real threads and commits."""

import json
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from kit import clock
from kit.dates import letter_year
from kit.errors import Conflict, NotFound
from kit.workflow import TransitionRefused
from shared_apps.audit.models import AuditEntry
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint, ComplaintEvent
from tenant_apps.complaints.services.samples import COMPLAINTS
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.support import processes
from tests.support.api import token_for
from tests.support.threads import race
from tests.tenant_apps.complaints.conftest import AT, file_one


@pytest.mark.usefixtures("committed")
def test_two_hundred_file_without_gap_or_double(north: Tenant) -> None:
    """Two hundred filings by forty people at the same moment, five each."""

    def work(index: int) -> list[str]:
        with tenant_scope(north):
            return [file_one(title=f"เรื่อง {index}-{turn}").complaint.number for turn in range(5)]

    numbers = [number for found in race(work, 40) for number in (found if isinstance(found, list) else [repr(found)])]
    assert sorted(numbers) == [f"RQ-2569-{number:06}" for number in range(1, 201)]


def test_two_hundred_programs_file_at_the_same_moment(committed: str, north: Tenant, officer: Any) -> None:
    """Two hundred connections open to the web server as it runs in production; every case is filed, once, and told."""
    token, port, most = token_for(north, officer), processes.free_port(), 200
    host = f"north.{settings.BASE_DOMAIN}"

    def ask(method: str, path: str, body: str = "", **headers: str) -> tuple[int, Any]:
        client = HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            client.request(method, path, body, {"Host": host, **headers})
            answer = client.getresponse()
            return answer.status, answer.read()
        finally:
            client.close()

    def up() -> bool:
        try:
            return ask("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def work(index: int) -> tuple[int, str]:
        case = {"category": "street-lights", "title": f"ไฟดับ {index}", "description": "ไฟดับมาสามวันแล้ว", "place": "วัด"}
        sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
        status, body = ask("POST", "/api/v1/complaints", json.dumps(case), **sent)
        return status, json.loads(body).get("number", "")

    with processes.own_redis() as redis:
        env = processes.environment(committed, REDIS_URL=redis.url)
        with processes.running(processes.web(port, workers=2), env):
            processes.wait_until(up)
            answers = race(work, most)
    year = letter_year(clock.now())
    assert sorted(str(one) for one in answers) == [str((201, f"RQ-{year}-{n:06}")) for n in range(1, most + 1)]
    with tenant_scope(north):
        assert Complaint.objects.count() == ComplaintEvent.objects.filter(action="file").count() == most
        assert AuditEntry.objects.filter(action="complaints.file").count() == most


@pytest.mark.usefixtures("committed")
def test_one_draft_pressed_ten_times_files_once(north: Tenant) -> None:
    with tenant_scope(north):
        answers = {"kind": "advice", "category": "other", "title": "ถามเรื่องภาษี", "description": "ต้องจ่ายเมื่อไร"}
        draft = services.save_step(draft_id=None, step="place", answers=answers, at=AT)
        services.save_step(draft_id=draft.pk, step="contact", answers={}, at=AT)

    def work(_index: int) -> tuple[int, str]:
        with tenant_scope(north):
            receipt = services.submit_draft(draft_id=draft.pk, reporter=None, language="th", at=AT)
            return receipt.complaint.pk, receipt.pin

    assert len(set(race(work, 10))) == 1
    with tenant_scope(north):
        assert Complaint.objects.count() == 1


@pytest.mark.usefixtures("committed")
def test_of_two_officers_one_accepts(north: Tenant, officer: Any, clerk: Any) -> None:
    with tenant_scope(north):
        number = file_one().complaint.pk

    def work(index: int) -> str:
        with tenant_scope(north):
            complaint = Complaint.objects.select_related("category").get(pk=number)
            actor = type(officer).objects.get(pk=(officer, clerk)[index].pk)
            services.accept(complaint=complaint, version=1, actor=actor, at=AT)
            return str(actor)

    results = race(work, 2)
    assert len([one for one in results if isinstance(one, str)]) == 1
    assert len([one for one in results if isinstance(one, Conflict | TransitionRefused)]) == 1


@pytest.mark.usefixtures("committed")
def test_a_note_while_the_samples_are_cleared(north: Tenant, officer: Any, administrator: Any) -> None:
    """The note is kept and goes with its sample, or its writer hears that the sample is gone."""
    with tenant_scope(north):
        for _sample in range(4):
            assert COMPLAINTS.load(actor=administrator, at=AT)
        samples = list(Complaint.objects.filter(is_sample=True).select_related("category", "division"))

    def work(index: int) -> int:
        with tenant_scope(north):
            if index == 0:
                return sum(COMPLAINTS.clear(actor=administrator, at=AT) for _one in range(5))
            services.add_note(complaint=samples[index - 1], actor=officer, at=AT, note="โทรหาผู้แจ้งแล้ว")
            return -1

    results = race(work, 5)
    assert results[0] == 4
    assert all(one == -1 or isinstance(one, NotFound) for one in results[1:]), results
    with tenant_scope(north):
        assert Complaint.objects.count() == 0
