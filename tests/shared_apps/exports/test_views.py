"""Lists to download at once, and by a job."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from shared_apps.audit.selectors import entries
from shared_apps.exports import registry, selectors, services
from shared_apps.exports.models import Export, ExportState
from shared_apps.files.services import path_of
from shared_apps.jobs.models import OutboxJob
from tenant_apps.complaints.services import file_complaint
from tenants.models import Tenant
from tenants.scope import public_scope, tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.support.samples import filing

CANARY = ("นกขมิ้น", "canary")


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any, settings: Any, tmp_path: Any) -> HostClient:
    settings.MEDIA_ROOT = tmp_path
    with tenant_scope(north):
        for number in range(3):
            file_complaint(filing=filing(CANARY, title=f"ไฟดับ {'กขค'[number]}ซอย"), reporter=None, at=timezone.now())
    return browse(north).sign_in(administrator)


def _order(desk: HostClient, monkeypatch: Any) -> str:
    monkeypatch.setattr(services, "LARGE", 2)
    response = desk.get("/desk/exports/complaints.csv?q=ไฟดับ")
    assert response.status_code == 302
    return str(response["Location"])


def _write(address: str) -> Export:
    services.write_ordered(export_id=address.rsplit("/", 1)[1], at=timezone.now())
    return Export.objects.get()


def test_a_small_list_comes_at_once(desk: HostClient, north: Tenant) -> None:
    response = desk.get("/desk/exports/complaints.csv?q=กซอย")
    assert len(response.content.decode().splitlines()) == 2
    with tenant_scope(north):
        assert entries()[0].data == {"form": "csv", "rows": 1}


def test_a_large_list_is_written_by_a_job(desk: HostClient, north: Tenant, south: Tenant, monkeypatch: Any) -> None:
    address = _order(desk, monkeypatch)
    assert "<progress" in desk.get(address).content.decode()
    assert desk.get(f"{address}/part").status_code == 200
    with public_scope():
        assert OutboxJob.objects.filter(name="exports.write", schema_name=north.schema_name).count() == 1
    with tenant_scope(north):
        export = _write(address)
        assert (export.state, export.done, export.total) == (ExportState.DONE, 3, 3)
    part = desk.get(f"{address}/part")
    assert part.status_code == 286
    assert f"/files/{export.file_id}" in part.content.decode()
    content = b"".join(desk.get(f"/files/{export.file_id}").streaming_content).decode()
    assert content.count("ไฟดับ") == 3
    with tenant_scope(south):
        assert not Export.objects.exists()


def test_only_who_asked_may_fetch_it(
    desk: HostClient, north: Tenant, browse: Browse, officer: Any, monkeypatch: Any
) -> None:
    address = _order(desk, monkeypatch)
    with tenant_scope(north):
        export = _write(address)
    other = browse(north).sign_in(officer)
    for path in (address, f"{address}/part", f"/files/{export.file_id}"):
        assert other.get(path).status_code == 404


def test_who_lost_the_right_meanwhile_gets_no_file(desk: HostClient, north: Tenant, monkeypatch: Any) -> None:
    address = _order(desk, monkeypatch)
    one = registry.get("complaints")
    assert one is not None
    monkeypatch.setitem(registry._lists, "complaints", _forbidden(one))
    with tenant_scope(north):
        assert _write(address).state == ExportState.FAILED
    assert "ไม่สำเร็จ" in desk.get(address).content.decode()


def _forbidden(one: registry.ListExport) -> registry.ListExport:
    return registry.ListExport(**{**vars(one), "may_export": lambda _user: False})


def test_files_are_forgotten_after_a_day(desk: HostClient, north: Tenant, monkeypatch: Any) -> None:
    address = _order(desk, monkeypatch)
    with tenant_scope(north):
        file = _write(address).file
        assert file is not None
        path = path_of(file.sha256, "csv")
        assert default_storage.exists(path)
        assert services.forget_old(at=timezone.now()) == 0
        assert services.forget_old(at=timezone.now() + timedelta(days=1, minutes=1)) == 1
        assert not Export.objects.exists()
    assert desk.get(f"/files/{file.pk}").status_code == 404


def test_a_failed_job_says_so_and_may_run_again(desk: HostClient, north: Tenant, monkeypatch: Any) -> None:
    address = _order(desk, monkeypatch)
    with tenant_scope(north):
        with monkeypatch.context() as broken:
            broken.setattr(services.files, "keep", lambda *_args, **_options: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                _write(address)
        assert Export.objects.get().state == ExportState.FAILED
        assert _write(address).state == ExportState.DONE


def test_wrong_lists(desk: HostClient, north: Tenant, browse: Browse, citizen: Any, administrator: Any) -> None:
    assert desk.get("/desk/exports/nothing.csv").status_code == 404
    assert desk.get("/desk/exports/complaints.pdf").status_code == 404
    assert browse(north).sign_in(citizen).get("/desk/exports/complaints.csv").status_code == 404
    with tenant_scope(north):
        assert selectors.export_by_id("00000000-0000-0000-0000-000000000000") is None
