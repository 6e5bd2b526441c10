"""The portal: home, search, contact and the pages that the law asks for."""

import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import set_urlconf
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenant_apps.site import catalogue, extensions, services
from tenants.models import Tenant
from tenants.scope import tenant_scope
from tests.conftest import Browse

PAGES = ["/", "/search", "/search?q=ไฟดับ", "/contact", "/privacy", "/accessibility"]
_LATIN = re.compile(r"[A-Za-z]{4,}")
_ALLOWED = {"WCAG", "JPEG", "WebP", "PromptPay", "Ploughing"}


def _text(response: Any) -> str:
    return str(response.content.decode())


def _shown(response: Any) -> str:
    page = re.sub(r"<(script|style|head|template)\b.*?</\1>", " ", _text(response), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", page)


@pytest.mark.parametrize("address", PAGES)
def test_everyone_may_read(north: Tenant, browse: Browse, citizen: Any, officer: Any, address: str) -> None:
    for client in (browse(north), browse(north).sign_in(citizen), browse(north).sign_in(officer)):
        response = client.get(address)
        assert response.status_code == 200
        assert north.name in _text(response)


@pytest.mark.parametrize("address", PAGES)
def test_no_english_in_thai_pages(north: Tenant, browse: Browse, address: str) -> None:
    words = set(_LATIN.findall(re.sub(r"\S+@\S+", " ", _shown(browse(north).get(address)))))
    assert words - _ALLOWED == set()


@pytest.mark.parametrize("address", PAGES)
def test_english_when_asked_for(north: Tenant, browse: Browse, address: str) -> None:
    page = _shown(browse(north).get(address, headers={"accept-language": "en"}))
    assert "Privacy notice" in page


def test_the_operators_host_has_no_portal(north: Tenant, browse: Browse) -> None:
    assert browse(None).get("/contact").status_code != 200 or north.name not in _text(browse(None).get("/contact"))


def test_services_that_are_not_switched_on_are_to_come(north: Tenant, browse: Browse) -> None:
    page = _text(browse(north).get("/"))
    assert 'href="/complaints/new"' in page
    assert page.count("เร็ว ๆ นี้") == 4
    assert page.index("แจ้งเรื่องร้องเรียน") < page.index("เร็ว ๆ นี้")


def test_home_costs_an_anonymous_visitor_next_to_nothing(north: Tenant, browse: Browse) -> None:
    with tenant_scope(north):
        caches["default"].clear()
    client = browse(north)
    with CaptureQueriesContext(connection) as cold:
        client.get("/")
    with CaptureQueriesContext(connection) as warm:
        client.get("/")
    own = [query["sql"] for query in cold if query["sql"].startswith("SELECT")]
    assert len([sql for sql in own if "tenants_" not in sql]) <= 2
    assert [query["sql"] for query in warm if query["sql"].startswith("SELECT")] == []


def test_a_change_is_seen_at_once(north: Tenant, south: Tenant, browse: Browse, administrator: Any) -> None:
    client = browse(north)
    client.get("/")
    with tenant_scope(north):
        services.change_settings(values={"phone": "+66381234567"}, actor=administrator, at=timezone.now())
    assert 'href="tel:+66381234567"' in _text(client.get("/"))
    assert "+66381234567" not in _text(browse(south).get("/"))


def test_latest_cases(north: Tenant, browse: Browse, citizen: Any, officer: Any, monkeypatch: Any) -> None:
    asked: list[Any] = []

    def latest(user: Any, limit: int) -> list[extensions.CaseLine]:
        asked.append(user)
        state = type("State", (), {"label": "กำลังดำเนินการ", "tone": "info"})()
        line = extensions.CaseLine(
            title="ไฟดับหน้าบ้าน", number="RQ-2569-000001", url="/x", at=timezone.now(), state=state
        )
        return [line] * limit

    monkeypatch.setattr(extensions, "_cases", [latest])
    assert _text(browse(north).sign_in(citizen).get("/")).count("ไฟดับหน้าบ้าน") == 3
    browse(north).sign_in(officer).get("/")
    browse(north).get("/")
    assert asked == [citizen]


# --- search -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("ไฟถนนดับ", "แจ้งเรื่องร้องเรียน"),
        ("ไฟดับหน้าบ้าน", "แจ้งเรื่องร้องเรียน"),
        ("ขยะ", "แจ้งเรื่องร้องเรียน"),
        ("จ่ายค่าขยะ", "ชำระค่าธรรมเนียม"),
        ("สร้างบ้าน", "ขออนุญาตก่อสร้าง"),
        ("นํ้าท่วม", "แจ้งเรื่องร้องเรียน"),
        ("เบอร์โทร", "ติดต่อและเวลาทำการ"),
        ("PDPA", "ประกาศความเป็นส่วนตัว"),
    ],
)
def test_search_finds(north: Tenant, browse: Browse, query: str, title: str) -> None:
    page = _shown(browse(north).get("/search", {"q": query}))
    assert "พบ" in page
    assert title in page


def test_when_nothing_is_found_the_nearest_is_offered(north: Tenant, browse: Browse) -> None:
    page = _shown(browse(north).get("/search", {"q": "ร้องเรียร"}))
    assert "ไม่พบผลการค้นหา “ร้องเรียร”" in page
    assert "แจ้งเรื่องร้องเรียน" in page
    assert "แจ้งเรื่องร้องเรียน" in _shown(browse(north).get("/search", {"q": "zzzzqqqq"}))


def test_a_query_is_only_text(north: Tenant, browse: Browse) -> None:
    page = _text(browse(north).get("/search", {"q": '<script>alert(1)</script>"'}))
    assert "<script>alert" not in page


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_can_be_searched(in_north: Tenant, query: str) -> None:
    set_urlconf("config.urls_tenant")
    found = catalogue.search(query, in_north) or catalogue.suggestions(query, in_north)
    set_urlconf(None)
    assert found


@pytest.mark.parametrize("query", ["\x00", "ก" * 20_000, "😀" * 50, "๑๒๓", "%", "\u200b"])
def test_odd_queries(north: Tenant, browse: Browse, query: str) -> None:
    assert browse(north).get("/search", {"q": query}).status_code == 200
