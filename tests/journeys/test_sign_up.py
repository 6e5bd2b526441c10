"""An LGO signs up, makes the usual mistakes, watches its set-up, and its administrator begins to work."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.chromium import Device, code_in, second_factor_code, send, visitor
from tests.support.inspection import Inspector
from tests.support.stage import Stage

pytestmark = pytest.mark.journey

PASSWORD = "ดอกคูนบานหน้าแล้ง-2569"
CODES = {"phone": "06560191", "desktop": "06560192"}


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_an_lgo_signs_up_and_its_administrator_reaches_the_desk(browser: Browser, stage: Stage, device: Device) -> None:
    code, slug = CODES[device], f"maesai-{device}"
    email = f"palad@{slug}.example"
    look = Inspector(awake=device == "phone")
    with visitor(browser, device) as page:
        _begin(page, stage, look)
        _give_the_code(page, code, look)
        _choose_an_address(page, slug, look)
        _give_the_mailbox(page, code, look)
        _give_the_contact(page, email, look)
        _check_and_change(page, look)
        _confirm(page, stage, email, look)
        _watch(page, slug, look)
        _begin_to_work(page, stage, slug, email, look)
    assert look.problems == []


def _begin(page: Page, stage: Stage, look: Inspector) -> None:
    page.goto(f"{stage.url()}/")
    page.get_by_role("link", name="เริ่มทดลองใช้ฟรี").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("สมัครใช้งานสำหรับ อปท.")
    page.wait_for_timeout(1000)  # nobody reads it faster; programs do
    send(page)
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    page.get_by_label("องค์การบริหารส่วนตำบล").check()
    send(page)
    page.locator("select[name=province_code]").select_option(label="พะเยา")
    page.locator("input[name=district]").fill("เมืองพะเยา")
    page.locator("input[name=name]").fill("อบต.แม่ใส")
    look(page)
    send(page)


def _give_the_code(page: Page, code: str, look: Inspector) -> None:
    page.locator("input[name=dla_code]").fill(code.removeprefix("0"))
    send(page)
    expect(page.locator(".error-summary")).to_contain_text("เลข 0 ตัวหน้าน่าจะหายไป")
    look(page)
    page.get_by_role("button", name=code).click()


def _choose_an_address(page: Page, slug: str, look: Inspector) -> None:
    address = page.locator("input[name=subdomain]")
    address.press_sequentially("north")
    expect(page.locator("#availability")).to_contain_text("ใช้ไม่ได้")
    address.fill("admin")
    send(page)
    expect(page.locator(".error-summary")).to_contain_text("สงวนไว้")
    look(page)
    address.fill("")
    address.press_sequentially(slug)
    expect(page.locator("#availability")).to_contain_text(f"{slug}.localhost")
    look(page)
    send(page)


def _give_the_mailbox(page: Page, code: str, look: Inspector) -> None:
    page.locator("input[name=saraban_email]").fill(f"saraban-{code}@dla.go.th")
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    page.get_by_role("button", name=f"saraban_{code}@dla.go.th").click()


def _give_the_contact(page: Page, email: str, look: Inspector) -> None:
    page.locator("input[name=contact_name]").fill("สมหญิง ใจดี")
    page.locator("input[name=contact_position]").fill("ปลัด อบต.")
    page.locator("input[name=contact_phone]").fill("๐๘๑ ๒๓๔ ๕๖๗๘")
    page.locator("input[name=contact_email]").fill("palad@")
    send(page)
    expect(page.locator("input[name=contact_name]")).to_have_value("สมหญิง ใจดี")
    look(page)
    page.locator("input[name=contact_email]").fill(email)
    send(page)


def _check_and_change(page: Page, look: Inspector) -> None:
    look(page)
    page.get_by_role("link", name=re.compile("แก้ไข.*ตำแหน่ง")).click()
    page.locator("input[name=contact_position]").fill("ปลัดองค์การบริหารส่วนตำบล")
    send(page)
    expect(page.get_by_role("main")).to_contain_text("ปลัดองค์การบริหารส่วนตำบล")
    page.locator("input[name=terms]").check()
    send(page)


def _confirm(page: Page, stage: Stage, email: str, look: Inspector) -> None:
    expect(page.get_by_role("main")).to_contain_text(email)
    code = code_in(stage.message("", email))
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    page.locator("input[name=code]").fill(wrong)
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    page.locator("input[name=code]").fill(code)
    send(page)


def _watch(page: Page, slug: str, look: Inspector) -> None:
    expect(page.locator(".progress-box")).to_be_visible()
    look(page)
    expect(page.locator(".confirmation")).to_contain_text(f"{slug}.localhost")
    expect(page.locator(".progress-steps .is-failed")).to_have_count(0)
    look(page)


def _begin_to_work(page: Page, stage: Stage, slug: str, email: str, look: Inspector) -> None:
    link = re.search(r"http://\S+/accounts/invitation/\S+", stage.message(slug, email))
    assert link is not None
    page.goto(link.group())
    look(page)
    for number in range(page.locator("input[type=password]").count()):
        page.locator("input[type=password]").nth(number).fill(PASSWORD)
    send(page)
    look(page)
    page.get_by_text("สแกนไม่ได้").click()
    secret = page.locator("code.reference").inner_text()
    page.locator("input[name=code]").fill(second_factor_code(secret.replace(" ", "")))
    send(page)
    look(page)
    page.goto(f"{stage.url(slug)}/desk/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.endswith("/desk/start"), "the first administrator begins with the first steps"
    look(page)
