"""The console: for the operator's staff only, with counts that do not grow, and every decision audited."""

import ast
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing.models import StepKind
from kit import clock
from provisioning import states
from provisioning.models import ProvisioningRun, ProvisioningStep, RunState
from provisioning.services import runs
from shared_apps.audit.models import AuditEntry
from shared_apps.audit.services import record
from shared_apps.jobs.models import JobState, OutboxJob
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.factories.sign_ups import applied
from tests.support.browser import HostClient

Browse = Callable[[Tenant | None], HostClient]
PAGES = ["/console/", "/console/tenants", "/console/jobs", "/console/log"]


@pytest.fixture
def desk(browse: Browse, staff: Any) -> HostClient:
    """A member of the operator's staff at the console."""
    return browse(None).sign_in(staff)


def _failed() -> ProvisioningRun:
    with public_scope():
        run = applied()
        ProvisioningRun.objects.filter(pk=run.pk).update(state=RunState.FAILED)
        values = {"state": "failed", "problem": "storage", "detail": "OSError: disk full", "attempts": 3}
        ProvisioningStep.objects.filter(run=run, name="storage").update(finished_at=timezone.now(), **values)
        return run


def _dead_job(schema: str) -> OutboxJob:
    with public_scope():
        return OutboxJob.objects.create(
            schema_name=schema, name="jobs.prune", state=JobState.DEAD, attempts=8, last_error="ValueError: ไม่ผ่าน"
        )


@pytest.mark.parametrize("path", PAGES)
def test_only_staff_may_look(browse: Browse, staff: Any, north: Tenant, officer: Any, path: str) -> None:
    assert browse(None).get(path).url.startswith("/accounts/")
    assert browse(None).sign_in(staff).get(path).status_code == 200
    assert browse(north).sign_in(officer).get(path, follow=True).status_code == 404


def test_the_dashboard_shows_what_needs_somebody(desk: HostClient) -> None:
    run = _failed()
    _dead_job("public")
    page = desk.get("/console/").content.decode()
    assert run.tenant.name in page
    assert "เขียนและอ่านไฟล์ทดสอบไม่สำเร็จ" in page
    with CaptureQueriesContext(connection) as few:
        desk.get("/console/")
    with public_scope():
        for number in range(10, 25):
            applied(number)
        ProvisioningRun.objects.update(state=RunState.WAITING)
    with CaptureQueriesContext(connection) as many:
        desk.get("/console/")
    assert len(many) <= len(few) + 1


def test_search_filter_and_sort(desk: HostClient, north: Tenant, south: Tenant) -> None:
    def names(query: str) -> list[str]:
        table = desk.get(f"/console/tenants?{query}").context["table"]
        with public_scope():
            return [row.record.name for row in table.rows]

    assert set(names("")) == {north.name, south.name}
    assert names("q=ตำบลเหนือ") == [north.name]
    assert names("q=ตําบลเหนือ") == [north.name]
    assert names("q=06480115") == [north.name]
    assert names("q=south.") == [south.name]
    assert names("province_code=80") == [south.name]
    assert names("lgo_type=sao") == [north.name]
    assert names("state=suspended") == []
    assert names("sort=name") == sorted([north.name, south.name])
    assert names("q=%25") == []
    for odd in ("state=nonsense", "page=999", "sort=nonsense", "q=" + "x" * 500, "province_code=zz"):
        assert desk.get(f"/console/tenants?{odd}").status_code == 200


def test_the_list_asks_no_more_for_more_rows(desk: HostClient, north: Tenant) -> None:
    desk.get("/console/tenants")
    with CaptureQueriesContext(connection) as few:
        desk.get("/console/tenants")
    with public_scope():
        for number in range(10, 25):
            applied(number)
    with CaptureQueriesContext(connection) as many:
        desk.get("/console/tenants")
    assert len(many) == len(few)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_of_what_is_filtered(desk: HostClient, north: Tenant, south: Tenant, kind: str) -> None:
    with public_scope():
        Tenant.objects.filter(pk=north.pk).update(name="=HYPERLINK(1)")
    response = desk.get(f"/console/exports/console-tenants/{kind}?province_code=48")
    assert response["Content-Disposition"].strip('"').endswith(f".{kind}")
    if kind == "csv":
        text = response.content.decode("utf-8-sig")
    else:
        sheet = openpyxl.load_workbook(BytesIO(response.content)).active
        text = "\n".join(",".join(str(cell) for cell in row) for row in sheet.iter_rows(values_only=True))
    assert ("'=HYPERLINK(1)" if kind == "csv" else "=HYPERLINK(1)") in text
    assert "06480115" in text
    assert south.name not in text


