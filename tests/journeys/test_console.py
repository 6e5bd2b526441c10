"""The operator's staff: one asks to suspend an LGO and another approves; the support visits with the LGO's leave."""

import re
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.chromium import sign_in_officer, sign_in_staff, visitor
from tests.support.inspection import Inspector
from tests.support.stage import Stage

pytestmark = pytest.mark.journey

REASON = "หน่วยงานขอหยุดใช้ระบบชั่วคราว"
WHY = "อบต. แจ้งว่าเปิดเรื่องไม่ได้"
APPROVER = "approver@dga.example"


def test_one_asks_and_another_approves(browser: Browser, stage: Stage) -> None:
    look = Inspector()
    with visitor(browser, "desktop") as maker, visitor(browser, "desktop") as checker:
        sign_in_staff(maker, stage)
        _open_lgo(maker, stage, "ตำบลใต้", "เทศบาลตำบลใต้", look)
        maker.get_by_role("link", name="ระงับ", exact=True).click()
        maker.get_by_role("button", name="ส่งคำขออนุมัติ").click()
        expect(maker.locator(".error-summary")).to_be_focused()
        look(maker)
        maker.locator("[name=reason]").fill(REASON)
        maker.get_by_role("button", name="ส่งคำขออนุมัติ").click()
        expect(maker.get_by_role("button", name="ถอนคำขอ")).to_be_visible()
        assert stage.get("south", "/")[0] == HTTPStatus.OK
        sign_in_staff(checker, stage, APPROVER)
        _approve(checker, stage, look)
        _site_is_closed(browser, stage, look)
        maker.goto(f"{stage.url()}/console/tenants?q=ตำบลใต้")
        maker.get_by_role("link", name="เทศบาลตำบลใต้").click()
        expect(maker.get_by_role("main")).to_contain_text(REASON)
        maker.get_by_role("link", name=re.compile("เปิดใช้|กลับมา")).first.click()
        maker.locator("[name=reason]").fill(REASON)
        maker.get_by_role("button", name="ส่งคำขออนุมัติ").click()
        expect(maker.get_by_role("button", name="ถอนคำขอ")).to_be_visible()
        _approve(checker, stage, look)
        assert stage.get("south", "/")[0] == HTTPStatus.OK
    assert look.problems == []


def test_the_support_visits_with_leave(browser: Browser, stage: Stage) -> None:
    look = Inspector()
    with visitor(browser, "desktop") as staff, visitor(browser, "phone") as lgo:
        sign_in_staff(staff, stage)
        for page in ("collections", "adoption", "support", "staff"):
            staff.goto(f"{stage.url()}/console/{page}")
            look(staff)
        visit_url = _ask_for_a_visit(staff, stage, look)
        sign_in_officer(lgo, stage, "admin@north.example")
        lgo.get_by_role("link", name=re.compile("เจ้าหน้าที่ DGA")).first.click()
        expect(lgo.get_by_role("main")).to_contain_text(WHY)
        look(lgo)
        lgo.get_by_role("button", name="อนุญาตให้เข้า").click()
        expect(lgo.get_by_role("button", name="ยุติการเข้าช่วยเหลือทันที")).to_be_visible()
        _go_in(staff, stage, visit_url, look)
        lgo.reload()
        expect(lgo.get_by_role("main")).to_contain_text("/desk/inbox")
        look(lgo)
        lgo.get_by_role("button", name="ยุติการเข้าช่วยเหลือทันที").click()
        expect(lgo.locator(".alert-success")).to_be_visible()
        staff.reload()
        expect(staff).to_have_url(re.compile("/support/ended"))
        look(staff)
    assert look.problems == []


def _open_lgo(page: Page, stage: Stage, words: str, name: str | None, look: Inspector) -> None:
    page.goto(f"{stage.url()}/console/tenants")
    page.locator("input[name=q]").fill(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    look(page)
    link = page.get_by_role("link", name=name) if name else page.locator("td.row-head a")
    with page.expect_navigation():
        link.first.click()
    look(page)


def _approve(page: Page, stage: Stage, look: Inspector) -> None:
    page.goto(f"{stage.url()}/console/approvals")
    with page.expect_navigation():
        page.locator("td.row-head a").first.click()
    look(page)
    page.get_by_role("button", name="อนุมัติและดำเนินการ").click()
    expect(page.locator(".alert-success")).to_be_visible()


def _site_is_closed(browser: Browser, stage: Stage, look: Inspector) -> None:
    with visitor(browser, "phone", expected="status of 403|status of 503") as page:
        answer = page.goto(f"{stage.url('south')}/complaints/new")
        assert answer is not None
        assert answer.status >= 400
        expect(page.get_by_role("heading", level=1)).to_have_text("ขณะนี้ปิดให้บริการเว็บไซต์")
        look(page)


def _ask_for_a_visit(staff: Page, stage: Stage, look: Inspector) -> str:
    _open_lgo(staff, stage, "north", None, look)
    with staff.expect_navigation():
        staff.get_by_role("link", name="ขอเข้าช่วยเหลือ").click()
    staff.locator("[name=reason]").fill(WHY)
    look(staff)
    staff.get_by_role("button", name="ส่งคำขอ").click()
    expect(staff.get_by_role("button", name="ถอนคำขอ")).to_be_visible()
    return staff.url


def _go_in(staff: Page, stage: Stage, visit_url: str, look: Inspector) -> None:
    staff.goto(visit_url)
    staff.get_by_role("button", name="เข้าระบบของ อปท.").click()
    staff.get_by_role("button", name="เข้าระบบ", exact=True).click()
    expect(staff.locator(".banner-visit")).to_be_visible()
    look(staff)
    staff.goto(f"{stage.url('north')}/desk/inbox")
    expect(staff.locator(".banner-visit")).to_contain_text("ดูได้อย่างเดียว")
    look(staff)
