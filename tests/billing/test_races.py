"""Many at once: numbers without gap, a payment told by many, a card and a transfer for one invoice."""

from datetime import date
from decimal import Decimal
from itertools import count
from threading import Lock
from typing import Any

import pytest
from django.db import connection, transaction

from billing.models import (
    Account,
    DocumentKind,
    Invoice,
    LedgerEntry,
    Payment,
    Receipt,
    Statement,
    StatementLine,
    Tender,
)
from billing.selectors import balance_of, trial_balance
from billing.services import statements
from billing.services.numbers import next_document_number
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.billing.bank import TODAY, account, imported
from tests.billing.conftest import at, ordered, paid
from tests.billing.statements.files import simple
from tests.support.threads import race

DAY = date(2026, 10, 1)
THREADS = 64


class _Undone(Exception):
    """A transaction that is rolled back."""


def _numbers(take: Any) -> list[str]:
    """What 64 threads get of whom every fifth changes their mind."""

    def work(index: int) -> str:
        with public_scope(), transaction.atomic():
            number: str = take()
            if index % 5 == 0:
                raise _Undone
            return number

    return sorted(got for got in race(work, THREADS) if isinstance(got, str))


def test_64_threads_and_a_fifth_of_them_rolled_back_leave_no_gap(committed: str, north: Tenant) -> None:
    found = _numbers(lambda: next_document_number(kind=DocumentKind.RECEIPT, day=DAY))
    assert found == [f"RT-2570-{place:06}" for place in range(1, len(found) + 1)]
    assert len(found) == THREADS - 13


def test_the_harness_finds_gaps_of_a_counter_that_does_not_roll_back(committed: str, north: Tenant) -> None:
    counter, lock = count(1), Lock()

    def faulty() -> str:
        with lock:
            return f"RT-2570-{next(counter):06}"

    found = _numbers(faulty)
    assert found != [f"RT-2570-{place:06}" for place in range(1, len(found) + 1)]


def test_one_payment_told_by_18_at_once_is_one_receipt(committed: str, north: Tenant) -> None:
    with public_scope():
        invoice = ordered(north)

    def tell(_index: int) -> int:
        with public_scope():
            payment: Payment = paid(north, invoice, amount="65000", tender=Tender.STRIPE, reference="pi_1")
            return int(payment.pk)

    told = race(tell, 18)
    with public_scope():
        assert set(told) == {Payment.objects.get().pk}
        assert Receipt.objects.count() == 1
        assert balance_of(Account.STRIPE) == 65_000


def test_card_and_transfers_at_once_settle_once_and_leave_credit(committed: str, north: Tenant) -> None:
    with public_scope():
        invoice = ordered(north)

    def pay(index: int) -> Any:
        with public_scope():
            tender = Tender.STRIPE if index % 2 else Tender.TRANSFER
            return paid(north, invoice, amount="65000", tender=tender, reference=f"ref-{index}").pk

    told = race(pay, 8)
    with public_scope():
        assert all(isinstance(one, int) for one in told), told
        settled = Invoice.objects.get(pk=invoice.pk)
        assert (settled.balance, Receipt.objects.count()) == (0, 1)
        assert -balance_of(Account.CREDIT, north) == 7 * 65_000
        assert sum(trial_balance().values()) == Decimal(0)


@pytest.mark.parametrize("statement", ["UPDATE billing_ledgerline SET debit = 1", "DELETE FROM billing_ledgerentry"])
def test_the_database_refuses_to_change_the_ledger(committed: str, north: Tenant, statement: str) -> None:
    with public_scope():
        ordered(north)
        with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
            cursor.execute(statement)
        assert LedgerEntry.objects.count() == 1


def test_one_statement_imported_by_eight_at_once_is_there_once(committed: str, north: Tenant) -> None:
    with public_scope():
        ours, content = account(), simple([("20/01/2569", "65000", ordered(north).reference), ("20/01/2569", "7", "?")])

    def bring(_index: int) -> int:
        with public_scope():
            made = statements.import_statement(
                account=ours, name="bank.csv", content=content, today=TODAY, actor=None, at=at(TODAY)
            )
            return made.statement.new_count

    told = race(bring, 8)
    assert sorted(str(getattr(one, "code", one)) for one in told) == ["2", *["known_file"] * 7]
    with public_scope():
        assert (Statement.objects.count(), StatementLine.objects.count()) == (1, 2)


def test_files_that_overlap_imported_and_matched_at_once_record_each_payment_once(
    committed: str, north: Tenant
) -> None:
    """Longer and longer files of one day, each brought and matched by somebody else at the same moment."""
    with public_scope():
        ours, invoice = account(), ordered(north)
    rows = [("20/01/2569", "65000", invoice.reference), *[("20/01/2569", "100", "?")] * 5]

    def bring(index: int) -> int:
        with public_scope():
            return len(imported(ours, rows[: index + 1], name=f"bank-{index}.csv"))

    told = race(bring, 6)
    assert not [one for one in told if isinstance(one, Exception)], told
    with public_scope():
        assert StatementLine.objects.count() == sum(one for one in told if isinstance(one, int)) == 6
        assert (Payment.objects.count(), Receipt.objects.count()) == (1, 1)
        assert balance_of(Account.BANK) == 65_000
