"""DGA's finance: a statement in TIS-620 comes in, one transfer is sure, two people match the other, and all agrees."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from billing.models import Invoice
from billing.services import orders, quotes
from kit import clock
from provisioning.demo.world import APPROVER_EMAIL
from tenants import scope
from tenants.models import Tenant
from tests.billing.statements.files import simple
from tests.support.chromium import send, sign_in_staff, visitor
from tests.support.inspection import Inspector
from tests.support.stage import Stage, database_of

pytestmark = pytest.mark.journey


def test_finance_imports_matches_and_reconciles(browser: Browser, stage: Stage, tmp_path: Path) -> None:
    sure, unsure = _invoices()
    look = Inspector()
    with visitor(browser, "desktop") as page:
        sign_in_staff(page, stage)
        _import(page, stage, look, _statement(tmp_path, sure, unsure))
        expect(page.locator(".progress-box")).to_contain_text("ยังมี 1 รายการที่รอจับคู่")
        page.reload()
        look(page)
        _ask_to_match(page, stage, look, unsure)
        _approve(browser, stage, look)
        page.goto(f"{stage.url()}/console/money/invoices/{unsure.number}")
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"RT-\d{4}-\d{6}"))
        look(page)
        page.goto(f"{stage.url()}/console/money/reconciliation")
        send(page)
        for side in ("bank", "stripe"):
            expect(page.locator(f"[data-difference={side}]")).to_have_text("0.00")
        look(page)
        page.goto(f"{stage.url()}/console/money/")
        look(page)
    assert look.problems == [], "\n".join(look.problems)


def _import(page: Page, stage: Stage, look: Inspector, file: Path) -> None:
    page.goto(f"{stage.url()}/console/money/accounts/new")
    page.locator("[name=bank]").select_option("006")
    page.locator("[name=number]").fill("123-4-56789-0")
    page.locator("[name=name]").fill("สพร.")
    send(page)
    page.goto(f"{stage.url()}/console/money/statements/import")
    page.locator("[name=account]").select_option(index=1)
    page.locator("[name=file]").set_input_files(file)
    look(page)
    send(page)


def _ask_to_match(page: Page, stage: Stage, look: Inspector, invoice: Invoice) -> None:
    page.goto(f"{stage.url()}/console/money/lines")
    page.locator("tbody .row-head a").first.click()
    expect(page.locator("tbody tr").first).to_contain_text(invoice.number)
    look(page)
    page.get_by_role("link", name=re.compile("ใช่รายการนี้")).first.click()
    expect(page.get_by_role("checkbox").first).to_be_checked()
    page.locator("[name=evidence]").fill("โทรสอบถามกองคลังแล้ว")
    look(page)
    send(page)
    expect(page.locator(".alert-success")).to_be_visible()


def _approve(browser: Browser, stage: Stage, look: Inspector) -> None:
    with visitor(browser, "phone") as page:
        sign_in_staff(page, stage, APPROVER_EMAIL)
        page.goto(f"{stage.url()}/console/approvals?kind=money-match")
        page.locator("tbody a").first.click()
        expect(page.get_by_role("button", name="อนุมัติ").first).to_be_visible()
        look(page)
        page.get_by_role("button", name="อนุมัติ").first.click()
        expect(page.locator(".alert-success")).to_be_visible()


def _statement(folder: Path, sure: Invoice, unsure: Invoice) -> Path:
    """One transfer net of tax with its reference, one of the whole amount with two digits of it swapped."""
    day = clock.today() - timedelta(days=1)
    written = f"{day.day}/{day.month}/{day.year + 543}"
    wrong = f"{unsure.reference[:-2]}{unsure.reference[-1]}{unsure.reference[-2]}"
    rows = [
        (written, str(sure.gross - sure.withholding), f"รับโอน {sure.reference}"),
        (written, str(unsure.gross), f"รับโอน {wrong} {unsure.tenant.name}"),
    ]
    file = folder / "bank.csv"
    file.write_bytes(simple(rows))
    return file


def _invoices() -> tuple[Invoice, Invoice]:
    """Made in a thread of their own: the browser's loop runs in this one, where Django refuses to ask the database."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_made).result()


def _made() -> tuple[Invoice, Invoice]:
    with database_of(f"own_stage_{os.getpid()}"), scope.public_scope():
        north, south = (Tenant.objects.get(domains__domain__startswith=f"{slug}.") for slug in ("north", "south"))
        return _invoice(north, "S"), _invoice(south, "M")


def _invoice(tenant: Tenant, package: str) -> Invoice:
    day, now = clock.today(), timezone.now()
    offer = quotes.offer_new(tenant=tenant, package=package, storage={}, starts_on=day, day=day)
    quote = quotes.issue_quote(tenant=tenant, offer=offer, actor=None, at=now)
    return orders.accept_quote(quote=quote, acceptance=orders.Acceptance(by="นายก"), actor=None, at=now)
