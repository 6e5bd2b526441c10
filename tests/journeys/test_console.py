"""The operator's staff suspend an LGO with a reason and open it again."""

import re
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, expect

from tests.support.chromium import sign_in_staff, visitor
from tests.support.inspection import Inspector
from tests.support.stage import Stage

pytestmark = pytest.mark.journey

REASON = "หน่วยงานขอหยุดใช้ระบบชั่วคราว"


def test_staff_find_suspend_and_reactivate_an_lgo(browser: Browser, stage: Stage) -> None:
    look = Inspector()
    with visitor(browser, "desktop") as page:
        sign_in_staff(page, stage)
        page.goto(f"{stage.url()}/console/tenants")
        page.locator("input[name=q]").fill("ตำบลใต้")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        look(page)
        page.get_by_role("link", name="เทศบาลตำบลใต้").click()
        page.get_by_role("button", name="ระงับ").click()
        expect(page.locator(".error-summary")).to_be_focused()
        look(page)
        page.locator("[name=reason]").fill(REASON)
        page.get_by_role("button", name="ระงับ").click()
        expect(page.locator(".alert-success")).to_be_visible()
        expect(page.get_by_role("main")).to_contain_text(REASON)
        look(page)
        _site_is_closed(browser, stage, look)
        page.get_by_role("button", name=re.compile("เปิดใช้|กลับมา")).first.click()
        expect(page.locator(".alert-success")).to_be_visible()
        assert stage.get("south", "/")[0] == HTTPStatus.OK
    assert look.problems == []


def _site_is_closed(browser: Browser, stage: Stage, look: Inspector) -> None:
    with visitor(browser, "phone", expected="status of 403|status of 503") as page:
        answer = page.goto(f"{stage.url('south')}/complaints/new")
        assert answer is not None
        assert answer.status >= 400
        expect(page.get_by_role("heading", level=1)).to_have_text("ขณะนี้ปิดให้บริการเว็บไซต์")
        look(page)
