"""Citizens sign in with a Digital ID: the certified npm `oidc-provider`, with PKCE and one registered address."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.chromium import read_notice, send, sign_in_citizen, visitor
from tests.support.inspection import Inspector
from tests.support.stage import Stage

pytestmark = pytest.mark.journey
_BUTTON = "ใช้ ThaID"


def _choose(page: Page, who: str) -> None:
    """At the provider, whose own pages we do not judge."""
    expect(page.get_by_text("ระบบจำลอง").first).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name=who).click()
    page.wait_for_load_state()


def _leave(page: Page) -> None:
    page.get_by_role("button", name=_BUTTON).click()
    page.wait_for_url("**/interaction/**")


def test_a_citizen_comes_by_digital_id_and_signs_out_of_it_too(browser: Browser, stage: Stage) -> None:
    look = Inspector()
    with visitor(browser, "phone") as page:
        page.goto(f"{stage.url('north')}/my-cases")
        look(page)
        _leave(page)
        _choose(page, "มานี")
        expect(page.get_by_role("heading", level=1)).to_have_text("เราใช้ข้อมูลของคุณอย่างไร")
        look(page)
        page.locator("input[name=purposes]").check()
        read_notice(page)
        page.wait_for_url("**/my-cases*")
        page.goto(f"{stage.url('north')}/accounts/")
        expect(page.get_by_role("main")).to_contain_text("มานี มีนา")
        expect(page.get_by_role("main")).to_contain_text("ระดับ 2.3")
        expect(page.get_by_role("button", name="ถอนความยินยอม")).to_be_visible()
        look(page)
        page.get_by_role("main").get_by_role("button", name="ออกจากระบบ").click()
        expect(page.get_by_role("main")).to_contain_text("ThaID")
        look(page)
        page.get_by_role("link", name="ออกจากระบบ ThaID").click()
        with page.expect_navigation():
            page.get_by_role("button", name="ออกจากระบบ").click()
        page.wait_for_url(f"{stage.url()}/")
    assert look.problems == []


def test_a_citizen_with_a_code_links_it_and_one_may_say_no(browser: Browser, stage: Stage) -> None:
    look = Inspector()
    with visitor(browser, "desktop") as page:
        sign_in_citizen(page, stage, "piti@citizen.example", next_url="/accounts/")
        if page.locator("input[name=display_name]").count():
            page.locator("input[name=display_name]").fill("ปิติ ใจเย็น")
            send(page)
        _leave(page)
        _choose(page, "ปิติ")
        expect(page.get_by_role("main")).to_contain_text("ผูกตัวตนดิจิทัลกับบัญชีแล้ว")
        expect(page.get_by_role("main")).to_contain_text("ปิติ ใจเย็น")
        look(page)
    with visitor(browser, "phone") as page:
        page.goto(f"{stage.url('north')}/accounts/login/?next=/accounts/")
        _leave(page)
        _choose(page, "ไม่ยินยอม")
        expect(page.get_by_role("heading", level=1)).to_have_text("คุณยังไม่ได้เข้าสู่ระบบ")
        look(page)
        page.get_by_role("button", name="ลองใช้ ThaID อีกครั้ง").click()
        page.wait_for_url("**/interaction/**")
        _choose(page, "ปิติ")
        expect(page.get_by_role("main")).to_contain_text("ปิติ ใจเย็น")
        expect(page.get_by_role("main")).to_contain_text("piti@citizen.example")
    assert look.problems == []
