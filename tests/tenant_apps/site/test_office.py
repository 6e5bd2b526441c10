"""Settings about the office: contact, hours, pictures, colour, services, notice, and their history."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from tenant_apps.site import selectors, services
from tenant_apps.site.models import standard_hours
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.factories.photos import photo_bytes, svg
from tests.support.browser import HostClient

CONTACT = {
    "address": "9 หมู่ 9\r\nต.บ้านเหนือ",
    "phone": "๐๓๘-๑๒๓ ๔๕๖",
    "email": "saraban@north.go.th",
    "place_latitude": "16.5",
    "place_longitude": "100.5",
}


@pytest.fixture
def desk(north: Tenant, browse: Browse, administrator: Any, settings: Any, tmp_path: Any) -> HostClient:
    """The administrator's browser."""
    settings.MEDIA_ROOT = tmp_path
    return browse(north).sign_in(administrator)


def _text(response: Any) -> str:
    return str(response.content.decode())


def _png(size: tuple[int, int]) -> SimpleUploadedFile:
    return SimpleUploadedFile("picture.png", photo_bytes(size, kind="PNG"), "image/png")


def test_contact_is_changed(desk: HostClient, north: Tenant, browse: Browse) -> None:
    response = desk.post("/desk/settings/contact", CONTACT, follow=True)
    assert "บันทึกแล้ว" in _text(response)
    with tenant_scope(north):
        site = selectors.site_settings()
        assert (site.phone, site.latitude) == ("+6638123456", Decimal("16.500000"))
        assert site.has_place
    page = _text(browse(north).get("/contact"))
    assert "038 123 456" in page
    assert "จันทร์–ศุกร์" in page


def test_without_a_pin_maps_are_centred_on_the_province(desk: HostClient, north: Tenant) -> None:
    desk.post("/desk/settings/contact", CONTACT)
    desk.post("/desk/settings/contact", CONTACT | {"place_latitude": "", "place_longitude": ""})
    with tenant_scope(north):
        site = selectors.site_settings()
        assert (site.has_place, site.latitude) == (False, Decimal("17.392000"))


def test_the_history_is_told_to_citizens(desk: HostClient, north: Tenant, browse: Browse) -> None:
    assert desk.post("/desk/settings/about", {"history": "ก่อตั้งเมื่อ 2540"}).status_code == 302
    assert "ก่อตั้งเมื่อ 2540" in _text(browse(north).get("/contact"))


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
    ],
    ids=str,
)
def test_a_wrong_contact_is_kept_and_explained(desk: HostClient, wrong: dict[str, Any], north: Tenant) -> None:
    response = desk.post("/desk/settings/contact", CONTACT | wrong)
    page = _text(response)
    assert response.status_code == 422
    assert "data-error-summary" in page
    assert "บ้านเหนือ" in page or "address" in wrong
    with tenant_scope(north):
        assert selectors.site_settings().phone == ""


def _hours(**changes: str) -> dict[str, str]:
    times = {"opens": "08:30", "pause": "12:00", "resumes": "13:00", "closes": "16:30"}
    data = {f"{part}_{day}": value for day in range(5) for part, value in times.items()}
    return {**data, **{f"is_open_{day}": "on" for day in range(5)}, **changes}


def test_hours_by_weekday(desk: HostClient, north: Tenant, browse: Browse) -> None:
    response = desk.post(
        "/desk/settings/hours", _hours(is_open_5="on", opens_5="09:00", closes_5="12:00", hours_note="ปิดรับเงิน 15.30")
    )
    assert response.status_code == 302
    with tenant_scope(north):
        assert selectors.site_settings().weekly_hours == [*standard_hours()[:5], [["09:00", "12:00"]], []]
    page = _text(browse(north).get("/contact"))
    assert "เสาร์ 09.00–12.00 น." in page
    assert "ปิดรับเงิน 15.30" in page
    desk.post("/desk/settings/hours", {"standard": "1"})
    with tenant_scope(north):
        assert selectors.site_settings().weekly_hours == standard_hours()


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens_1": ""},
        {"closes_1": "07:00"},
        {"pause_1": ""},
        {"resumes_1": "11:00"},
        {"opens_1": "25:99"},
        {f"is_open_{day}": "" for day in range(5)},
    ],
    ids=str,
)
def test_wrong_hours_are_kept_and_explained(desk: HostClient, north: Tenant, wrong: dict[str, str]) -> None:
    response = desk.post("/desk/settings/hours", _hours(**wrong))
    assert response.status_code == 422
    assert "data-error-summary" in _text(response)
    with tenant_scope(north):
        assert selectors.site_settings().weekly_hours == standard_hours()


@pytest.mark.parametrize(
    ("picture", "size", "shown"),
    [("seal", (300, 200), (512, 512)), ("logo", (1600, 400), (800, 200)), ("banner", (2000, 2000), (1600, 400))],
)
def test_pictures_are_cut_to_what_they_are_for(
    desk: HostClient, north: Tenant, south: Tenant, browse: Browse, picture: str, size: Any, shown: Any
) -> None:
    assert desk.post(f"/desk/settings/pictures/{picture}", {f"{picture}-photo": _png(size)}).status_code == 302
    with tenant_scope(north):
        file = getattr(selectors.site_settings(), picture)
    response = browse(north).get(f"/files/{file.pk}")
    assert Image.open(BytesIO(b"".join(response.streaming_content))).size == shown
    assert f"/files/{file.pk}" in _text(browse(north).get("/"))
    assert browse(south).get(f"/files/{file.pk}").status_code == 404
    assert f"/files/{file.pk}" in _text(desk.get("/desk/settings/pictures"))
    desk.post(f"/desk/settings/pictures/{picture}", {"remove": "1"})
    assert f"/files/{file.pk}" not in _text(browse(north).get("/"))


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.svg", svg(), "image/svg+xml"),
        SimpleUploadedFile("a.jpg", b"", "image/jpeg"),
        SimpleUploadedFile("a.jpg", photo_bytes()[:2000], "image/jpeg"),
        _png((300, 300)),
    ],
    ids=["svg", "empty", "cut off", "too small"],
)
def test_wrong_pictures_are_explained(desk: HostClient, north: Tenant, file: SimpleUploadedFile) -> None:
    response = desk.post("/desk/settings/pictures/banner", {"banner-photo": file})
    assert response.status_code == 422
    assert "data-error-summary" in _text(response)
    with tenant_scope(north):
        assert selectors.site_settings().banner is None
    assert desk.post("/desk/settings/pictures/none", {"remove": "1"}).status_code == 404


