"""Revenue: a twelfth of a year is earned when its month is over, the installation when it is done."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Prefetch, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from billing.models import (
    Account,
    Happening,
    Invoice,
    InvoiceLine,
    ItemKind,
    LedgerEntry,
    LedgerLine,
    RevenueRun,
    TermItem,
)
from billing.periods import MONTHS
from billing.services.failures import SomeFailed
from billing.services.ledger import credit, debit, post
from kit import clock
from kit.errors import Invalid
from kit.money import ZERO, baht
from shared_apps.audit.services import record

CHUNK = 500
TO_COME = _("This day is still to come. Nothing is earned before its day.")
log = structlog.get_logger(__name__)


def recognise_revenue(*, day: date, at: datetime, actor: Any = None) -> int:
    """Post what every begun invoice has earned until the end of `day` and that was not posted yet.

    What a credit note took back is earned no longer. Running it again for the same day posts nothing. Returns how many
    entries it wrote; an invoice that could not be posted stands in the log, and is counted in the `RevenueRun`.

    Raises:
        Invalid: the day is still to come.
    """
    if day > clock.bangkok_day(at):
        raise Invalid(TO_COME, code="to_come", field="day")
    written = failed = 0
    for chunk in _chunks(Invoice.objects.filter(quote__items__isnull=False).distinct()):
        for invoice in _in_need(chunk, day):
            try:
                written += _recognise(invoice, day, at)
            except Exception:  # whatever it is, the next invoice comes
                log.exception("revenue_not_posted", invoice=invoice.number)
                failed += 1
    _note(day, failed, actor=actor, at=at)
    return written


def recognise_last_month(*, at: datetime) -> int:
    """Post what was earned until the end of last month, once: also when the night after it did not come to that.

    Raises:
        SomeFailed: invoices could not be posted; the others are, and it is tried again.
    """
    last_day = clock.bangkok_day(at).replace(day=1) - timedelta(days=1)
    run = RevenueRun.objects.filter(day=last_day, failed=0).first()
    if run is not None and clock.bangkok_day(run.run_at) > last_day:
        return 0
    count = recognise_revenue(day=last_day, at=at)
    failed = RevenueRun.objects.get(day=last_day).failed
    if failed:
        raise SomeFailed(f"{failed} invoices")
    return count


def _chunks(rows: "QuerySet[Invoice]") -> Iterator[list[Invoice]]:
    """All of them in the order of their ids, with what they earn by, a few queries a chunk."""
    rows = _with_parts(rows).order_by("pk")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield chunk
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _with_parts(rows: "QuerySet[Invoice]") -> "QuerySet[Invoice]":
    items = TermItem.objects.select_related("term__subscription")
    return rows.prefetch_related("lines", "credit_notes", Prefetch("quote__items", queryset=items))


def _in_need(chunk: Sequence[Invoice], day: date) -> Iterator[Invoice]:
    """Those of which something is to be posted."""
    posted = _posted(chunk)
    return (invoice for invoice in chunk if _earned(invoice, day) != posted.get(invoice.number, ZERO))


@transaction.atomic
def _recognise(invoice: Invoice, day: date, at: datetime) -> bool:
    """Post one, as it is under its lock; returns whether there was something."""
    rows = _with_parts(Invoice.objects.select_for_update(of=("self",)).select_related("tenant", "quote"))
    locked = rows.get(pk=invoice.pk)
    delta = _earned(locked, day) - _posted([locked]).get(locked.number, ZERO)
    if not delta:
        return False
    deferred, revenue = (debit, credit) if delta > 0 else (credit, debit)
    post(
        key=f"earned:{locked.number}:{day.isoformat()}:{_times(locked)}",
        happening=Happening.EARNED,
        tenant=locked.tenant,
        lines=[deferred(Account.DEFERRED, abs(delta)), revenue(Account.REVENUE, abs(delta))],
        day=day,
        at=at,
        document=locked.number,
    )
    return True


def _earned(invoice: Invoice, day: date) -> Decimal:
    """What an invoice has earned until the end of the day, less what was taken back of it (baht, before VAT)."""
    taken_back = sum((note.net for note in invoice.credit_notes.all()), ZERO)
    items = sorted(invoice.quote.items.all(), key=lambda item: item.pk)
    whole = sum((_earned_by(line, items, day) for line in invoice.lines.all()), ZERO)
    return baht(whole * (invoice.net - taken_back) / invoice.net)


def _earned_by(line: InvoiceLine, items: Sequence[TermItem], day: date) -> Decimal:
    if line.kind == ItemKind.INSTALLATION:
        return line.net if any(item.starts_on <= day for item in items) else ZERO
    item = next((one for one in items if (one.kind, one.code) == (line.kind, line.code)), None)
    if item is None or not line.months:
        return ZERO
    return line.net * min(months_over(item, day), line.months) / line.months


def months_over(item: TermItem, day: date) -> int:
    """Months of the term that began with or after the item's first one and were over at the end of `day`."""
    period = item.term.period
    first = MONTHS - period.months_left(item.starts_on)
    after = day + timedelta(days=1)
    return sum(period.boundary(month + 1) <= after for month in range(first, MONTHS))


def _posted(invoices: Sequence[Invoice]) -> Mapping[str, Decimal]:
    """What was posted of each before, by number."""
    rows: Any = LedgerLine.objects.filter(
        account=Account.REVENUE,
        entry__document__in=[invoice.number for invoice in invoices],
        entry__happening=Happening.EARNED,
    )
    sums = rows.values("entry__document").annotate(sum=Sum(F("credit") - F("debit"))).order_by()
    return {row["entry__document"]: row["sum"] for row in sums}


def _times(invoice: Invoice) -> int:
    return LedgerEntry.objects.filter(document=invoice.number, happening=Happening.EARNED).count()


@transaction.atomic
def _note(day: date, failed: int, *, actor: Any, at: datetime) -> None:
    """Keep that it was run, and what stands in the ledger for this day, whichever run posted it."""
    RevenueRun.objects.get_or_create(day=day, defaults={"run_at": at})
    run = RevenueRun.objects.select_for_update().get(day=day)
    entries = LedgerEntry.objects.filter(day=day, happening=Happening.EARNED)
    run.count, run.amount = entries.count(), _revenue(LedgerLine.objects.filter(entry__in=entries))
    run.failed, run.run_at, run.run_by = failed, at, actor
    run.save()
    data: dict[str, object] = {"day": day.isoformat(), "count": run.count, "failed": failed}
    record("billing.revenue_recognised", actor=actor, target=run, data=data, at=at)


def _revenue(lines: "QuerySet[LedgerLine]") -> Decimal:
    of_revenue = lines.filter(account=Account.REVENUE)
    found: Decimal = of_revenue.aggregate(sum=Coalesce(Sum(F("credit") - F("debit")), ZERO))["sum"]
    return found
