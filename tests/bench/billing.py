"""A night of renewals for all LGOs of the country, and invoices with their PDFs.

`./dev bench billing [--quick]`. 7,850 rows of LGOs whose contracts end in ninety days, without schemas: the night
offers each its renewal. The same night is then run again, when it finds nothing to do. Then quotations are accepted by
purchase order, and the PDF of each invoice is made, in one process.
"""

import resource
import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench._harness import bench_database, finish, is_quick, machine, say, seconds, table, timed

LGOS, INVOICES = (500, 40) if is_quick() else (7_850, 500)
STARTS, ENDS = date(2026, 1, 1), date(2027, 1, 1)
NIGHT = datetime(2026, 10, 3, 0, 30, tzinfo=UTC)
"""Ninety days before the end."""


def main() -> int:
    """Run the bench."""
    machine()
    with bench_database("billing"), TemporaryDirectory() as media:
        from django.conf import settings

        from tenants import scope

        settings.MEDIA_ROOT = Path(media)
        scope.enter(None)
        say(f"{LGOS:,} LGOs with contracts made in {seconds(timed(make_customers))}")
        before = _memory()
        night, again = _nights()
        grown = _memory() - before
        invoices, documents = _invoices()
        table(
            ["what", "how many", "took", "each"],
            [
                ["night that offers renewals", f"{LGOS:,}", seconds(night), seconds(night / LGOS)],
                ["the same night again", f"{LGOS:,}", seconds(again), seconds(again / LGOS)],
                ["order → invoice", f"{INVOICES:,}", seconds(invoices), seconds(invoices / INVOICES)],
                ["PDF of an invoice", f"{INVOICES:,}", seconds(documents), seconds(documents / INVOICES)],
            ],
        )
        say(f"memory grew by {grown:.0f} MB in the two nights")
        per_second = INVOICES / (invoices + documents)
        finish(
            renewal_s=round(night, 1),
            invoices_per_s=round(per_second, 1),
            again_s=round(again, 2),
            memory_mb=round(grown),
            tenants=LGOS,
        )
    return 0


def _memory() -> float:
    """The most that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make_customers() -> None:
    """LGOs with package S and 100 GB for 2026, all rows as an order writes them, paid for."""
    from billing.models import ItemKind, PriceBook, Quote, Subscription, Term, TermItem
    from tenants.models import Tenant
    from tenants.workflow import TenantState

    book = PriceBook.objects.get()
    size, gigabyte = book.packages.get(code="S"), 1024**3
    tenants = Tenant.objects.bulk_create(
        [
            Tenant(
                name=f"องค์การบริหารส่วนตำบลที่ {number}",
                lgo_type="sao",
                dla_code=f"{number:08d}",
                province_code="48",
                state=TenantState.ACTIVE,
                accounts=size.accounts,
                bytes_allowed=110 * gigabyte,
                entitled_until=date(2026, 12, 31),
            )
            for number in range(LGOS)
        ],
        batch_size=1000,
    )
    contracts = Subscription.objects.bulk_create(
        [Subscription(tenant=tenant, anchor_day=1, started_on=STARTS) for tenant in tenants], batch_size=1000
    )
    terms = Term.objects.bulk_create(
        [Term(subscription=one, position=1, starts_on=STARTS, ends_on=ENDS, book=book) for one in contracts],
        batch_size=1000,
    )
    amounts = {"gross": Decimal(62_000), "net": Decimal("57943.93"), "vat": Decimal("4056.07")}
    quotes = Quote.objects.bulk_create(
        [
            Quote(
                number=f"QT-2569-{number:06d}",
                tenant=tenant,
                kind="new",
                state="accepted",
                book=book,
                package="S",
                starts_on=STARTS,
                valid_until=STARTS,
                **amounts,
            )
            for number, tenant in enumerate(tenants, start=1)
        ],
        batch_size=1000,
    )
    days = {"starts_on": STARTS, "ends_on": ENDS}
    package = {"kind": ItemKind.PACKAGE, "code": "S", "price": size.yearly, "accounts": size.accounts}
    more = {"kind": ItemKind.STORAGE, "code": "100GB", "price": Decimal(1_000), "storage": 100 * gigabyte}
    TermItem.objects.bulk_create(
        [
            TermItem(term=term, quote=quote, **values, **days)
            for term, quote in zip(terms, quotes, strict=True)
            for values in (package | {"storage": 10 * gigabyte}, more)
        ],
        batch_size=2000,
    )


def _nights() -> tuple[float, float]:
    from billing.services.nightly import run_night

    started = time.perf_counter()
    steps = dict(run_night(at=NIGHT).steps)
    night = time.perf_counter() - started
    if steps != {"renewal": LGOS}:
        raise SystemExit(f"the night did {steps}")
    started = time.perf_counter()
    steps = dict(run_night(at=NIGHT).steps)
    if steps:
        raise SystemExit(f"the same night again did {steps}")
    return night, time.perf_counter() - started


def _invoices() -> tuple[float, float]:
    from billing.models import Quote
    from billing.services import orders
    from billing.services.documents import pdf_of

    acceptance = orders.Acceptance(by="นายก", order_number="12/2570", order_date=date(2026, 10, 3))
    open_quotes = list(Quote.objects.filter(kind="renewal", state="issued").order_by("pk")[:INVOICES])
    started = time.perf_counter()
    made = [orders.accept_quote(quote=one, acceptance=acceptance, actor=None, at=NIGHT) for one in open_quotes]
    invoices = time.perf_counter() - started
    started = time.perf_counter()
    for invoice in made:
        if not pdf_of(invoice).startswith(b"%PDF-"):
            raise SystemExit(f"{invoice.number} is no PDF")
    return invoices, time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
