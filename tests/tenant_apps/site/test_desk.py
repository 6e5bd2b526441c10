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


def test_a_new_administrator_is_told_what_to_do(desk: HostClient) -> None:
    page = _text(desk.get("/desk/"))
    assert "ทำอะไรต่อดี" in page
    assert "/desk/people/invite" in page
    assert "/desk/settings/contact" in page


def test_officers_see_what_waits(north: Tenant, browse: Browse, officer: Any) -> None:
    page = _text(browse(north).sign_in(officer).get("/desk/"))
    assert "/desk/inbox/tab/overdue" in page
    assert "ทำอะไรต่อดี" not in page


def test_when_all_is_done_the_administrator_sees_that_only(desk: HostClient, officer: Any, north: Tenant) -> None:
    with tenant_scope(north):
        services.change_settings(values={"phone": "+6638123456", "address": "9"}, actor=None, at=timezone.now())
    page = _text(desk.get("/desk/"))
    assert "ทำอะไรต่อดี" not in page
    assert "/desk/inbox/tab/mine" in page


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
