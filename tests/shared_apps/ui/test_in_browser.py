"""The gallery in Chromium: what people see, what axe sees, and what keys and fingers do."""

import io
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Route, expect, sync_playwright

from devtool.journeys import find_chromium
from tests.support.chromium import PATIENCE

pytestmark = pytest.mark.journey

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = [
    "",
    "home",
    "form",
    "form?wrong",
    "desk",
    "console",
    "public",
    "errors/404",
    "home?brand=%23fdc30b",
    "?brand=%23fdc30b",
    "desk?brand=%23b3261e",
]
WIDTHS = {"phone": (390, 844), "desk": (1366, 900)}
# What sticks out of the window: a table may, in a box of its own that scrolls.
_TOO_WIDE = """
[...document.querySelectorAll("body *")]
  .filter(e => e.offsetParent && !e.closest(".visually-hidden, .table-responsive, .leaflet-container, .desk-side"))
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))
"""
# Names and abbreviations that Thai pages write in Latin letters.
LATIN = re.compile(r"\b(?!(?:EN|LINE|SMS|GPS|PIN|MB|Excel|Enter|Shift|RQ|BP|saraban|example|go|th)\b)[A-Za-z]{2,}\b")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The gallery on the operator's host; it reads no database."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{settings.BASE_DOMAIN}:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A phone's page that fails the test when the browser complains, about the content security policy for one."""
    width, height = WIDTHS["phone"]
    context = browser.new_context(
        viewport={"width": width, "height": height}, base_url=f"{address}/dev/gallery/", locale="th-TH"
    )
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: _note(complaints, message))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"} and not re.search("status of 4|ERR_INTERNET_DISCONNECTED", message.text):
        complaints.append(message.text)


def _axe(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
    wrong = [*found["violations"], *(item for item in found["incomplete"] if item["id"] == "color-contrast")]
    return [f"{item['id']}: {node['html'][:120]}" for item in wrong for node in item["nodes"]]


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_thai_and_fit(page: Page, path: str, size: str) -> None:
    width, height = WIDTHS[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(path)
    page.wait_for_load_state("networkidle") if not path else page.wait_for_load_state("load")
    assert _axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert LATIN.findall(page.locator("body").inner_text()) == []
    small = page.locator(".btn, .page-link, .form-control, .form-select, .desk-menu a").evaluate_all(
        "all => all.filter(e => e.offsetParent && !e.matches('.visually-hidden'))"
        ".filter(e => e.getBoundingClientRect().height < 44)"
        ".map(e => e.outerHTML.slice(0, 100))"
    )
    assert small == []


@pytest.mark.parametrize("path", ["", "home", "form"])
def test_text_of_twice_the_size_fits_a_small_phone(browser: Browser, address: str, path: str) -> None:
    """WCAG 1.4.4: nothing is cut off or lies on something else, and nobody scrolls sideways."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="th-TH", bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}/dev/gallery/{path}")
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate(_TOO_WIDE) == []
    brand, nav = (page.locator(f".site-header {part}").first for part in (".site-name", ".site-nav"))
    if nav.count():
        upper, lower = brand.bounding_box(), nav.bounding_box()
        assert upper
        assert lower
        assert upper["x"] + upper["width"] <= lower["x"] or upper["y"] + upper["height"] <= lower["y"]
    context.close()


def test_a_password_can_be_looked_at(page: Page) -> None:
    def with_password(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</form>", "<input type=password id=secret></form>"))

    page.route("**/gallery/form", with_password)
    page.goto("form")
    field = page.locator("#secret").first
    field.fill("ดอกคูน")
    page.get_by_role("button", name="แสดงรหัสผ่าน").first.click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="ซ่อนรหัสผ่าน").click()
    expect(field).to_have_attribute("type", "password")
    expect(field).to_have_value("ดอกคูน")


def test_the_page_can_be_read_in_english(page: Page) -> None:
    page.goto("form")
    page.get_by_role("button", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("(optional)").first).to_be_visible()
    page.get_by_role("button", name="ไทย").click()
    expect(page.locator("html")).to_have_attribute("lang", "th")


def test_errors_take_the_focus_and_lead_to_their_fields(page: Page) -> None:
    page.goto("form?wrong")
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a", has_text="วันที่พบปัญหา").click()
    expect(page.locator("#id_seen_on_day")).to_be_focused()
    page.locator(".error-summary a", has_text="ปักหมุดสถานที่").click()
    expect(page.locator("#id_place_latitude")).to_be_visible()


def test_a_form_is_sent_once(page: Page) -> None:
    page.goto("form")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    shown = page.evaluate(
        "() => { const button = document.querySelector('.actions .btn-primary');"
        " button.click(); button.click(); return button.textContent; }"
    )
    assert shown == "กำลังส่ง…"
    expect(page.locator(".error-summary")).to_be_focused()
    assert len(posts) == 1
    expect(page.get_by_role("button", name="ดำเนินการต่อ")).to_be_enabled()


