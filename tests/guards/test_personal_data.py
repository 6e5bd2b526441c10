"""Row 21 of the threat model: an identity number, an address and a key go through every flow, and through no log."""

import ast
import io
import json
import logging  # noqa: TID251  # what production writes goes through it
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import redis
import sentry_sdk
import structlog
from django.conf import settings
from django.db import connection
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from config.errors import scrub
from config.logs import configure_logging
from kit.masking import mask, masked
from shared_apps.jobs import registry
from shared_apps.jobs import services as jobs
from shared_apps.notifications.models import Message
from shared_apps.notifications.texts import OFFICERS, faults_of_all_templates, faults_of_template
from tenant_apps.complaints.models import Complaint
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.guards.test_architecture import PACKAGES, ROOT
from tests.support.browser import HostClient

NATIONAL_ID = "1101700207030"
EMAIL = "canary.somchai@example.com"
MOBILE = "0897654321"
TOKEN = "canary-key-of-an-invitation-0123456789abcdef"
# Everything by which a person could be found, as it may be written.
CANARIES = re.compile(
    r"1101700207030|1-1017-00207-03-0|canary\.somchai(?:@|%40)|0897654321|\+66897654321|canary-key-of|เขียวขจีคานารี"
)
STORY = f"สมชาย เขียวขจีคานารี บัตร {NATIONAL_ID} (1-1017-00207-03-0) โทร {MOBILE} อีเมล {EMAIL}"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that production would write to its log, at the level of production."""
    lines = io.StringIO()
    configured = configure_logging(json=True, quiet=False)
    formatter = configured["formatters"]["line"]
    handler = logging.StreamHandler(lines)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "django.request")}
    root.addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.INFO)
    yield lines
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@dataclass(frozen=True)
class Flows:
    """Everything that was done with the canaries."""

    tenant: Tenant
    guest: HostClient
    desk: HostClient


@pytest.fixture
def flows(log: io.StringIO, north: Tenant, browse: Browse, administrator: Any, settings: Any, tmp_path: Any) -> Flows:
    """A guest files, follows and signs in; the desk reads, searches, answers, exports and invites; jobs fail."""
    settings.MEDIA_ROOT = tmp_path
    made = Flows(north, browse(north), browse(north).sign_in(administrator))
    _file(made.guest)
    _work(made.desk, north)
    _sign_in(made.guest, north)
    _invite(made.desk, browse(north))
    _fail(north)
    return made


def _file(guest: HostClient) -> None:
    guest.post("/complaints/new", {"kind": "complaint", "category": "street-lights"})
    guest.post("/complaints/new/details", {"title": "ไฟถนนดับ", "description": STORY})
    guest.post("/complaints/new/place", {"place": STORY})
    guest.post("/complaints/new/contact", {"name": "สมชาย เขียวขจีคานารี", "phone": MOBILE, "email": EMAIL})
    assert guest.post("/complaints/new/check")["Location"] == "/complaints/filed"
    assert guest.get("/complaints/filed").status_code == 200
    guest.post("/complaints/track", {"reference": NATIONAL_ID, "pin": EMAIL})
    guest.get("/search", {"q": STORY})


def _work(desk: HostClient, tenant: Tenant) -> None:
    with tenant_scope(tenant):
        case = Complaint.objects.get(reporter_email=EMAIL)
    page = f"/desk/complaints/{case.number}"
    assert desk.get("/desk/inbox/tab/all", {"q": NATIONAL_ID}).status_code == 200
    desk.get("/desk/inbox", {"q": EMAIL, "sort": MOBILE})
    assert desk.post(f"{page}/contact").status_code == 200
    assert desk.post(f"{page}/accept", {"version": case.version, "note": STORY}).status_code == 302
    assert desk.post(f"{page}/note", {"note": STORY}).status_code == 302
    assert desk.get("/desk/exports/complaints.csv", {"tab": "all", "q": EMAIL}).status_code == 200
    desk.get(f"/desk/complaints/{NATIONAL_ID}")


def _sign_in(guest: HostClient, tenant: Tenant) -> None:
    guest.defaults["REMOTE_ADDR"] = "203.0.113.77"
    guest.post("/accounts/login/", {"address": EMAIL, "next": f"/search?q={EMAIL}"})
    guest.post("/accounts/login/code/", {"code": "000000"})
    guest.post("/officers/sign-in/", {"login": EMAIL, "password": NATIONAL_ID})
    guest.post("/accounts/password/reset/", {"email": EMAIL})


def _invite(desk: HostClient, invited: HostClient) -> None:
    desk.post("/desk/people/invite", {"email": EMAIL, "display_name": "สมชาย เขียวขจีคานารี", "position": ""})
    invited.get(f"/accounts/invitation/{TOKEN}/")


def _fail(tenant: Tenant) -> None:
    """A job whose error quotes what a citizen wrote, as a constraint of the database does."""

    def fails() -> None:
        raise ValueError(f"Key (email)=({EMAIL}) already exists: {NATIONAL_ID} {MOBILE}")

    registry.job("test.fails", max_attempts=1)(fails)
    try:
        with tenant_scope(tenant):
            jobs.enqueue("test.fails")
        for row in jobs.claim_batch():
            jobs.run(row.pk)
    finally:
        del registry._jobs["test.fails"]


def _rows(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return "\n".join(str(row) for row in cursor.fetchall())


def test_no_log_names_a_person(flows: Flows, log: io.StringIO) -> None:
    lines = log.getvalue()
    assert len(lines.splitlines()) > 30
    assert "job_failed" in lines
    assert "/accounts/invitation/[key]/" in lines
    assert [line for line in lines.splitlines() if CANARIES.search(line)] == []


def test_control_unmasked_logs_name_people(
    monkeypatch: pytest.MonkeyPatch, log: io.StringIO, north: Tenant, browse: Browse
) -> None:
    """With django-structlog's own line and no mask, a search is in the log."""
    for handler in logging.getLogger().handlers:
        formatter: Any = handler.formatter
        if isinstance(formatter, structlog.stdlib.ProcessorFormatter):
            kept = [one for one in formatter.processors if getattr(one, "__name__", "") != "mask_people"]
            monkeypatch.setattr(formatter, "processors", kept)
    monkeypatch.setattr(
        "config.request_log.RequestLogMiddleware.format_request", staticmethod(lambda request: request.get_full_path())
    )
    browse(north).get("/search", {"q": NATIONAL_ID})
    assert NATIONAL_ID in log.getvalue()


