"""The daily comparison of bank, Stripe and ledger: what one of them knows and another does not."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Q, Sum

from billing.models import (
    Account,
    Difference,
    DifferenceKind,
    Happening,
    Invoice,
    LedgerLine,
    LineState,
    Payout,
    PayoutState,
    ProviderTransaction,
    Reconciliation,
    RunState,
)
from billing.selectors.bank import lines_until, sum_of
from billing.selectors.contracts import balance_of
from kit import clock
from kit.money import ZERO
from shared_apps.audit.services import record

_PAYOUT = "payout"
_DOCUMENT = 30
"""How much of a provider's reference stands on entries of the ledger."""


@transaction.atomic
def reconcile(*, day: date, actor: Any, at: datetime) -> Reconciliation:
    """Compare everything up to the end of `day` and keep what was found; run again, it is found anew.

    The differences of bank and of Stripe add up to the differences of their totals.
    """
    found = [*_bank(day), *_stripe(day), *_books(day)]
    moved = lines_until(day)
    values: dict[str, Any] = {
        "state": RunState.DIFFERS if found else RunState.AGREES,
        "bank_total": sum_of(moved.exclude(state=LineState.ASIDE)),
        "aside_total": sum_of(moved.filter(state=LineState.ASIDE)),
        "ledger_bank": _ledger(Account.BANK, day),
        "stripe_total": sum(_provider_side(day).values(), ZERO),
        "ledger_stripe": _ledger(Account.STRIPE, day),
        "count": len(found),
        "run_at": at,
        "run_by": actor,
    }
    run, _is_new = Reconciliation.objects.update_or_create(day=day, defaults=values)
    run.differences.all().delete()
    for difference in found:
        difference.reconciliation = run
    Difference.objects.bulk_create(found)
    record("billing.reconciled", actor=actor, target=run, data={"day": day.isoformat(), "count": len(found)}, at=at)
    return run


def _bank(day: date) -> Iterator[Difference]:
    """Movements that the ledger does not know by that day, and entries that no movement shows by that day."""
    known = Q(entry__isnull=False, entry__day__lte=day)
    for line in lines_until(day).exclude(state=LineState.ASIDE).exclude(known).order_by("booked_on", "pk"):
        yield Difference(
            kind=DifferenceKind.LINE_NOT_MATCHED,
            day=line.booked_on,
            amount=line.amount,
            reference=line.reference or line.number,
            line=line,
        )
    seen = Q(entry__bank_line__isnull=False, entry__bank_line__booked_on__lte=day)
    rows: Any = LedgerLine.objects.filter(account=Account.BANK, entry__day__lte=day).exclude(seen)
    for document, group in _by_document(rows.select_related("entry").order_by("entry__day", "pk")).items():
        amount = sum((one.debit - one.credit for one in group), ZERO)
        if amount:
            entry = group[-1].entry
            is_payout = entry.happening in {Happening.PAID_OUT, Happening.PAYOUT_FAILED}
            yield Difference(
                kind=DifferenceKind.PAYOUT_NOT_SEEN if is_payout else DifferenceKind.ENTRY_NOT_SEEN,
                day=entry.day,
                amount=-amount,
                reference=document,
                entry=entry,
            )


def _by_document(rows: Any) -> dict[str, list[LedgerLine]]:
    """What was reversed stands under the same document, and takes itself away."""
    groups: dict[str, list[LedgerLine]] = defaultdict(list)
    for row in rows:
        groups[row.entry.document].append(row)
    return groups


def _stripe(day: date) -> Iterator[Difference]:
    """References under which Stripe and the ledger moved different sums."""
    theirs, ours = _provider_side(day), _ledger_side(day)
    for reference in sorted(set(theirs) | set(ours)):
        amount = theirs.get(reference, ZERO) - ours.get(reference, ZERO)
        if amount:
            kind = DifferenceKind.STRIPE_MISSING if amount > 0 else DifferenceKind.STRIPE_UNKNOWN
            yield Difference(kind=kind, day=day, amount=amount, reference=reference)


def _provider_side(day: date) -> dict[str, Decimal]:
    """What our balance at Stripe moved by, under the reference of the payment, or of what else moved it."""
    moved: dict[str, Decimal] = defaultdict(lambda: ZERO)
    until = datetime.combine(day + timedelta(days=1), time.min, clock.BANGKOK)
    rows = ProviderTransaction.objects.filter(happened_at__lt=until).exclude(kind__startswith=_PAYOUT)
    for subject, reference, net in rows.values_list("subject", "payment__reference", F("amount") - F("fee")):
        moved[(reference or subject)[:_DOCUMENT]] += net
    paid_out = Payout.objects.filter(state=PayoutState.PAID, arrives_on__lte=day)
    for reference, amount in paid_out.values_list("reference", "amount"):
        moved[reference[:_DOCUMENT]] -= amount
    return moved


def _ledger_side(day: date) -> dict[str, Decimal]:
    rows: Any = LedgerLine.objects.filter(account=Account.STRIPE, entry__day__lte=day).values("entry__document")
    sums = rows.annotate(sum=Sum(F("debit") - F("credit"))).order_by("entry__document")
    return {row["entry__document"]: row["sum"] for row in sums}


def _books(day: date) -> Iterator[Difference]:
    """Whether the books hold in themselves, as of now."""
    unbalanced = sum_of(LedgerLine.objects.all(), "debit") - sum_of(LedgerLine.objects.all(), "credit")
    if unbalanced:
        yield Difference(kind=DifferenceKind.LEDGER_UNBALANCED, day=day, amount=unbalanced)
    totals = Invoice.objects.aggregate(owed=Sum(F("gross") - F("settled") - F("credited")))
    differs = (totals["owed"] or ZERO) - balance_of(Account.RECEIVABLE)
    if differs:
        yield Difference(kind=DifferenceKind.INVOICES_DIFFER, day=day, amount=differs)


def _ledger(account: Account, day: date) -> Decimal:
    rows = LedgerLine.objects.filter(account=account, entry__day__lte=day)
    return sum_of(rows, "debit") - sum_of(rows, "credit")
