"""All data taken away, and erased after the end: whole, proved, and of one LGO only."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from kit.errors import Conflict, DomainError, Refused
from provisioning.models import Erasure, Handover, HandoverState
from provisioning.services import approvals, handover
from provisioning.services.tenant_actions import terminate
from shared_apps.accounts.models import User
from shared_apps.files import services as files
from shared_apps.files.models import StoredFile
from tenants import pool
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.factories.photos import photo
from tests.support.browser import HostClient

Browse = Callable[[Tenant | None], HostClient]
AT = timezone.now()
ACCEPTANCE = {"document_number": "พย 1/2570", "document_date": "2026-11-21", "accepted_by": "นายก"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def _photo(tenant: Tenant, size: tuple[int, int]) -> str:
    with tenant_scope(tenant):
        return files.store_image(photo(size=size), actor=None, purpose="complaint_photo", at=AT).sha256


def _made(tenant: Tenant, **values: Any) -> Handover:
    with public_scope():
        asked = handover.ask_for_data(tenant=tenant, by="อรุณี", at=AT, **values)
        handover.make_archive(handover_id=asked.pk, at=AT)
        return Handover.objects.select_related("file").get(pk=asked.pk)


def _zip(made: Handover) -> ZipFile:
    assert made.file is not None
    with public_scope():
        return ZipFile(io.BytesIO(files.read_file(made.file) or b""))


def _table(archive: ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"tables/{name}.csv").decode())))


def test_everything_is_in_it_and_nothing_of_another(
    north: Tenant, south: Tenant, administrator: Any, south_officer: Any
) -> None:
    ours, theirs = _photo(north, (640, 480)), _photo(south, (320, 240))
    made = _made(north)
    archive = _zip(made)
    assert archive.testzip() is None
    manifest = archive.read("manifest.json")
    assert hashlib.sha256(manifest).hexdigest() == made.manifest
    assert archive.read("manifest.sha256").decode().split()[0] == made.manifest
    listed = json.loads(manifest)
    for entry in listed["entries"]:
        content = archive.read(entry["path"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["bytes"], entry["sha256"]), entry["path"]
    assert {name for name in archive.namelist() if not name.startswith("manifest")} == {
        entry["path"] for entry in listed["entries"]
    }
    people = _table(archive, "accounts_user")
    assert administrator.email in {person["email"] for person in people}
    assert south_officer.email not in {person["email"] for person in people}
    assert "password" not in people[0]
    assert "accounts_user.password" in listed["left_out"]
    assert "django_session" in listed["left_out"]
    assert f"files/{ours}.jpg" in archive.namelist()
    assert f"files/{theirs}.jpg" not in archive.namelist()
    with tenant_scope(north):
        assert len(people) == User.objects.count()
        assert len(_table(archive, "files_storedfile")) == StoredFile.objects.count() == 1
    assert made.rows == sum(entry["rows"] or 0 for entry in listed["entries"])


def test_one_at_a_time_and_none_for_ever(north: Tenant) -> None:
    with public_scope():
        first = handover.ask_for_data(tenant=north, by="อรุณี", at=AT)
        with pytest.raises(Conflict):
            handover.ask_for_data(tenant=north, by="อรุณี", at=AT)
        handover.ask_for_data(tenant=north, by="อรุณี", at=AT + timedelta(hours=13))
        first.refresh_from_db()
        assert first.state == HandoverState.FAILED


def test_archives_are_forgotten_after_their_time(north: Tenant) -> None:
    made, final = _made(north), _made(north, is_final=True)
    with public_scope():
        assert handover.forget_archives(at=AT + handover.KEPT) == 0
        assert handover.forget_archives(at=AT + handover.KEPT + timedelta(minutes=1)) == 1
        made.refresh_from_db()
        final.refresh_from_db()
        assert (made.state, made.file, final.state) == (HandoverState.FORGOTTEN, None, HandoverState.READY)


def test_an_lgo_takes_its_data_away_also_from_a_closed_site(
    north: Tenant, south: Tenant, browse: Browse, administrator: Any, officer: Any
) -> None:
    with public_scope():
        Tenant.objects.filter(pk=north.pk).update(state="suspended")
    client = browse(north).sign_in(administrator)
    assert client.post("/desk/take-away").status_code == 302
    assert "กำลังเตรียม" in client.get("/desk/take-away").content.decode()
    with public_scope():
        asked = Handover.objects.get()
        handover.make_archive(handover_id=asked.pk, at=AT)
    page = client.get("/desk/take-away").content.decode()
    assert f"/desk/take-away/{asked.pk}" in page
    answer = client.get(f"/desk/take-away/{asked.pk}")
    assert answer.status_code == 200
    assert ZipFile(io.BytesIO(b"".join(answer))).testzip() is None  # type: ignore[arg-type]  # a streamed answer
    assert browse(north).sign_in(officer).get("/desk/take-away").status_code in {403, 404}
    with tenant_scope(south):
        other = User(kind="officer", is_administrator=True, email="a@south.go.th", display_name="ใต้")
        other.set_unusable_password()
        other.save()
    assert browse(south).sign_in(other).get(f"/desk/take-away/{asked.pk}").status_code == 404


def _ended(tenant: Tenant, approver: Any) -> None:
    with public_scope():
        terminate(tenant=tenant, acceptance=dict(ACCEPTANCE), reason="ควบรวม", actor=approver, at=timezone.now())


def test_nothing_is_erased_before_the_end_and_its_archive(north: Tenant, staff: Any, approver: Any) -> None:
    def ask() -> Any:
        with public_scope():
            return approvals.ask(
                kind="tenant-erase", subject="x", reason="ควบรวม", tenant=north, actor=staff, at=timezone.now()
            )

    with pytest.raises(Refused, match="สัญญายังไม่สิ้นสุด"):
        ask()
    _made(north, is_final=True)
    _ended(north, approver)
    with public_scope():
        north.refresh_from_db()
    with pytest.raises(Refused, match="ยังไม่มีชุดข้อมูล"):
        ask()
    with public_scope():
        waiting = Handover.objects.get(state=HandoverState.WAITING)
        handover.make_archive(handover_id=waiting.pk, at=timezone.now())
        made = ask()
        with pytest.raises(DomainError):
            approvals.approve(approval=made, actor=staff, at=timezone.now())
        approvals.approve(approval=made, actor=approver, at=timezone.now())
        assert Erasure.objects.get(pk=north.pk).erased_at is None


def _newcomer() -> Tenant:
    """An LGO whose role is known in this database only, and can be dropped."""
    with public_scope():
        spare = pool.make_spare()
        tenant: Tenant = Tenant.objects.create(
            schema_name=spare.pk,
            state="active",
            name="องค์การบริหารส่วนตำบลเก่า",
            lgo_type="sao",
            dla_code="06480999",
            province_code="48",
        )
        type(spare).objects.filter(pk=spare.pk).update(claimed_by=tenant)
        return tenant


def test_the_schema_and_the_files_are_gone_and_certified(committed: str, south: Tenant, media: Path) -> None:
    leaver = _newcomer()
    _photo(leaver, (640, 480))
    kept = _photo(south, (320, 240))
    with public_scope():
        approver = User.objects.create(kind="staff", email="b@dga.example", display_name="สมบัติ")
    schema = leaver.schema_name
    _ended(leaver, approver)
    with public_scope():
        waiting = Handover.objects.get()
        handover.make_archive(handover_id=waiting.pk, at=timezone.now())
        leaver.refresh_from_db()
        handover.approve_erasure(tenant=leaver, reason="ควบรวมหน่วยงาน", actor=approver, at=timezone.now())
        for _again in range(2):
            handover.erase(tenant_id=leaver.pk, at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname IN (%s, %s)", [schema, south.schema_name])
            assert cursor.fetchall() == [(south.schema_name,)]
            cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [f"r_{schema}"])
            assert cursor.fetchone() == (0,)
    _check_certificate(leaver, schema, waiting)
    assert not [path for path in (media / str(leaver.pk)).rglob("*") if path.is_file()]
    with tenant_scope(south):
        assert default_storage.exists(files.path_of(kept, "jpg"))
        assert User.objects.count() >= 0


def _check_certificate(leaver: Tenant, schema: str, waiting: Handover) -> None:
    """What says that all is gone, and what was handed over."""
    with public_scope():
        erasure = Erasure.objects.select_related("certificate", "tenant").get(pk=leaver.pk)
        assert erasure.tenant.schema_name != schema
        assert erasure.certificate is not None
        reader = pypdf.PdfReader(io.BytesIO(files.read_file(erasure.certificate) or b""))
        text = reader.pages[0].extract_text()
        assert "ควบรวมหน่วยงาน" in text
        assert waiting.pk == erasure.handover_id
        final = Handover.objects.select_related("file").get(pk=waiting.pk)
    assert _zip(final).testzip() is None, "what was handed over is kept"