def test_a_tenant_page(desk: HostClient, north: Tenant) -> None:
    job = _dead_job(north.schema_name)
    page = desk.get(f"/console/tenants/{north.pk}")
    text = page.content.decode()
    for shown in (north.name, "06480115", "north.localhost", job.label, "ValueError: ไม่ผ่าน"):
        assert shown in text
    assert desk.get(f"/console/tenants/{uuid4()}").status_code == 404
    desk.post(f"/console/jobs/{job.pk}/replay", {"tenant": str(north.pk)})
    with public_scope():
        assert OutboxJob.objects.get(pk=job.pk).state == JobState.WAITING
        assert AuditEntry.objects.filter(action="jobs.replay").count() == 1
    again = desk.post(f"/console/jobs/{job.pk}/replay", {"tenant": "../evil"}, follow=True)
    assert "ไม่อยู่ในรายการที่ไม่สำเร็จแล้ว" in again.content.decode()


def test_who_supports_lgos_runs_a_job_again(browse: Browse, onlooker: Any, desk: HostClient, north: Tenant) -> None:
    job = _dead_job(north.schema_name)
    asked = f"/console/jobs/{job.pk}/replay"
    looking = browse(None).sign_in(onlooker)
    for address in ("/console/jobs", f"/console/tenants/{north.pk}"):
        assert asked in desk.get(address).content.decode()
        assert asked not in looking.get(address).content.decode()
    assert looking.post(asked).status_code == 403
    with public_scope():
        assert OutboxJob.objects.get(pk=job.pk).state == JobState.DEAD


def test_a_tenant_page_asks_a_fixed_number_of_questions(desk: HostClient, north: Tenant) -> None:
    run = _failed()
    desk.get(f"/console/tenants/{run.tenant_id}")
    with CaptureQueriesContext(connection) as few:
        desk.get(f"/console/tenants/{run.tenant_id}")
    for _number in range(15):
        _dead_job(run.tenant.schema_name)
    with CaptureQueriesContext(connection) as many:
        desk.get(f"/console/tenants/{run.tenant_id}")
    assert len(many) == len(few)


def _act(desk: HostClient, tenant_id: object, action: str, reason: str = "") -> Any:
    return desk.post(f"/console/tenants/{tenant_id}/act", {"action": action, "reason": reason})


@pytest.mark.parametrize("action", ["", "terminate", "suspend", "start_trial", "nonsense"])
def test_only_offered_actions(desk: HostClient, north: Tenant, action: str) -> None:
    assert _act(desk, north.pk, action, "เหตุผล").status_code == 422


def test_approve_and_decline(desk: HostClient, settings: Any) -> None:
    settings.SIGNUP_AUTO_APPROVE = False
    with public_scope():
        first, second = applied(11), applied(12)
    page = desk.get(f"/console/tenants/{first.tenant_id}").content.decode()
    assert 'value="approve"' in page
    assert 'value="decline"' in page
    _act(desk, first.tenant_id, "approve")
    assert _act(desk, second.tenant_id, "decline").status_code == 422
    _act(desk, second.tenant_id, "decline", "ซ้ำกับหน่วยงานเดิม")
    with public_scope():
        states = [ProvisioningRun.objects.get(pk=run.pk).state for run in (first, second)]
    assert states == [RunState.QUEUED, RunState.DECLINED]
    assert _act(desk, first.tenant_id, "approve").status_code == 422


def test_retry_and_roll_back(desk: HostClient) -> None:
    run = _failed()
    page = desk.get(f"/console/tenants/{run.tenant_id}").content.decode()
    for shown in ("OSError: disk full", "เขียนและอ่านไฟล์ทดสอบไม่สำเร็จ", 'value="retry"', 'value="roll_back"'):
        assert shown in page
    _act(desk, run.tenant_id, "retry")
    with public_scope():
        assert ProvisioningRun.objects.get(pk=run.pk).state == RunState.QUEUED
        ProvisioningRun.objects.filter(pk=run.pk).update(state=RunState.FAILED)
    _act(desk, run.tenant_id, "roll_back", "สมัครผิด")
    with public_scope():
        assert ProvisioningRun.objects.get(pk=run.pk).state == RunState.ROLLED_BACK


def test_the_steps_are_live(desk: HostClient) -> None:
    with public_scope():
        run = applied()
    path = f"/console/tenants/{run.tenant_id}/run"
    assert 'hx-trigger="every 1s"' in desk.get(f"/console/tenants/{run.tenant_id}").content.decode()
    assert desk.get(path).status_code == 200
    with public_scope():
        ProvisioningRun.objects.filter(pk=run.pk).update(state=RunState.DONE)
    assert desk.get(path).status_code == 286


