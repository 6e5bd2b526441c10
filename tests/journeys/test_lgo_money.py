"""An LGO's finance: from the free trial to the receipt, and more storage."""

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from billing.models import Invoice, Tender
from billing.services.payments import MoneyIn, Share, record_payment
from kit import clock
from tenants.scope import public_scope
from tests.support.chromium import sign_in_officer, visitor
from tests.support.inspection import Inspector
from tests.support.processes import wait_until
from tests.support.stage import Stage, database_of, open_stage, people

pytestmark = pytest.mark.journey
_FETCH = "async url => Array.from(new Uint8Array(await (await fetch(url)).arrayBuffer()))"
_RECEIPT = re.compile(r"RT-\d{4}-\d{6}")
STAGE_DATABASE = f"own_stage_money_{os.getpid()}"


@pytest.fixture(scope="session")
def stage(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A platform of its own: other journeys buy for the same LGO."""
    log = tmp_path_factory.mktemp("stage") / "processes.log"
    with django_db_blocker.unblock(), open_stage(STAGE_DATABASE, log) as opened:
        with database_of(STAGE_DATABASE):
            people("south")
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
        expect(page.get_by_role("main")).to_contain_text(_RECEIPT)
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


def test_finance_pays_by_card_and_by_promptpay(browser: Browser, stage: Stage) -> None:
    look, asleep = Inspector(), Inspector(awake=False)
    with visitor(browser, "desktop") as page:
        sign_in_officer(page, stage, "admin@south.example", next_url="/desk/billing/", slug="south")
        _tell_tax_data(page, asleep)
        _ask_for_a_package(page, asleep)
        invoice = _accept_to_pay(page)
        look(page)
        _be_declined(page, look)
        _close_the_window(page)
        _pay_in_two_tabs(page)
        assert "65,000.00" in _receipt(page, stage, "south")
        page.goto(f"{stage.url('south')}/desk/billing/")
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"จาก 10(\.0)?\sGB"))
        _upgrade(page, look)
        assert _accept_to_pay(page) != invoice
        _pay_net_by_promptpay(page, look)
        paper = _receipt(page, stage, "south")
        for words in ("30,000.00", "280.37", "29,719.63"):
            assert words in paper
        look(page)
    assert look.problems == [], "\n".join(look.problems)


def _accept_to_pay(page: Page) -> str:
    page.get_by_role("button", name="ยืนยันและชำระเงิน").click()
    page.wait_for_url(re.compile(r"/invoices/IV-"))
    return page.locator("h1 .reference").inner_text()


def _to_the_provider(page: Page, button: str) -> None:
    """By the page that says where one is taken, and that nothing is real."""
    page.get_by_role("button", name=re.compile(button)).click()
    page.wait_for_url("**/c/pay/**")
    expect(page.get_by_role("note")).to_contain_text("จำลอง")


def _be_declined(page: Page, look: Inspector) -> None:
    page.get_by_role("main").get_by_text("จำลอง").first.wait_for()
    _to_the_provider(page, "ชำระเต็มจำนวน 65,000.00")
    page.get_by_role("button", name="ถูกปฏิเสธ").click()
    expect(page.get_by_role("alert")).to_contain_text("บัตรถูกปฏิเสธ")
    page.get_by_role("link", name="กลับโดยไม่ชำระ").click()
    expect(page.locator(".alert-warning")).to_contain_text("ยังไม่ได้ชำระเงิน")
    look(page)


def _close_the_window(page: Page) -> None:
    """Whoever closes the provider's page finds the invoice as it was, and may pay another amount."""
    other = page.context.new_page()
    other.goto(page.url)
    _to_the_provider(other, "ชำระสุทธิหลังหักภาษี 64,392.52")
    other.close()
    page.reload()
    expect(page.get_by_role("button", name=re.compile("ชำระ.*บาท"))).to_have_count(2)


def _pay_in_two_tabs(page: Page) -> None:
    """Of two tabs on the provider's page only one takes money."""
    other = page.context.new_page()
    other.goto(page.url)
    _to_the_provider(page, "ชำระเต็มจำนวน")
    _to_the_provider(other, "ชำระเต็มจำนวน")
    page.get_by_role("button", name="ชำระด้วยบัตร – สำเร็จ").click()
    expect(page.locator(".alert-success")).to_contain_text("ได้รับชำระเงินแล้ว")
    other.get_by_role("button", name="ชำระด้วยบัตร – สำเร็จ").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("ชำระแล้ว")
    other.get_by_role("link", name="กลับไปยังเว็บไซต์").click()
    expect(other.get_by_role("main")).to_contain_text(_RECEIPT)
    expect(other.get_by_role("link", name=_RECEIPT)).to_have_count(2)  # its page and its file
    other.close()


def _upgrade(page: Page, look: Inspector) -> None:
    """Now costs all months that are left, next month one less; both say how."""
    page.get_by_role("link", name="เปลี่ยนเป็นแพ็กเกจใหญ่ขึ้น").click()
    medium = page.locator("section", has=page.locator("#group-M"))
    for words in ("เริ่มเลย", "30,000.00", "12 เดือน", "เริ่มเดือนถัดไป", "27,500.00", "11 เดือน"):
        expect(medium).to_contain_text(words)
    look(page)
    medium.get_by_role("button").first.click()
    page.wait_for_url(re.compile(r"/quotes/QT-"))
    look(page)


def _pay_net_by_promptpay(page: Page, look: Inspector) -> None:
    """The bank takes its time; the invoice says so, and its receipt comes by itself."""
    _to_the_provider(page, "ชำระสุทธิหลังหักภาษี")
    provider = page.url.split("/c/pay/")[0]
    page.get_by_role("button", name="รอธนาคารยืนยัน").click()
    expect(page.locator(".alert-info").first).to_contain_text("กำลังยืนยัน")
    look(page)
    bank = page.context.new_page()
    bank.goto(provider)
    bank.get_by_role("button", name="ธนาคารยืนยัน").first.click()
    bank.close()
    receipt = page.get_by_role("link", name=_RECEIPT).first
    wait_until(lambda: page.reload() and receipt.is_visible())
    expect(page.get_by_role("link", name="ส่งหนังสือรับรอง")).to_be_visible()


def _receipt(page: Page, stage: Stage, slug: str) -> str:
    """The text of the receipt that the page of an invoice names last."""
    number = re.findall(_RECEIPT, page.get_by_role("main").inner_text())[-1]
    paper = bytes(page.evaluate(_FETCH, f"{stage.url(slug)}/desk/billing/documents/{number}/file.pdf"))
    text = str(pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_bounded())
    assert number in text
    return text


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
    with blocker.unblock(), database_of(STAGE_DATABASE), public_scope():
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
