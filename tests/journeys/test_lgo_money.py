"""An LGO's finance: from the free trial to the receipt, and more storage."""

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from billing.models import Invoice, Tender
from billing.services.payments import MoneyIn, Share, record_payment
from kit import clock
from tenants.scope import public_scope
from tests.support import databases
from tests.support.chromium import sign_in_officer, visitor
from tests.support.inspection import Inspector
from tests.support.stage import Stage, open_stage

pytestmark = pytest.mark.journey
_FETCH = "async url => Array.from(new Uint8Array(await (await fetch(url)).arrayBuffer()))"
STAGE_DATABASE = f"own_stage_money_{os.getpid()}"


@pytest.fixture(scope="session")
def stage(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A platform of its own: other journeys buy for the same LGO."""
    log = tmp_path_factory.mktemp("stage") / "processes.log"
    with django_db_blocker.unblock(), open_stage(STAGE_DATABASE, log) as opened:
        yield opened


def test_finance_buys_by_purchase_order_pays_and_adds_storage(
    browser: Browser, stage: Stage, django_db_blocker: Any
) -> None:
    look = Inspector()
    with visitor(browser, "phone") as page:
        sign_in_officer(page, stage, "admin@north.example", next_url="/desk/billing/")
        look(page)
        _tell_tax_data(page, look)
        _ask_for_a_package(page, look)
        _order(page, "21/2570")
        look(page)
        number = page.locator("h1 .reference").inner_text()
        paper = bytes(page.evaluate(_FETCH, f"/desk/billing/documents/{number}/file.pdf"))
        assert "64,392.52" in pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_bounded()
        _transfer(number, django_db_blocker)
        page.reload()
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"RT-\d{4}-\d{6}"))
        look(page)
        page.goto(f"{stage.url('north')}/desk/billing/storage")
        look(page)
        page.get_by_role("button", name=re.compile("100 GB")).first.click()
        _order(page, "22/2570")
        page.goto(f"{stage.url('north')}/desk/billing/")
        expect(page.get_by_role("main")).to_contain_text("110")
        look(page)
        for path in ("usage", "documents", "history", "upgrade", "renewal", "budget"):
            page.goto(f"{stage.url('north')}/desk/billing/{path}")
            look(page)
    assert look.problems == [], "\n".join(look.problems)


def _tell_tax_data(page: Page, look: Inspector) -> None:
    page.get_by_role("main").get_by_role("link", name="กรอกข้อมูลภาษี").first.click()
    page.locator("[name=tax_id]").fill("0994000123450")
    page.locator("[name=address]").fill("99 หมู่ที่ 1 ตำบลเหนือ อำเภอเมือง จังหวัดสกลนคร 47000")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    page.locator("[name=tax_id]").fill("๐๙๙๔๐๐๐๑๒๓๔๕๑")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator(".alert-success")).to_be_visible()


def _ask_for_a_package(page: Page, look: Inspector) -> None:
    page.get_by_role("link", name="ภาพรวม").first.click()
    page.get_by_role("link", name="เลือกแพ็กเกจ").click()
    look(page)
    page.locator("[name=package][value=S]").check()
    page.locator("[name=begins][value=now]").check()
    page.get_by_role("button", name="ออกใบเสนอราคา").click()
    expect(page.get_by_role("main")).to_contain_text("65,000.00")
    look(page)


def _order(page: Page, number: str) -> None:
    today = clock.today()
    page.locator("[name=order_number]").fill(number)
    page.locator("[name=order_date_day]").fill(str(today.day))
    page.locator("[name=order_date_month]").select_option(str(today.month))
    page.locator("[name=order_date_year]").fill(str(today.year + 543))
    order = {"name": "ใบสั่ง.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 order"}
    page.locator("[name=file]").set_input_files([order])
    page.get_by_role("button", name="ยืนยันด้วยใบสั่งซื้อ").click()
    expect(page.locator(".alert-success")).to_be_visible()


def _transfer(number: str, blocker: Any) -> None:
    """The money arrives at the bank, net of the tax withheld; in a thread, as Playwright holds this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_record, number, blocker).result()


def _record(number: str, blocker: Any) -> None:
    before = connection.settings_dict["NAME"]
    with blocker.unblock():
        databases.point_at(STAGE_DATABASE)
        try:
            with public_scope():
                invoice = Invoice.objects.select_related("tenant").get(number=number)
                money = MoneyIn(
                    tenant=invoice.tenant,
                    tender=Tender.TRANSFER,
                    reference=f"0042 {number}",
                    amount=Decimal("64392.52"),
                    received_on=clock.today(),
                )
                shares = [Share(invoice=invoice, withheld=invoice.withholding)]
                record_payment(money=money, shares=shares, actor=None, at=clock.now())
        finally:
            databases.point_at(before)