def test_no_job_names_a_person(flows: Flows) -> None:
    """The outbox lies in `public`, and the operator's staff read why a job failed."""
    with public_scope():
        outbox = _rows("SELECT name, arguments::text, key, last_error FROM public.jobs_outbox")
    assert "complaints" in outbox or "notifications.send" in outbox or "test.fails" in outbox
    assert "[e-mail]" in outbox
    assert not CANARIES.search(outbox)


def test_no_table_of_the_operator_names_a_citizen(flows: Flows) -> None:
    with public_scope():
        tables = _rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for table in re.findall(r"'(\w+)'", tables):
            assert not CANARIES.search(_rows(f'SELECT t::text FROM public."{table}" t')), table


def test_no_audit_row_holds_what_was_written(flows: Flows) -> None:
    """Actor and target are kept as numbers; the data of an act are facts about it."""
    with tenant_scope(flows.tenant):
        kept = _rows("SELECT action, data::text FROM audit_entry")
    assert "complaints.file" in kept
    assert not CANARIES.search(kept)


def test_no_message_repeats_the_story(flows: Flows) -> None:
    """A message names its addressee and the case; what was written about people stays on the page."""
    with tenant_scope(flows.tenant):
        sent = list(Message.objects.values_list("subject", "body"))
    assert sent
    assert [text for pair in sent for text in pair if NATIONAL_ID in text or MOBILE in text] == []


def test_redis_knows_no_person(flows: Flows) -> None:
    with redis.Redis.from_url(settings.CACHES["default"]["LOCATION"]) as client:
        for key in client.scan_iter(count=1000):
            value = client.get(key) if client.type(key) == b"string" else b""
            assert not CANARIES.search(f"{key!r} {value!r}")


class _Kept(Transport):
    """What would leave for the error tracker."""

    def __init__(self, _options: Any = None) -> None:
        self.sent: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.extend(json.dumps(item.payload.json, ensure_ascii=False) for item in envelope.items)


def _report(defended: bool) -> str:
    kept = _Kept()
    client = sentry_sdk.Client(
        dsn="https://key@sentry.invalid/1",
        transport=kept,
        before_send=scrub if defended else None,
        default_integrations=False,
        include_local_variables=False,
    )
    with sentry_sdk.new_scope() as scope:
        scope.set_client(client)
        scope.add_breadcrumb(message=STORY, data={"to": [EMAIL]})
        event: Any = {
            "message": STORY,
            "request": {"url": f"https://n/accounts/invitation/{TOKEN}/", "query_string": EMAIL},
        }
        event["request"] |= {"cookies": {"session": TOKEN}, "data": STORY, "headers": {"Cookie": TOKEN}}
        client.capture_event(event, scope=scope)
    assert kept.sent
    return " ".join(kept.sent)


def test_error_reports_are_scrubbed(north: Tenant) -> None:
    with tenant_scope(north):
        report = _report(defended=True)
    assert north.schema_name in report
    assert not re.search(CANARIES.pattern.replace("|เขียวขจีคานารี", ""), report)


def test_control_without_the_scrubber_a_report_tells_all() -> None:
    assert all(canary in _report(defended=False) for canary in (NATIONAL_ID, EMAIL, TOKEN))


@pytest.mark.parametrize(
    "text",
    [
        NATIONAL_ID,
        "1-1017-00207-03-0",
        "๑๑๐๑๗๐๐๒๐๗๐๓๐",
        EMAIL,
        "a%40b.go.th",
        MOBILE,
        "+66 89 765 4321",
        "08-9765-4321",
    ],
)
def test_the_mask_knows_every_spelling(text: str) -> None:
    assert text not in mask(f"เลข{text}ครับ")
    assert text not in str(masked({"a": [{"b": (text,)}], "c": ValueError(text)}))


@pytest.mark.parametrize(
    "text", ["RQ-2569-000123", "2026-11-20T10:00:00.123456+07:00", "06480115", "GET /desk/complaints"]
)
def test_the_mask_leaves_the_rest(text: str) -> None:
    assert mask(text) == text


def test_citizens_get_no_links() -> None:
    assert faults_of_all_templates() == []


def test_control_a_link_in_a_citizens_template_is_found() -> None:
    assert faults_of_template("ดูที่ {{ url }}")
    assert faults_of_template(f"{OFFICERS}ดูที่ {{{{ url }}}}") == []


def test_nobody_logs_past_the_mask() -> None:
    """No `print`, and no logger of the standard library: their lines would carry no tenant."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "devtool" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr == "getLogger")
    ]
    assert wrong == []
