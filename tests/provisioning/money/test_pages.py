"""The pages of money: for finance only, each works, and no list asks more for more rows."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import BankAccount, Invoice, LedgerEntry, Payment, Receipt
from billing.services.reconciliation import reconcile
from kit import clock
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.factories.sign_ups import applied
from tests.provisioning.money.conftest import Browse, bought, moved, row
from tests.support.browser import HostClient

LISTS = {
    "invoices": "invoices",
    "credit-notes": "credit-notes",
    "payments": "payments",
    "refunds": "refunds",
    "statements": "statements",
    "lines": "bank-lines",
    "certificates": "certificates",
    "journal": "journal",
    "reconciliation": "reconciliations",
    "prices": "price-books",
}
OTHERS = ["", "receivables", "revenue", "trial-balance", "accounts", "accounts/new", "statements/import", "prices/new"]


@pytest.fixture
def story(north: Tenant, ours: BankAccount) -> Invoice:
    """An invoice that a transfer net of tax settled, a transfer that waits, and a reconciliation."""
    invoice = bought(north)
    moved(ours, row(invoice.gross - invoice.withholding, invoice.reference), row("7", "ไม่ทราบ"))
    with public_scope():
        reconcile(day=clock.today(), actor=None, at=clock.now())
    return invoice


@pytest.mark.parametrize("path", [*LISTS, *OTHERS])
def test_every_page_for_finance_and_nobody_else(
    finance: HostClient, browse: Browse, onlooker: Any, story: Invoice, path: str, north: Tenant, officer: Any
) -> None:
    url = f"/console/money/{path}"
    assert finance.get(url).status_code == 200
    assert browse(None).sign_in(onlooker).get(url).status_code == 403
    assert browse(north).sign_in(officer).get(url, follow=True).status_code == 404
    assert browse(None).get(url).status_code == 302


def test_pages_of_one_thing(finance: HostClient, story: Invoice, ours: BankAccount) -> None:
    with public_scope():
        payment, entry = Payment.objects.get(), LedgerEntry.objects.order_by("pk")[0]
        line, run = payment.bank_line, reconcile(day=clock.today(), actor=None, at=clock.now())
        certificate, statement = story.certificates.get(), line.statement_id
    paths = [
        f"invoices/{story.number}",
        f"payments/{payment.pk}",
        f"lines/{line.pk}",
        f"lines/{line.pk + 1}",
        f"lines/{line.pk + 1}?q=เหนือ",
        f"lines/{line.pk + 1}/match/{story.tenant_id}",
        f"certificates/{certificate.pk}",
        f"journal/{entry.pk}",
        f"reconciliation/{run.pk}",
        f"statements/{statement}",
        f"statements/{statement}/file",
        f"accounts/{ours.pk}",
        "prices/1",
        f"documents/{story.number}",
    ]
    for path in paths:
        assert finance.get(f"/console/money/{path}").status_code == 200, path
    assert finance.get(f"/console/money/statements/{statement}/progress").status_code == 286
    for path in ("invoices/IV-1", "payments/0", "lines/0", "certificates/0", "journal/0", "prices/0", "accounts/0"):
        assert finance.get(f"/console/money/{path}").status_code == 404, path


@pytest.mark.parametrize(("path", "code"), LISTS.items())
def test_lists_are_searched_and_taken_away(finance: HostClient, story: Invoice, path: str, code: str) -> None:
    for query in ("q=เหนือ", "q=65,000", "q=%25", "q=²", "state=nonsense", "sort=nonsense", "page=99", "first_day=x"):
        assert finance.get(f"/console/money/{path}?{query}").status_code == 200, query
    answer = finance.get(f"/console/exports/console-{code}/xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet.max_row >= 1


def test_a_baht_is_explained_to_its_price_book_and_entry(finance: HostClient, story: Invoice) -> None:
    page = finance.get(f"/console/money/invoices/{story.number}").content.decode()
    assert "คิดราคาแพ็กเกจทั้งสัญญา 12 เดือน: 50,000.00 บาท" in page
    assert "/console/money/prices/" in page
    with public_scope():
        entry = LedgerEntry.objects.get(key=f"invoice:{story.number}")
    assert f"/console/money/journal/{entry.pk}" in page
    shown = finance.get(f"/console/money/journal/{entry.pk}").content.decode()
    assert f"/console/money/invoices/{story.number}" in shown


def test_filters_find_what_they_say(finance: HostClient, story: Invoice, south: Tenant) -> None:
    other = bought(south, "M")

    def numbers(query: str) -> set[str]:
        table = finance.get(f"/console/money/invoices?{query}").context["table"]
        with public_scope():
            return {one.record.number for one in table.rows}

    assert numbers("") == {story.number, other.number}
    assert numbers("state=settled") == {story.number}
    assert numbers("state=open") == {other.number}
    assert numbers("q=95000") == {other.number}
    assert numbers("q=ตำบลเหนือ") == {story.number}
    assert numbers("state=overdue") == set()


@pytest.mark.parametrize("path", ["invoices", "payments", "lines?state=", "certificates?state=", "journal", ""])
def test_no_list_asks_more_for_more_rows(finance: HostClient, story: Invoice, ours: BankAccount, path: str) -> None:
    url = f"/console/money/{path}"
    finance.get(url)
    with CaptureQueriesContext(connection) as few:
        finance.get(url)
    for number in range(3):
        with public_scope():
            invoice = bought(applied(60 + number).tenant)
        moved(ours, row(invoice.gross - invoice.withholding, invoice.reference), name=f"{number}.csv")
    with CaptureQueriesContext(connection) as many:
        assert finance.get(url).status_code == 200
    assert len(many) <= len(few)


def test_an_auditor_finds_money_by_the_number_on_a_receipt_or_an_order(finance: HostClient, story: Invoice) -> None:
    with public_scope():
        number = Receipt.objects.get(invoice=story).number
    for words in (number, "12/2570", story.number):
        assert story.number in finance.get("/console/money/invoices", {"q": words}).content.decode(), words
    assert "64,392.52" in finance.get("/console/money/payments", {"q": number}).content.decode()
    assert story.number not in finance.get("/console/money/invoices", {"q": f"{number}9"}).content.decode()


def test_the_only_account_is_chosen_for_an_import(finance: HostClient, ours: BankAccount) -> None:
    page = finance.get("/console/money/statements/import").content.decode()
    assert f'<option value="{ours.pk}" selected>' in page
    assert "---" not in page


def test_receivables_are_searched_filtered_and_taken_away(finance: HostClient, north: Tenant, south: Tenant) -> None:
    bought(north)
    mine, other = f"q={north.dla_code}", f"q={south.dla_code}"
    for query, shown in (("", True), (mine, True), (other, False), ("overdue=yes", False)):
        table = finance.get(f"/console/money/receivables?sort=-total&{query}").context["table"]
        assert [row.record.name for row in table.rows] == ([north.name] if shown else []), query
    assert "65,000.00" in finance.get("/console/money/receivables").content.decode()
    csv = finance.get("/console/money/receivables?export=csv").content.decode("utf-8-sig")
    assert north.name in csv
    assert south.name not in csv


def test_accounts_are_searched_and_taken_away(finance: HostClient, ours: BankAccount) -> None:
    assert ours.dashed in finance.get("/console/money/accounts?q=1234&is_active=1").content.decode()
    assert len(finance.get("/console/money/accounts?is_active=0").context["table"].rows) == 0
    assert ours.number in finance.get("/console/exports/console-accounts/csv").content.decode("utf-8-sig")
