"""The first page of the settings, and services that are off."""

from typing import Any

import pytest
from django.utils import timezone

from tenant_apps.site import selectors, services
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_the_cards_are_found_by_words(north: Tenant, browse: Browse, administrator: Any) -> None:
    desk = browse(north).sign_in(administrator)
    assert "/desk/settings/contact" in _text(desk.get("/desk/settings"))
    assert "/desk/settings/contact" in _text(desk.get("/desk/settings", {"q": "โทรศัพท์"}))
    nothing = _text(desk.get("/desk/settings", {"q": "ไม่มีคำนี้แน่นอน"}))
    assert "/desk/settings/contact" not in nothing
    assert "ไม่พบการตั้งค่า" in nothing


def test_who_may_change_nothing_sees_no_settings(north: Tenant, browse: Browse, officer: Any) -> None:
    desk = browse(north).sign_in(officer)
    assert desk.get("/desk/settings").status_code == 403
    assert 'href="/desk/settings"' not in _text(desk.get("/desk/profile"))


def test_a_service_that_is_off_begins_nothing_new(north: Tenant, south: Tenant, browse: Browse) -> None:
    with tenant_scope(north):
        services.change_settings(values={"services_off": ["complaints"]}, actor=None, at=timezone.now())
        assert not selectors.service_is_on("complaints")
    with tenant_scope(south):
        assert selectors.service_is_on("complaints")
    guest = browse(north)
    for path in ("/complaints/new", "/complaints/new/details"):
        response = guest.get(path)
        assert response.status_code == 404
        assert "ยังไม่เปิดให้ใช้" in _text(response)
    assert guest.get("/complaints/track").status_code == 200
    assert "/complaints/new" not in _text(guest.get("/"))
    assert "/complaints/new" not in _text(guest.get("/search", {"q": "ไฟดับ"}))
    assert browse(south).get("/complaints/new").status_code == 200


@pytest.mark.usefixtures("in_north")
def test_a_service_outside_the_package_is_off() -> None:
    assert not selectors.service_is_on("letters")
