"""The desk's frame, start and settings; holidays."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tenant_apps.site import extensions, selectors, services
from tenant_apps.site.models import Holiday, SiteSettings
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse
from tests.support.browser import HostClient


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


def test_a_new_administrator_lands_on_the_first_steps_once(desk: HostClient) -> None:
    assert desk.get("/desk/")["Location"] == "/desk/start"
    page = _text(desk.get("/desk/start"))
    for address in ("pictures", "contact", "services"):
        assert f"/desk/settings/{address}?step=" in page
    assert "/desk/people/invite?step=people" in page
    again = _text(desk.get("/desk/"))
    assert "ทำอะไรต่อดี" in again
    assert "/desk/start" in again


def test_a_step_leads_back_to_the_list_and_is_done(desk: HostClient, north: Tenant) -> None:
    contact = {"address": "9", "phone": "038123456", "email": "", "place_latitude": "16.5", "place_longitude": "100.5"}
    assert desk.post("/desk/settings/contact?step=contact", contact)["Location"] == "/desk/start"
    page = _text(desk.get("/desk/start"))
    assert page.count("status-success") == 2, "contact and pin"


def test_steps_are_left_as_they_are_and_taken_up_again(desk: HostClient, north: Tenant, south: Tenant) -> None:
    for name in ("pictures", "contact", "pin", "divisions", "people", "services"):
        assert desk.post(f"/desk/start/steps/{name}").status_code == 302
    assert "ทำอะไรต่อดี" not in _text(desk.get("/desk/"))
    desk.post("/desk/start/steps/pin", {"again": "1"})
    assert "ทำอะไรต่อดี" in _text(desk.get("/desk/"))
    assert desk.post("/desk/start/steps/none").status_code == 404
    with tenant_scope(south):
        assert selectors.site_settings().steps_skipped == []


def test_the_first_steps_are_dismissed(desk: HostClient) -> None:
    desk.post("/desk/start/dismiss")
    assert "ทำอะไรต่อดี" not in _text(desk.get("/desk/"))
    assert desk.get("/desk/start").status_code == 200


def test_officers_see_what_waits(north: Tenant, browse: Browse, officer: Any) -> None:
    page = _text(browse(north).sign_in(officer).get("/desk/"))
    assert "/desk/inbox/tab/overdue" in page
    assert "ทำอะไรต่อดี" not in page


def test_the_desk_is_for_officers(north: Tenant, browse: Browse, citizen: Any) -> None:
    for address in ("/desk/", "/desk/settings/contact"):
        assert browse(north).sign_in(citizen).get(address).status_code == 404
        assert browse(north).get(address)["Location"].startswith("/officers/sign-in")


def test_the_menu_shows_what_one_may_open(north: Tenant, browse: Browse, officer: Any, desk: HostClient) -> None:
    mine = _text(browse(north).sign_in(officer).get("/desk/profile"))
    assert 'href="/desk/inbox"' in mine
    assert 'href="/desk/people"' not in mine
    assert 'href="/desk/people"' in _text(desk.get("/desk/settings/contact"))


def test_badges_count(north: Tenant, browse: Browse, officer: Any, monkeypatch: Any) -> None:
    item = extensions.MenuItem(
        name="x", label="งานรอ", icon="inbox", url_name="registry_profile", order=1, badge=lambda user: 1234
    )
    monkeypatch.setattr(extensions, "_menu", {"x": item})
    assert "1,234" in _text(browse(north).sign_in(officer).get("/desk/profile"))
