"""Revenue: a twelfth of a year is earned when its month is over, the installation when it is done."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from billing.models import Account, Happening, Invoice, InvoiceLine, ItemKind, LedgerLine, TermItem
from billing.periods import MONTHS
from billing.services.ledger import credit, debit, post
from kit.money import ZERO, baht


def recognise_revenue(*, day: date, at: datetime) -> int:
    """Post what every begun invoice has earned until the end of `day` and that was not posted yet.

    What a credit note took back is earned no longer. Running it again for the same day posts nothing. Returns how many
    entries it wrote.
    """
    begun = Invoice.objects.filter(quote__items__isnull=False).distinct().order_by("pk")
    return sum(_recognise(invoice, day, at) for invoice in begun.iterator())


@transaction.atomic
def _recognise(invoice: Invoice, day: date, at: datetime) -> bool:
    locked = Invoice.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=invoice.pk)
    taken_back = locked.credit_notes.aggregate(sum=Coalesce(Sum("net"), ZERO))["sum"]
    share = (locked.net - taken_back) / locked.net
    earned = baht(sum((_earned(line, locked, day) for line in locked.lines.all()), ZERO) * share)
    delta = earned - _posted(locked)
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


def _earned(line: InvoiceLine, invoice: Invoice, day: date) -> Decimal:
    items = TermItem.objects.filter(quote_id=invoice.quote_id).select_related("term__subscription")
    if line.kind == ItemKind.INSTALLATION:
        return line.net if items.filter(starts_on__lte=day).exists() else ZERO
    item = items.filter(kind=line.kind, code=line.code).first()
    if item is None or not line.months:
        return ZERO
    return line.net * min(months_over(item, day), line.months) / line.months


def months_over(item: TermItem, day: date) -> int:
    """Months of the term that began with or after the item's first one and were over at the end of `day`."""
    period = item.term.period
    first = MONTHS - period.months_left(item.starts_on)
    after = day + timedelta(days=1)
    return sum(period.boundary(month + 1) <= after for month in range(first, MONTHS))


def _posted(invoice: Invoice) -> Decimal:
    rows = LedgerLine.objects.filter(
        account=Account.REVENUE, entry__document=invoice.number, entry__happening=Happening.EARNED
    )
    found: Decimal = rows.aggregate(sum=Coalesce(Sum(F("credit") - F("debit")), ZERO))["sum"]
    return found


def _times(invoice: Invoice) -> int:
    rows = LedgerLine.objects.filter(
        account=Account.REVENUE, entry__document=invoice.number, entry__happening=Happening.EARNED
    )
    return rows.count()
