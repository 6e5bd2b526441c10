"""What was moved on our accounts, and which invoices it may be for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from billing.models import (
    Account,
    BankAccount,
    BankMatch,
    CertificateState,
    Happening,
    Invoice,
    LedgerEntry,
    LineState,
    Statement,
    StatementLine,
)
from billing.rules import withholding
from billing.statements.references import canonical
from kit.money import ZERO

_FORETOLD = (Happening.PAID_OUT, Happening.PAYOUT_FAILED, Happening.REFUND_DONE, Happening.REFUND_FAILED)
_WITHIN_DAYS = 7


@dataclass(frozen=True)
class Owed:
    """An open invoice, and the tax that may still be withheld of it (baht)."""

    invoice: Invoice
    withholding: Decimal

    @property
    def balance(self) -> Decimal:
        """What is owed."""
        return self.invoice.balance

    @property
    def net(self) -> Decimal:
        """What comes when the tax is withheld."""
        return self.balance - self.withholding


def bank_accounts(*, active_only: bool = False) -> "models.QuerySet[BankAccount]":
    """Our accounts, with how many movements wait."""
    rows = BankAccount.objects.annotate(
        waiting=Count("lines", filter=Q(lines__state=LineState.WAITING)), last_day=models.Max("lines__booked_on")
    )
    return rows.filter(is_active=True) if active_only else rows


def statements() -> "models.QuerySet[Statement]":
    """Imported files, newest first."""
    rows = Statement.objects.select_related("account", "imported_by")
    waiting = Count("lines", filter=Q(lines__state=LineState.WAITING))
    return rows.annotate(waiting=waiting).order_by("-imported_at", "-pk")


def bank_lines() -> "models.QuerySet[StatementLine]":
    """Movements on our accounts, newest first."""
    rows = StatementLine.objects.select_related("account", "payment__tenant", "statement")
    return rows.order_by("-booked_on", "-pk")


def matches_of(line: StatementLine) -> "models.QuerySet[BankMatch]":
    """What the movement was taken for, undone matches included."""
    return line.matches.select_related("payment__tenant", "matched_by", "undone_by")


def waiting_lines() -> "models.QuerySet[StatementLine]":
    """Movements that nobody has dealt with."""
    return bank_lines().filter(state=LineState.WAITING)


def owed(invoices: "models.QuerySet[Invoice]") -> list[Owed]:
    """Open invoices with the tax that may still be withheld of each."""
    counted = ~Q(certificates__state=CertificateState.CANCELLED)
    kept = Coalesce(Sum("certificates__amount", filter=counted), ZERO)
    rows: Any = invoices.filter(settled_at=None).select_related("tenant", "quote__book").annotate(kept=kept)
    return [Owed(one, _withholding(one, one.kept)) for one in rows.order_by("due_on", "pk")]


def _withholding(invoice: Invoice, kept: Decimal) -> Decimal:
    """Of a whole invoice what stands on it; of the rest of one, the tax on that rest."""
    if not invoice.settled and not invoice.credited:
        return invoice.withholding
    rate = invoice.quote.book.withholding_percent
    most = withholding(gross=invoice.balance, vat_rate=invoice.vat_percent, rate=rate)
    return max(min(most, invoice.withholding - kept), ZERO)


def owed_by_reference(references: Iterable[str]) -> list[Owed]:
    """The open invoices of these references (digits only)."""
    wanted = [f"IV{one}" for one in references]
    return owed(Invoice.objects.filter(reference__in=wanted)) if wanted else []


def owed_of(tenant_id: Any) -> list[Owed]:
    """The open invoices of an LGO, oldest first."""
    return owed(Invoice.objects.filter(tenant_id=tenant_id))


def movements_foretold(line: StatementLine, *, days: int = _WITHIN_DAYS) -> Sequence[LedgerEntry]:
    """Payouts and refunds in the ledger that move just this amount about that day, and that no movement is tied to."""
    debit, credit = (line.amount, ZERO) if line.amount > 0 else (ZERO, -line.amount)
    near = timedelta(days=days)
    rows = LedgerEntry.objects.filter(
        happening__in=_FORETOLD,
        bank_line=None,
        day__range=(line.booked_on - near, line.booked_on + near),
        lines__account=Account.BANK,
        lines__debit=debit,
        lines__credit=credit,
    )
    return list(rows.order_by("day", "pk")[:20])


def open_references() -> dict[str, int]:
    """The references of all open invoices, digits only, with the invoices' ids."""
    rows = Invoice.objects.filter(settled_at=None).values_list("reference", "pk")
    return {canonical(reference): pk for reference, pk in rows}


def lines_until(day: date) -> "models.QuerySet[StatementLine]":
    """Movements up to the end of a day."""
    return StatementLine.objects.filter(booked_on__lte=day)


def sum_of(rows: "models.QuerySet[Any]", field: str = "amount") -> Decimal:
    """The sum of a column."""
    found: Decimal = rows.aggregate(sum=Coalesce(Sum(F(field)), ZERO))["sum"]
    return found


def line_by_id(pk: int) -> StatementLine | None:
    """A movement with what became of it."""
    return bank_lines().select_related("entry", "decided_by").filter(pk=pk).first()


def statement_by_id(pk: int) -> Statement | None:
    """An imported file."""
    return statements().filter(pk=pk).first()


def account_by_id(pk: int) -> BankAccount | None:
    """One of our accounts."""
    return bank_accounts().filter(pk=pk).first()


def open_invoices_like(words: str, *, most: int = 20) -> list[Owed]:
    """Open invoices of an LGO or a number that has all of the words."""
    rows = Invoice.objects.all()
    for word in words.split():
        rows = rows.filter(Q(number__icontains=word) | Q(tenant__name__icontains=word) | Q(reference__icontains=word))
    return owed(rows)[:most]