def test_the_log_names_tenants_without_asking_for_each(desk: HostClient, staff: Any) -> None:
    with public_scope():
        for number in range(10, 20):
            applied(number)
    with CaptureQueriesContext(connection) as queries:
        page = desk.get("/console/log?sort=at")
    assert "องค์การบริหารส่วนตำบลแม่ใส10" in page.content.decode()
    assert len(queries) <= 12
    assert "tenant.requested" not in page.content.decode().replace('value="tenant.requested"', "")
    assert desk.get("/console/log?action=tenant.approve&q=ดวงใจ").status_code == 200


def test_jobs_page(desk: HostClient, north: Tenant) -> None:
    for _number in range(25):
        _dead_job(north.schema_name)
    page = desk.get("/console/jobs").content.decode()
    assert north.name in page
    assert "สั่งงานอีกครั้ง" in page


def test_the_badge_counts_what_waits(desk: HostClient) -> None:
    _failed()
    menu = desk.get("/console/").context["desk_menu"]
    badges = {item["url"]: item["badge"] for item in menu if item.get("badge") is not None}
    assert badges == {"/console/tenants": 1, "/console/approvals": 0}


def test_an_actor_is_on_record_for_every_decision(staff: Any) -> None:
    run = _failed()
    with public_scope():
        runs.roll_back(run=run, reason="เหตุผล", actor=staff, at=timezone.now())
        entries = AuditEntry.objects.filter(target_id=str(run.tenant_id), actor=staff)
        assert set(entries.values_list("action", flat=True)) == {"tenant.roll_back", "tenant.domains_freed"}


def test_the_menu_leads_only_where_one_may_go(browse: Browse, staff: Any, approver: Any, onlooker: Any) -> None:
    for person, may in ((staff, True), (approver, True), (onlooker, False)):
        client = browse(None).sign_in(person)
        menu = {item["url"]: item["icon"] for item in client.get("/console/").context["desk_menu"]}
        assert ("/console/money/" in menu) == may
        assert (client.get("/console/money/").status_code == 200) == may
        assert len(set(menu.values())) == len(menu), "each its own picture"
        assert all(client.get(url).status_code == 200 for url in menu)


def test_the_log_is_searched_and_taken_away(desk: HostClient, north: Tenant, staff: Any) -> None:
    with public_scope():
        record("tenant.trial_extended", actor=staff, target=north, data={"reason": "น้ำท่วมใหญ่"}, at=timezone.now())
        record("billing.book_approved", actor=staff, at=timezone.now() - timedelta(days=3))
    assert "น้ำท่วมใหญ่" in desk.get(f"/console/log?q={north.name[:12]} น้ำท่วม").content.decode()
    assert "น้ำท่วมใหญ่" not in desk.get("/console/log?q=ไม่มีคำนี้").content.decode()
    day = (clock.today() - timedelta(days=1)).timetuple()
    until = f"last_day={day.tm_mday}&last_month={day.tm_mon}&last_year={day.tm_year + 543}"
    older = desk.get(f"/console/log?{until}").content.decode()
    assert "น้ำท่วมใหญ่" not in older
    assert "อนุมัติบัญชีราคา" in older
    csv = desk.get("/console/exports/console-log/csv?action=tenant.trial_extended").content.decode("utf-8-sig")
    assert north.name in csv
    assert "น้ำท่วมใหญ่" in csv
    assert "บัญชีราคา" not in csv


def test_failed_jobs_are_searched_and_taken_away(desk: HostClient, north: Tenant) -> None:
    _dead_job(north.schema_name)
    _dead_job("public")
    for query, count in (("", 2), (f"q={north.name}", 1), ("whose=platform", 1), ("name=jobs.prune", 2), ("q=ไม่มี", 0)):
        assert len(desk.get(f"/console/jobs?{query}").context["table"].rows) == count, query
    csv = desk.get("/console/exports/console-jobs/csv?whose=lgo").content.decode("utf-8-sig")
    assert csv.count("ValueError") == 1
    assert north.name in csv


def test_every_act_of_money_has_its_words() -> None:
    said = {
        node.args[0].value
        for path in Path("billing/services").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record"
        if isinstance(node.args[0], ast.Constant)
    }
    assert len(said) > 30
    assert said <= set(states.ACTIONS)
    assert {f"billing.ladder_{kind}" for kind in StepKind} <= set(states.ACTIONS)
    assert states.action_label("console-log.export") == "นำรายการออกเป็นไฟล์"
