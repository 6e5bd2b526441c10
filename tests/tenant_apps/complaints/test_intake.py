"""Cases taken down for people."""

from datetime import datetime
from typing import Any

import pytest
import time_machine

from kit import clock
from shared_apps.accounts.models import User
from shared_apps.audit.selectors import entries
from tenant_apps.complaints import services
from tenant_apps.complaints.models import Complaint, Photo, Source
from tenant_apps.complaints.selectors.desk import sources
from tenants.models import Tenant
from tests.conftest import Browse
from tests.support.browser import HostClient
from tests.support.rights import hold_only
from tests.tenant_apps.complaints.conftest import AT, photo

NEW = "/desk/complaints/new"


@pytest.fixture
def desk(browse: Browse, north: Tenant, officer: Any) -> HostClient:
    return browse(north).sign_in(officer)


def _told(**values: Any) -> dict[str, Any]:
    source = sources().get(code="phone")
    given = {"source": source.pk, "kind": "complaint", "category": "street-lights", "title": "ไฟดับหน้าวัด"}
    return {**given, "description": "ไฟดับมาสองคืน", "name": "มานะ รักดี", "phone": "089-876-5432", **values}


def test_a_case_is_taken_down_with_its_slip(desk: HostClient, in_north: Tenant, officer: Any) -> None:
    assert desk.get(NEW).status_code == 200
    key = desk.post("/desk/complaint-photo", {"photo": photo()}).json()["id"]
    slip = desk.post(NEW, _told(reference="1567-22", photos_ids=[key]))
    case = Complaint.objects.get()
    page = slip.content.decode()
    assert case.number in page
    assert case.tracking_code in page
    assert case.reporter_phone == "+66898765432"
    assert (case.intake.source.code, case.intake.taken_by, case.intake.reference) == ("phone", officer, "1567-22")
    assert Photo.objects.get(complaint=case).file_id.hex == key.replace("-", "")
    assert "รับเรื่องโดย" in desk.get(f"/desk/complaints/{case.number}").content.decode()


def test_an_office_without_ways_in_gets_the_usual_ones(desk: HostClient, in_north: Tenant) -> None:
    Source.objects.all().delete()
    assert "เคาน์เตอร์บริการ" in desk.get(NEW).content.decode()
    assert desk.post(NEW, _told()).status_code == 200
    assert Complaint.objects.get().intake.source.code == "phone"


def test_it_is_received_at_once(desk: HostClient, in_north: Tenant) -> None:
    sunday_night = datetime(2026, 11, 22, 22, 0, tzinfo=clock.BANGKOK)
    with time_machine.travel(sunday_night, tick=False):
        desk.sign_in(User.objects.get(email="officer@north.go.th"))
        desk.post(NEW, _told())
    case = Complaint.objects.get()
    assert case.legal_received_at == case.submitted_at == sunday_night


def test_what_was_typed_stays(desk: HostClient, in_north: Tenant) -> None:
    refused = desk.post(NEW, _told(title=""))
    assert refused.status_code == 422
    assert "ไฟดับมาสองคืน" in refused.content.decode()
    assert not Complaint.objects.exists()


def test_a_person_is_found_by_phone(desk: HostClient, filed: Complaint, browse: Browse, south_officer: Any) -> None:
    found = desk.post(NEW, {"lookup": "yes", "phone": "๐๘๙-๘๗๖-๕๔๓๒", "title": "ไฟดับอีก"}).content.decode()
    assert "มานะ รักดี" in found
    assert filed.number in found
    assert "ไฟดับอีก" in found
    assert entries()[0].action == "complaints.person_sought"
    assert "ยังไม่เคย" in desk.post(NEW, {"lookup": "yes", "phone": "02"}).content.decode()


def test_south_finds_nobody(browse: Browse, south: Tenant, south_officer: Any, filed: Complaint) -> None:
    client = browse(south).sign_in(south_officer)
    assert "มานะ" not in client.post(NEW, {"lookup": "yes", "phone": "0898765432"}).content.decode()
    assert filed.number not in client.get("/desk/complaints/alike?title=ไฟถนน").content.decode()


def test_open_cases_with_these_words(desk: HostClient, filed: Complaint, officer: Any) -> None:
    assert filed.number in desk.get("/desk/complaints/alike?title=ไฟถนน").content.decode()
    assert filed.number not in desk.get("/desk/complaints/alike?title=ไฟถนน&category=waste").content.decode()
    services.file_in_error(complaint=filed, version=1, actor=officer, at=AT, note="แจ้งซ้ำ")
    assert filed.number not in desk.get("/desk/complaints/alike?title=ไฟถนน").content.decode()


def test_it_takes_the_right(desk: HostClient, in_north: Tenant, officer: Any) -> None:
    told = _told()
    hold_only(officer, "complaints.view", "complaints.edit", "complaints.assign")
    assert desk.get(NEW).status_code == 403
    assert desk.post(NEW, told).status_code == 403
    assert not Complaint.objects.exists()