def test_a_colour_is_worn_at_once(desk: HostClient, north: Tenant, south: Tenant, browse: Browse) -> None:
    before = _text(browse(north).get("/tenant.css"))
    assert desk.post("/desk/settings/colour", {"colour": "1A56DB"}).status_code == 302
    assert "#1a56db" in _text(browse(north).get("/tenant.css"))
    assert "#1a56db" not in _text(browse(south).get("/tenant.css"))
    desk.post("/desk/settings/colour", {"colour": ""})
    assert _text(browse(north).get("/tenant.css")) == before


def test_a_pale_colour_is_refused_with_the_nearest_that_can_be_read(desk: HostClient, north: Tenant) -> None:
    response = desk.post("/desk/settings/colour", {"colour": "#ffd700"})
    page = _text(response)
    assert response.status_code == 422
    assert "1.4" in page
    with tenant_scope(north):
        assert selectors.site_settings().brand_colour == ""
    near = page.split('name="colour" value="#')[-1][:6]
    assert desk.post("/desk/settings/colour", {"colour": f"#{near}"}).status_code == 302


@pytest.mark.parametrize("colour", ["red", "#12", "#12345g", "²²²²²²"])
def test_no_colour(desk: HostClient, colour: str) -> None:
    assert desk.post("/desk/settings/colour", {"colour": colour}).status_code == 422


def test_services_are_switched(desk: HostClient, north: Tenant, browse: Browse) -> None:
    desk.post("/desk/settings/services", {})
    assert browse(north).get("/complaints/new").status_code == 404
    desk.post("/desk/settings/services", {"complaints": "on"})
    assert browse(north).get("/complaints/new").status_code == 200


def _notice(**values: Any) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=1)
    date = {"effective_from_day": day.day, "effective_from_month": day.month, "effective_from_year": day.year + 543}
    return {"text_th": "## หัวข้อใหม่\nข้อความ", "dpo_name": "นิติกร", **date, **values}


def test_a_notice_is_looked_at_and_published(desk: HostClient, north: Tenant, browse: Browse) -> None:
    page = _text(desk.post("/desk/settings/privacy", _notice(preview="1")))
    assert "<h2>หัวข้อใหม่</h2>" in page
    with tenant_scope(north):
        assert selectors.privacy_notices().count() == 1
    assert desk.post("/desk/settings/privacy", _notice(publish="1")).status_code == 302
    assert "หัวข้อใหม่" in _text(desk.get("/desk/settings/privacy/2"))
    assert "หัวข้อใหม่" not in _text(browse(north).get("/privacy"))
    assert desk.get("/desk/settings/privacy/3").status_code == 404


def test_a_notice_from_yesterday_is_refused(desk: HostClient, north: Tenant) -> None:
    response = desk.post("/desk/settings/privacy", _notice(publish="1", effective_from_year="2560"))
    assert response.status_code == 422
    assert "หัวข้อใหม่" in _text(response)


def test_the_history_says_who_changed_what(desk: HostClient, north: Tenant, south: Tenant, browse: Browse) -> None:
    desk.post("/desk/settings/contact", CONTACT)
    desk.post("/desk/settings/services", {})
    desk.post("/desk/settings/hours", _hours(is_open_4=""))
    page = _text(desk.get("/desk/settings/history"))
    for words in ("โทรศัพท์", "038 123 456", "อรุณี", "ปิดบริการ", "ศุกร์"):
        assert words in page.replace("บริการที่ปิด", "ปิดบริการ"), words
    for raw in ("weekly_hours", "services_off", "+66", "sitesettings", "16.5000"):
        assert raw not in page, raw
    only = _text(desk.get("/desk/settings/history?part=services"))
    assert "บริการที่ปิด" in only
    assert "038 123 456" not in only
    assert "ยังไม่มีการแก้ไข" in _text(desk.get("/desk/settings/history?q=ไม่มีใคร"))
    csv = _text(desk.get("/desk/exports/settings-history.csv?part=contact"))
    assert "038 123 456" in csv
    assert "บริการที่ปิด" not in csv


def test_the_history_costs_the_same_for_many(desk: HostClient, north: Tenant) -> None:
    def change(count: int) -> int:
        with tenant_scope(north):
            for number in range(count):
                values = {"history": f"ครั้งที่ {number} {count}"}
                services.change_settings(values=values, actor=None, at=timezone.now(), part="about")
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/desk/settings/history").status_code == 200
        return len(queries)

    change(1)
    desk.get("/desk/settings/history")
    assert change(20) <= change(2)


PAGES = ("contact", "about", "hours", "pictures", "colour", "services", "privacy", "history")


@pytest.mark.parametrize("page", PAGES)
def test_settings_need_the_right(north: Tenant, browse: Browse, officer: Any, desk: HostClient, page: str) -> None:
    assert desk.get(f"/desk/settings/{page}").status_code == 200
    assert browse(north).sign_in(officer).get(f"/desk/settings/{page}").status_code == 403