def test_the_pin_is_set_by_finger_and_moved_by_keys(page: Page) -> None:
    page.goto("form")
    page.locator(".map-box").click(position={"x": 150, "y": 150})
    latitude = page.locator("#id_place_latitude")
    before = float(latitude.input_value())
    pin = page.get_by_role("button", name=re.compile("^หมุด"))
    pin.focus()
    pin.press("ArrowUp")
    assert float(latitude.input_value()) > before
    page.get_by_role("button", name="เอาหมุดออก").click()
    expect(latitude).to_have_value("")
    page.locator(".map-box").focus()
    page.keyboard.press("Enter")
    expect(pin).to_be_focused()
    assert abs(float(latitude.input_value()) - 13.3611) < 0.001


def test_the_phone_says_where_it_is_or_the_page_says_why_not(page: Page) -> None:
    page.goto("form")
    page.get_by_role("button", name="ใช้ตำแหน่งปัจจุบัน").click()
    expect(page.locator(".map-status")).to_contain_text("แตะแผนที่เพื่อปักหมุดแทน")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 13.75, "longitude": 100.5, "accuracy": 12})
    page.get_by_role("button", name="ใช้ตำแหน่งปัจจุบัน").click()
    expect(page.locator(".map-status")).to_contain_text("คลาดเคลื่อนราว 12 เมตร")
    expect(page.locator("#id_place_latitude")).to_have_value("13.750000")


def _picture(name: str, side: int = 3000) -> Any:
    content = io.BytesIO()
    Image.effect_noise((side, side // 2), 40).convert("RGB").save(content, "JPEG", quality=95)
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


def test_photos_are_made_smaller_sent_one_by_one_and_can_be_tried_again(page: Page) -> None:
    page.goto("form")
    sent: list[int] = []
    page.on(
        "request",
        lambda request: sent.append(len(request.post_data_buffer or b"")) if "photos" in request.url else None,
    )
    original = _picture("ไฟดับ.jpg")
    page.locator("input[name=photos]").set_input_files([original, _picture("ถนน.png", 40)])
    expect(page.locator(".photo-tile")).to_have_count(2)
    expect(page.locator(".photo-tile").first).to_contain_text("พร้อมส่ง")
    assert sent[0] < len(original["buffer"]) / 2
    expect(page.locator("input[name=photos_ids]")).to_have_count(2)
    page.get_by_role("button", name="เอาออก ไฟดับ.jpg").click()
    expect(page.locator("input[name=photos_ids]")).to_have_count(1)


def test_a_refused_photo_holds_the_form_until_it_is_removed(page: Page) -> None:
    page.goto("form")
    page.locator("input[name=photos]").set_input_files([_picture("bad.jpg", 40)])
    expect(page.locator(".photo-tile")).to_contain_text("อ่านรูปนี้ไม่ได้")
    expect(page.get_by_role("button", name="ลองใหม่ bad.jpg")).to_have_count(0)
    page.get_by_role("button", name="ดำเนินการต่อ").click()
    remove = page.get_by_role("button", name="เอาออก bad.jpg")
    expect(remove).to_be_focused()
    remove.click()
    expect(page.locator(".photo-tile")).to_have_count(0)


def test_a_photo_that_was_not_sent_holds_the_form_until_it_is_tried_again(page: Page) -> None:
    page.goto("form")
    page.context.set_offline(True)
    page.locator("input[name=photos]").set_input_files([_picture("ไฟดับ.jpg", 40)])
    expect(page.locator(".photo-tile")).to_contain_text("ไม่มีอินเทอร์เน็ต จะส่งให้ทันที")
    page.route("**/*", lambda route: route.abort("internetdisconnected"))
    page.context.set_offline(False)
    expect(page.locator(".photo-tile")).to_contain_text("การเชื่อมต่อขาดหาย")
    page.get_by_role("button", name="ดำเนินการต่อ").click()
    retry = page.get_by_role("button", name="ลองใหม่ ไฟดับ.jpg")
    expect(retry).to_be_focused()
    page.unroute("**/*")
    retry.click()
    expect(page.locator(".photo-tile")).to_contain_text("พร้อมส่ง")


def test_long_work_is_followed_to_its_end(page: Page) -> None:
    page.goto("")
    expect(page.locator(".progress-box")).to_contain_text("6 จาก 6")
    expect(page.locator(".progress-box[hx-get]")).to_have_count(0)


def test_officers_work_with_keys_and_can_switch_them_off(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto("desk")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tbody tr").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("/")
    expect(page.get_by_label("ค้นหา", exact=True).first).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("?")
    page.get_by_label("ใช้ปุ่มลัดในคอมพิวเตอร์เครื่องนี้").uncheck()
    page.get_by_role("button", name="ปิด", exact=True).click()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("tr[aria-selected]")).to_have_count(0)


def test_the_menu_opens_on_a_phone(page: Page) -> None:
    page.goto("desk")
    expect(page.get_by_role("link", name="รายงาน")).to_be_hidden()
    page.get_by_role("button", name="เปิดเมนู").click()
    expect(page.get_by_role("link", name="รายงาน")).to_be_visible()
    assert _axe(page) == []


def test_without_a_script_the_form_still_asks_for_everything(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=f"{address}/dev/gallery/", locale="th-TH") as context:
        plain = context.new_page()
        plain.goto("form")
        expect(plain.locator("#id_place_latitude")).to_be_visible()
        expect(plain.locator("input[name=photos]")).to_be_visible()
        expect(plain.locator(".map-box")).to_be_hidden()
