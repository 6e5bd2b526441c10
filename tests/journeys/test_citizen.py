"""Citizens: signing in with a one-time code, the other language, and filing without a script."""

import re
from http import HTTPStatus
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories.photos import photo_with_gps
from tests.support.chromium import code_in, read_notice, send, visitor
from tests.support.inspection import Inspector, thai_texts
from tests.support.stage import Stage

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("address", "spoken"), [("manee@citizen.example", ""), ("081-222-3344", "812223344")])
def test_a_citizen_signs_in_with_a_code_and_finds_what_was_filed(
    browser: Browser, stage: Stage, address: str, spoken: str
) -> None:
    look = Inspector()
    with visitor(browser, "phone") as page:
        page.goto(f"{stage.url('north')}/my-cases")
        page.locator("input[name=address]").fill("มานี")
        send(page)
        expect(page.locator(".error-summary")).to_be_focused()
        look(page)
        page.locator("input[name=address]").fill(address)
        send(page)
        look(page)
        page.locator("input[name=code]").fill(code_in(stage.message("north", spoken or address)))
        send(page)
        if page.locator("input[name=display_name]").count():
            look(page)
            page.locator("input[name=display_name]").fill("มานี มีนา")
            send(page)
        look(page)
        read_notice(page)
        assert "/my-cases" in page.url
        look(page)
        number = _file(page, stage)
        page.goto(f"{stage.url('north')}/my-cases")
        expect(page.get_by_role("main")).to_contain_text(number)
        look(page)
    assert look.problems == []


def _file(page: Page, stage: Stage) -> str:
    page.goto(f"{stage.url('north')}/complaints/new")
    page.get_by_label("ถนนและทางเท้า").check()
    send(page)
    page.locator("input[name=place]").fill("หน้าตลาดเช้า")
    send(page)
    page.locator("input[name=title]").fill("ถนนเป็นหลุมหน้าตลาดเช้า")
    page.locator("textarea[name=description]").fill("หลุมลึกประมาณหนึ่งคืบ รถจักรยานยนต์ล้มเมื่อวาน")
    send(page)
    send(page)
    send(page)
    return page.locator(".confirmation .reference").first.inner_text()


def test_the_language_is_switched_and_the_page_stays(browser: Browser, stage: Stage) -> None:
    look = Inspector()
    with visitor(browser, "desktop") as page:
        page.goto(f"{stage.url('north')}/complaints/track?case=RQ-2569-000001")
        page.get_by_role("button", name="EN").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.url.endswith("/complaints/track?case=RQ-2569-000001")
        for path in ("/", "/complaints/track", "/contact", "/privacy", "/accessibility", "/accounts/login/"):
            page.goto(f"{stage.url('north')}{path}")
            look(page, language="en")
            look.problems += _thai_left(page)
        page.get_by_role("button", name="ไทย").click()
        expect(page.locator("html")).to_have_attribute("lang", "th")
        page.goto(f"{stage.url()}/")
        page.get_by_role("button", name="EN").click()
        for path in ("/", "/prices", "/contact", "/privacy", "/accessibility", "/sign-up/"):
            page.goto(f"{stage.url()}{path}")
            look(page, language="en")
            look.problems += _thai_left(page)
    assert look.problems == []


def _thai_left(page: Page) -> list[str]:
    """Thai on an English page that is not the LGO's own."""
    own = re.compile("องค์การบริหารส่วนตำบลเหนือ|อ\\.เมือง|จ\\.|ไทย|ร้องเรียน")
    return [f"{page.url} Thai left: {text[:80]}" for text in thai_texts(page) if not own.search(text)]


def test_a_complaint_is_filed_without_a_script(browser: Browser, stage: Stage) -> None:
    with visitor(browser, "phone", java_script_enabled=False) as page:
        page.goto(f"{stage.url('north')}/complaints/new")
        page.get_by_label("ขยะ", exact=False).first.check()
        send(page)
        page.locator("input[name=pin_latitude]").fill("๑๘.๓๐๑")
        page.locator("input[name=pin_longitude]").fill("104.102")
        send(page)
        page.locator("input[name=title]").fill("ขยะตกค้างหน้าโรงเรียน")
        page.locator("textarea[name=description]").fill("สั้น")
        photo = {"name": "ขยะ.jpg", "mimeType": "image/jpeg", "buffer": photo_with_gps()}
        page.locator("input[name=photos]").set_input_files([photo])
        send(page)
        expect(page.locator(".photo-tile")).to_have_count(1)
        page.locator("textarea[name=description]").fill("ไม่มีรถมาเก็บสามวันแล้ว ส่งกลิ่นเหม็นมาก")
        send(page)
        page.locator("input[name=anonymous]").check()
        send(page)
        expect(page.locator("main .photo-grid img")).to_have_count(1)
        send(page)
        expect(page.locator(".confirmation")).to_contain_text(re.compile(r"RQ-\d{4}-\d{6}"))
        expect(page.locator("img.qr")).to_be_visible()


def test_a_pasted_paragraph_may_be_searched_for(stage: Stage) -> None:
    """A Thai letter is nine bytes of an address; the web server takes 900 of them."""
    status, page = stage.get("north", f"/search?q={quote('ถนนพัง ' * 100)}")
    assert status == HTTPStatus.OK
    assert "<h1" in page
