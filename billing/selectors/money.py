"""What the operator's finance reads: invoices, payments, ledger, receivables, revenue. Public scope."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import DecimalField, ExpressionWrapper, F, Prefetch, Q, Sum
from django.db.models.functions import TruncMonth

from billing.models import (
    Account,
    CreditNote,
    Difference,
    DifferenceKind,
    Invoice,
    LedgerEntry,
    LedgerLine,
    Payment,
    Receipt,
    Reconciliation,
    Refund,
    RevenueRun,
)
from kit.errors import NotFound, gettext_noop
from kit.money import ZERO

NO_INVOICE = gettext_noop("There is no invoice of this number.")
_MONEY: "DecimalField[Any, Any]" = DecimalField(max_digits=14, decimal_places=2)
BUCKETS = ("not_due", "to_30", "to_60", "to_90", "over_90")
_LIMITS = (0, 30, 60, 90)
_ON_ITS_WAY = timedelta(days=5)
"""How long a payout takes to the account at most, a weekend included."""


def invoices() -> "models.QuerySet[Invoice]":
    """All invoices with what is owed on each (`owed`), newest first."""
    owed = ExpressionWrapper(F("gross") - F("settled") - F("credited"), output_field=_MONEY)
    return Invoice.objects.select_related("tenant", "quote").annotate(owed=owed).order_by("-issued_on", "-pk")


def invoice_by_number(number: str) -> Invoice:
    """An invoice with its lines, payments and documents.

    Raises:
        NotFound: there is none.
    """
    rows = invoices().select_related("tenant", "quote__book").filter(number=number)
    found = rows.prefetch_related("lines", "receipts", "credit_notes", "certificates", "allocations__payment").first()
    if found is None:
        raise NotFound(NO_INVOICE, code="no_invoice")
    return found


def payments() -> "models.QuerySet[Payment]":
    """All payments with what is left of each (`left`), newest first."""
    left = ExpressionWrapper(F("amount") - F("allocated") - F("refunded"), output_field=_MONEY)
    return Payment.objects.select_related("tenant").annotate(left=left).order_by("-received_on", "-pk")


def receipts() -> "models.QuerySet[Receipt]":
    """All receipts, newest first."""
    return Receipt.objects.select_related("invoice__tenant").order_by("-issued_on", "-pk")


def refunds() -> "models.QuerySet[Refund]":
    """All refunds, newest first."""
    return Refund.objects.select_related("payment__tenant", "requested_by").order_by("-requested_at", "-pk")


def credit_notes() -> "models.QuerySet[CreditNote]":
    """All credit notes, newest first."""
    return CreditNote.objects.select_related("invoice__tenant", "issued_by").order_by("-issued_on", "-pk")


def ledger_lines() -> "models.QuerySet[LedgerLine]":
    """The journal: every line with its entry, newest first."""
    return LedgerLine.objects.select_related("entry", "tenant").order_by("-entry__day", "-entry_id", "pk")


def entries_about(documents: Sequence[str]) -> "models.QuerySet[LedgerEntry]":
    """The entries of documents, with their lines, oldest first."""
    lines = Prefetch("lines", LedgerLine.objects.select_related("tenant"))
    return LedgerEntry.objects.filter(document__in=documents).prefetch_related(lines).order_by("day", "pk")


def entry_by_id(pk: int) -> LedgerEntry | None:
    """An entry with its lines."""
    lines = Prefetch("lines", LedgerLine.objects.select_related("tenant"))
    return LedgerEntry.objects.select_related("actor").prefetch_related(lines).filter(pk=pk).first()


def documents_about(invoice: Invoice) -> list[str]:
    """Under which numbers the ledger speaks of an invoice."""
    payments_of = {one.payment.reference[:30] for one in invoice.allocations.all()}
    return [invoice.number, *(note.number for note in invoice.credit_notes.all()), *sorted(payments_of)]


def reconciliations() -> "models.QuerySet[Reconciliation]":
    """All runs, newest first."""
    return Reconciliation.objects.select_related("run_by").order_by("-day")


def differences_of(run: Reconciliation) -> "models.QuerySet[Difference]":
    """What a run found."""
    return run.differences.select_related("line__account", "entry")


def differences_to_look_at(run: Reconciliation) -> "models.QuerySet[Difference]":
    """What somebody has to look at: all but payouts that are on their way for no longer than they take."""
    fresh = Q(kind=DifferenceKind.PAYOUT_NOT_SEEN, day__gt=run.day - _ON_ITS_WAY)
    return run.differences.exclude(fresh)


def revenue_runs() -> "models.QuerySet[RevenueRun]":
    """Until when revenue was posted, newest first."""
    return RevenueRun.objects.select_related("run_by").order_by("-day")


@dataclass(frozen=True)
class Aged:
    """What one LGO owes, by how long it is overdue (baht, in the order of `BUCKETS`)."""

    tenant_id: UUID
    name: str
    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """All that it owes."""
        return sum(self.amounts, ZERO)


def bucket_of(days_overdue: int) -> int:
    """The place in `BUCKETS` of what is overdue for so many days; nothing is due on the day of payment itself."""
    return sum(days_overdue > limit for limit in _LIMITS)


def aged_receivables(day: date, invoices: "models.QuerySet[Invoice] | None" = None) -> list[Aged]:
    """Who owes how much since when, the largest debtor first: open invoices as they are now, aged on `day`."""
    amounts: dict[UUID, list[Decimal]] = defaultdict(lambda: [ZERO] * len(BUCKETS))
    names: dict[UUID, str] = {}
    owed = F("gross") - F("settled") - F("credited")
    chosen = Invoice.objects.all() if invoices is None else invoices
    rows = chosen.filter(settled_at=None).order_by().values_list("tenant_id", "tenant__name", "due_on", owed)
    for tenant_id, name, due_on, amount in rows:
        amounts[tenant_id][bucket_of((day - due_on).days)] += amount
        names[tenant_id] = name
    found = [Aged(key, names[key], tuple(parts)) for key, parts in amounts.items()]
    return sorted(found, key=lambda one: (-one.total, one.name))


def totals(rows: Sequence[Aged]) -> tuple[Decimal, ...]:
    """The sums of the columns."""
    return tuple(sum((one.amounts[place] for one in rows), ZERO) for place in range(len(BUCKETS)))


@dataclass(frozen=True)
class MonthOfMoney:
    """A month, in baht: what was invoiced, came in, was earned, and was deferred at its end."""

    first: date
    invoiced: Decimal
    received: Decimal
    earned: Decimal
    deferred: Decimal


def months_of_money(first: date, last: date) -> list[MonthOfMoney]:
    """Every month from that of `first` to that of `last`."""
    start = first.replace(day=1)
    invoiced = _by_month(Account.RECEIVABLE, start, side="debit", happening="invoiced")
    received = _by_month((Account.BANK, Account.STRIPE), start, side="debit", happening="paid")
    back = _by_month(Account.BANK, start, side="credit", happening="reversed")
    earned = _by_month(Account.REVENUE, start, side="net")
    deferred = _by_month(Account.DEFERRED, start, side="net")
    before = LedgerLine.objects.filter(account=Account.DEFERRED, entry__day__lt=start)
    balance: Decimal = before.aggregate(sum=Sum(F("credit") - F("debit")))["sum"] or ZERO
    found, month = [], start
    while month <= last:
        balance += deferred.get(month, ZERO)
        came = received.get(month, ZERO) - back.get(month, ZERO)
        found.append(MonthOfMoney(month, invoiced.get(month, ZERO), came, earned.get(month, ZERO), balance))
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def _by_month(accounts: Any, start: date, *, side: str, happening: str = "") -> Mapping[date, Decimal]:
    wanted = [accounts] if isinstance(accounts, str) else list(accounts)
    rows = LedgerLine.objects.filter(account__in=wanted, entry__day__gte=start)
    rows = rows.filter(entry__happening=happening) if happening else rows
    amount = F("credit") - F("debit") if side == "net" else F(side)
    sums: Any = rows.annotate(month=TruncMonth("entry__day")).values("month").annotate(sum=Sum(amount))
    return {row["month"]: row["sum"] for row in sums.order_by("month")}


def account_balances(*, first: date | None = None, last: date | None = None) -> list[tuple[Account, Decimal, Decimal]]:
    """Debits and credits of every account within the days, in the order of the accounts (the trial balance)."""
    within = Q(**({"entry__day__gte": first} if first else {}), **({"entry__day__lte": last} if last else {}))
    rows: Any = LedgerLine.objects.filter(within).values("account")
    sums = {row["account"]: row for row in rows.annotate(debits=Sum("debit"), credits=Sum("credit")).order_by()}
    return [(one, sums[one]["debits"], sums[one]["credits"]) for one in Account if one in sums]


def invoice_by_id(pk: int) -> Invoice | None:
    """An invoice."""
    return Invoice.objects.select_related("tenant").filter(pk=pk).first()


def payment_by_id(pk: int) -> Payment | None:
    """A payment with what it settled and what went back."""
    rows = payments().select_related("recorded_by").prefetch_related("allocations__invoice", "refunds", "certificates")
    return rows.filter(pk=pk).first()


def refund_by_id(pk: int) -> Refund | None:
    """A refund."""
    return refunds().filter(pk=pk).first()


def run_by_id(pk: int) -> Reconciliation | None:
    """A reconciliation."""
    return reconciliations().filter(pk=pk).first()
