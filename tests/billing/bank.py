"""Statements that come in."""

from collections.abc import Sequence
from datetime import date

from billing.models import Bank, BankAccount, StatementLine
from billing.services import matching, statements
from tests.billing.conftest import at
from tests.billing.statements.files import simple

TODAY = date(2026, 1, 25)


def account(number: str = "1234567890") -> BankAccount:
    """One of our accounts."""
    values = {"bank": Bank.KTB, "number": number, "name": "สพร."}
    return statements.save_account(account=None, values=values, actor=None, at=at(TODAY))


def imported(ours: BankAccount, rows: Sequence[tuple[str, str, str]], *, name: str = "bank.csv") -> list[StatementLine]:
    """The movements of a file (day พ.ศ., amount, text), matched by the rules; those known before are not in it."""
    made = statements.import_statement(
        account=ours, name=name, content=simple(rows), today=TODAY, actor=None, at=at(TODAY)
    )
    matching.match_statement(statement=made.statement, at=at(TODAY))
    return list(made.statement.lines.order_by("position"))
