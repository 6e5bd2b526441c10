"""Finance at its pages, with money of an LGO."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from billing.models import Bank, BankAccount, Invoice, StatementLine
from billing.services import matching, orders, quotes, statements
from kit import clock
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.billing.statements.files import simple
from tests.support.browser import HostClient

Browse = Callable[[Tenant | None], HostClient]


@pytest.fixture
def finance(browse: Browse, staff: Any) -> HostClient:
    """Somebody of finance at the console."""
    return browse(None).sign_in(staff)


@pytest.fixture
def second(browse: Browse, approver: Any) -> HostClient:
    """Who approves."""
    return browse(None).sign_in(approver)


@pytest.fixture
def ours(in_public: None) -> BankAccount:
    """One of our accounts."""
    values = {"bank": Bank.KTB, "number": "1234567890", "name": "สพร."}
    return statements.save_account(account=None, values=values, actor=None, at=timezone.now())


def bought(tenant: Tenant, package: str = "S") -> Invoice:
    """The invoice of a first subscription, ordered today."""
    now, day = timezone.now(), clock.today()
    with public_scope():
        offer = quotes.offer_new(tenant=tenant, package=package, storage={}, starts_on=day, day=day)
        quote = quotes.issue_quote(tenant=tenant, offer=offer, actor=None, at=now)
        accepted = orders.Acceptance(by="นายก", order_number="12/2570", order_date=day)
        return orders.accept_quote(quote=quote, acceptance=accepted, actor=None, at=now)


def row(amount: str | Decimal, text: str, *, days_ago: int = 1) -> tuple[str, str, str]:
    """A row of a statement."""
    day = clock.today() - timedelta(days=days_ago)
    return f"{day.day}/{day.month}/{day.year + 543}", str(amount), text


def moved(ours: BankAccount, *rows: tuple[str, str, str], name: str = "bank.csv") -> list[StatementLine]:
    """What came in by a file, matched by the rules."""
    now = timezone.now()
    with public_scope():
        made = statements.import_statement(
            account=ours, name=name, content=simple(rows), today=clock.today(), actor=None, at=now
        )
        matching.match_statement(statement=made.statement, at=now)
        return list(made.statement.lines.order_by("position"))
