"""The settings of the ways in."""

from typing import Any

from shared_apps.audit.models import AuditEntry
from tenant_apps.complaints.models import Source
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse

PAGE = "/desk/settings/ways-in"
GIVEN = {"name_th": "กลุ่มไลน์หมู่บ้าน", "name_en": "Village chat", "order": "5", "active": "on"}


def test_only_with_the_right(browse: Browse, north: Tenant, clerk: Any, in_north: Tenant) -> None:
    desk = browse(north).sign_in(clerk)
    assert desk.get(PAGE).status_code == 403
    assert desk.post(f"{PAGE}/new", GIVEN).status_code == 403


def test_a_way_in_is_added_and_taken_out_of_use(
    browse: Browse, north: Tenant, south: Tenant, administrator: Any, in_north: Tenant
) -> None:
    desk = browse(north).sign_in(administrator)
    assert desk.post(f"{PAGE}/new", {**GIVEN, "name_th": ""}).status_code == 422
    assert desk.post(f"{PAGE}/new", GIVEN).status_code == 302
    made = Source.objects.get(name_en="Village chat")
    assert Source.objects.first() == made
    assert "กลุ่มไลน์หมู่บ้าน" in desk.get("/desk/complaints/new").content.decode()
    rest = {name: value for name, value in GIVEN.items() if name != "active"}
    assert desk.post(f"{PAGE}/{made.pk}", rest).status_code == 302
    assert "กลุ่มไลน์หมู่บ้าน" not in desk.get("/desk/complaints/new").content.decode()
    assert "กลุ่มไลน์หมู่บ้าน" in desk.get(PAGE).content.decode()
    entry = AuditEntry.objects.get(action="complaints.change_source")
    assert entry.data["changes"] == {"active": [True, False]}
    assert desk.get(f"{PAGE}/999999").status_code == 404
    with tenant_scope(south):
        assert not Source.objects.filter(name_en="Village chat").exists()


def test_the_last_one_stays_in_use(browse: Browse, north: Tenant, administrator: Any, in_north: Tenant) -> None:
    last = Source.objects.get(code="counter")
    Source.objects.exclude(pk=last.pk).update(active=False)
    page = (
        browse(north).sign_in(administrator).post(f"{PAGE}/{last.pk}", {"name_th": "ก", "name_en": "a", "order": "1"})
    )
    assert page.status_code == 422
    assert "ช่องทางสุดท้าย" in page.content.decode()
    last.refresh_from_db()
    assert last.active
