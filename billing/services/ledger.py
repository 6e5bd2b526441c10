"""Posting to the ledger."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from billing.models import Account, Happening, LedgerEntry, LedgerLine
from kit.money import ZERO
from tenants.models import Tenant


class Line(NamedTuple):
    """What one account gets: a debit, or a credit when negative. Nothing is written for zero."""

    account: Account
    amount: Decimal


def debit(account: Account, amount: Decimal) -> Line:
    """A debit of the account."""
    return Line(account, amount)


def credit(account: Account, amount: Decimal) -> Line:
    """A credit of the account."""
    return Line(account, -amount)


@transaction.atomic
def post(
    *,
    key: str,
    happening: Happening,
    tenant: Tenant | None,
    lines: Sequence[Line],
    day: date,
    at: datetime,
    document: str = "",
    actor: Any = None,
) -> LedgerEntry:
    """Write one balanced entry.

    Raises:
        ValueError: debits and credits differ, or there is nothing to write.
        IntegrityError: this happening was posted before.
    """
    written = [line for line in lines if line.amount]
    if not written or sum((line.amount for line in written), ZERO) != 0:
        raise ValueError(f"{key} does not balance: {written}")
    entry = LedgerEntry(key=key, happening=happening, day=day, at=at, document=document, actor=actor)
    entry.save()
    LedgerLine.objects.bulk_create([_row(entry, tenant, line) for line in written])
    return entry


def _row(entry: LedgerEntry, tenant: Tenant | None, line: Line) -> LedgerLine:
    debit_, credit_ = (line.amount, ZERO) if line.amount > 0 else (ZERO, -line.amount)
    return LedgerLine(entry=entry, tenant=tenant, account=line.account, debit=debit_, credit=credit_)
