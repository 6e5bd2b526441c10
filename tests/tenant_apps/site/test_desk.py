"""The desk's frame, start and settings; holidays."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tenant_apps.site import extensions, selectors, services
from tenant_apps.site.models import Holiday, SiteSettings
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.factories.photos import photo_bytes, svg
from tests.support.browser import HostClient

SETTINGS = {
    "address": "9 หมู่ 9\r\nต.บ้านเหนือ",
    "phone": "๐๓๘-๑๒๓ ๔๕๖",
    "email": "saraban@north.go.th",
    "place_latitude": "16.5",
    "place_longitude": "100.5",
    "history": "ก่อตั้งเมื่อ 2540",
}


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any) -> HostClient:
    """The administrator's browser."""
    return browse(north).sign_in(administrator)


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_the_seed(in_north: Tenant) -> None:
    site = selectors.site_settings()
    assert "อ.เมือง" in site.address
    assert site.latitude is not None
    assert not site.has_place, "the seat of the province is not the office"
    assert date(timezone.now().year, 12, 5) in selectors.holidays()
    before = (SiteSettings.objects.count(), Holiday.objects.count())
    services.seed(at=timezone.now())
    assert (SiteSettings.objects.count(), Holiday.objects.count()) == before


def test_the_seed_keeps_what_was_changed(in_north: Tenant) -> None:
    services.change_settings(values={"address": "ที่ใหม่"}, actor=None, at=timezone.now())
    services.seed(at=timezone.now())
    assert selectors.site_settings().address == "ที่ใหม่"


def test_a_new_administrator_is_told_what_to_do(desk: HostClient) -> None:
    page = _text(desk.get("/desk/"))
    assert "ทำอะไรต่อดี" in page
    assert "/desk/people/invite" in page
    assert "/desk/settings/contact" in page


def test_officers_go_to_their_inbox(north: Tenant, browse: Browse, officer: Any) -> None:
    response = browse(north).sign_in(officer).get("/desk/")
    assert (response.status_code, response["Location"]) == (302, "/desk/complaints")


def test_when_all_is_done_the_administrator_goes_there_too(desk: HostClient, officer: Any, north: Tenant) -> None:
    assert desk.get("/desk/?inbox").status_code == 302
    desk.post("/desk/settings/contact", SETTINGS)
    assert desk.get("/desk/")["Location"] == "/desk/complaints"


def test_the_desk_is_for_officers(north: Tenant, browse: Browse, citizen: Any) -> None:
    for address in ("/desk/", "/desk/settings/contact"):
        assert browse(north).sign_in(citizen).get(address).status_code == 404
        assert browse(north).get(address)["Location"].startswith("/officers/sign-in")


def test_the_menu_shows_what_one_may_open(north: Tenant, browse: Browse, officer: Any, desk: HostClient) -> None:
    mine = _text(browse(north).sign_in(officer).get("/desk/profile"))
    assert 'href="/desk/complaints"' in mine
    assert 'href="/desk/people"' not in mine
    assert 'href="/desk/people"' in _text(desk.get("/desk/settings/contact"))


def test_badges_count(north: Tenant, browse: Browse, officer: Any, monkeypatch: Any) -> None:
    item = extensions.MenuItem(
        name="x", label="งานรอ", icon="inbox", url_name="registry_profile", order=1, badge=lambda user: 1234
    )
    monkeypatch.setattr(extensions, "_menu", {"x": item})
    assert "1,234" in _text(browse(north).sign_in(officer).get("/desk/profile"))


def test_settings_are_changed(desk: HostClient, north: Tenant, browse: Browse) -> None:
    response = desk.post("/desk/settings/contact", SETTINGS, follow=True)
    assert "บันทึกแล้ว" in _text(response)
    with tenant_scope(north):
        site = selectors.site_settings()
        assert (site.phone, site.latitude) == ("+6638123456", Decimal("16.500000"))
        assert site.has_place
    page = _text(browse(north).get("/contact"))
    assert "038 123 456" in page
    assert "ก่อตั้งเมื่อ 2540" in page


def test_without_a_pin_maps_are_centred_on_the_province(desk: HostClient, north: Tenant) -> None:
    desk.post("/desk/settings/contact", SETTINGS)
    desk.post("/desk/settings/contact", SETTINGS | {"place_latitude": "", "place_longitude": ""})
    with tenant_scope(north):
        site = selectors.site_settings()
        assert (site.has_place, site.latitude) == (False, Decimal("17.392000"))


def test_a_seal_is_cleaned_and_shown_to_everyone(
    desk: HostClient, north: Tenant, south: Tenant, browse: Browse, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    seal = SimpleUploadedFile("seal.png", photo_bytes((500, 500), kind="PNG"), "image/png")
    desk.post("/desk/settings/contact", SETTINGS | {"seal": seal})
    with tenant_scope(north):
        file = selectors.site_settings().seal
        assert file is not None
    address = f"/files/{file.pk}/thumbnail"
    assert address in _text(browse(north).get("/"))
    assert browse(north).get(address)["Content-Type"] == "image/jpeg"
    assert browse(south).get(address).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": ""},
        {"address": "ก" * 600},
        {"phone": "12"},
        {"phone": "²²²"},
        {"email": "ไม่ใช่อีเมล"},
        {"place_latitude": "1"},
        {"place_latitude": "NaN"},
        {"place_longitude": "9" * 400},
        {"history": "ก" * 10_001},
        {"seal": SimpleUploadedFile("a.svg", svg(), "image/svg+xml")},
        {"seal": SimpleUploadedFile("a.jpg", b"", "image/jpeg")},
        {"seal": SimpleUploadedFile("a.jpg", photo_bytes()[:2000], "image/jpeg")},
    ],
    ids=str,
)
def test_wrong_settings_are_kept_and_explained(desk: HostClient, wrong: dict[str, Any], north: Tenant) -> None:
    response = desk.post("/desk/settings/contact", SETTINGS | wrong)
    page = _text(response)
    assert response.status_code == 422
    assert "data-error-summary" in page
    assert "ก่อตั้งเมื่อ 2540" in page or "history" in wrong
    with tenant_scope(north):
        assert selectors.site_settings().phone == ""


def test_holidays_reach_deadlines(in_north: Tenant, south: Tenant) -> None:
    day = timezone.localdate() + timedelta(days=3)
    Holiday.objects.filter(day=day).delete()
    services.add_holiday(day=day, name="วันก่อตั้ง", actor=None, at=timezone.now())
    assert day in selectors.holidays()
    with tenant_scope(south):
        assert not Holiday.objects.filter(name="วันก่อตั้ง").exists()
