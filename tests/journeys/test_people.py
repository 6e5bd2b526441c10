"""An administrator sets up a passkey, signs in with it, changes a role, and lets someone act for another."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.chromium import sign_in_officer, visitor
from tests.support.inspection import Inspector
from tests.support.stage import Stage

pytestmark = pytest.mark.journey

ROLE = "ผู้ช่วยงานทะเบียน"
_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_passkey_role_and_acting_order(browser: Browser, stage: Stage) -> None:
    look = Inspector()
    with visitor(browser, "desktop") as page:
        _with_authenticator(page)
        sign_in_officer(page, stage, "admin@north.example", next_url="/accounts/passkeys/add/")
        _add_passkey(page, look)
        _sign_in_with_it(page, stage, look)
        _make_a_role(page, stage, look)
        _record_an_order(page, stage, look)
        _remove_passkey(page, stage, look)
    assert look.problems == []


def _with_authenticator(page: Page) -> None:
    """Chromium's own virtual authenticator, which behaves as the lock of a phone."""
    session: Any = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})


def _add_passkey(page: Page, look: Inspector) -> None:
    look(page)
    page.locator("input[name=name]").fill("โทรศัพท์ของฉัน")
    with page.expect_navigation():
        page.get_by_role("button", name="เพิ่มพาสคีย์นี้").click()
    page.goto(page.url.split("/accounts/")[0] + "/accounts/passkeys/")
    expect(page.get_by_role("main")).to_contain_text("โทรศัพท์ของฉัน")
    look(page)


def _sign_in_with_it(page: Page, stage: Stage, look: Inspector) -> None:
    page.context.clear_cookies()
    page.goto(f"{stage.url('north')}/officers/sign-in/")
    look(page)
    with page.expect_navigation(url="**/desk/**"):
        page.get_by_role("button", name="เข้าสู่ระบบด้วยพาสคีย์").click()
    page.goto(f"{stage.url('north')}/accounts/confirm/?next=/desk/roles")
    look(page)
    with page.expect_navigation(url="**/desk/roles"):
        page.get_by_role("button", name="ใช้พาสคีย์").click()


def _make_a_role(page: Page, stage: Stage, look: Inspector) -> None:
    look(page)
    page.goto(f"{stage.url('north')}/desk/roles/new")
    look(page)
    page.locator("input[name=name]").fill(ROLE)
    page.locator("input[value='complaints.view']").check()
    with page.expect_navigation():
        page.get_by_role("button", name="บันทึก").click()
    expect(page.locator(".alert-success")).to_contain_text(ROLE)
    page.get_by_role("link", name=ROLE, exact=True).click()
    expect(page.locator("input[value='complaints.view']")).to_be_checked()
    expect(page.locator("input[value='complaints.assign']")).not_to_be_checked()
    look(page)


def _record_an_order(page: Page, stage: Stage, look: Inspector) -> None:
    page.goto(f"{stage.url('north')}/desk/acting/new")
    look(page)
    page.locator("select[name=deputy]").select_option(index=1)
    page.locator("select[name=principal]").select_option(index=2)
    page.locator("input[name=order_number]").fill("125/2569")
    page.locator("[name=ends_on_day]").fill("31")
    page.locator("[name=ends_on_month]").select_option("12")
    page.locator("[name=ends_on_year]").fill("2599")
    with page.expect_navigation():
        page.get_by_role("button", name="บันทึกคำสั่ง").click()
    expect(page.get_by_role("table")).to_contain_text("125/2569")
    expect(page.get_by_role("table")).to_contain_text("มีผลอยู่")
    look(page)


def _remove_passkey(page: Page, stage: Stage, look: Inspector) -> None:
    page.goto(f"{stage.url('north')}/accounts/passkeys/")
    page.get_by_role("link", name="เอาออก").click()
    look(page)
    with page.expect_navigation():
        page.get_by_role("button", name="เอาออก").click()
    expect(page.get_by_role("main")).to_contain_text("คุณยังไม่มีพาสคีย์")
