"""What the demo's LGOs ordered and paid, through the services, on the days when they would have."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from stdnum.th import moa

from billing import selectors
from billing.models import Bank, BankAccount, Invoice, Quote
from billing.services import matching, orders, quotes, recognition, statements
from billing.services.customers import CustomerValues, save_customer
from kit import clock
from kit.dates import buddhist_year
from provisioning.services import adoption, reconciling
from tenants.models import Tenant
from tenants.scope import tenant_scope

FIRST_DAY = date(2026, 1, 5)
"""Nothing is sold before the first price book is in force."""
ACCOUNT = {"bank": Bank.KTB, "number": "9800000009", "name": "บัญชีสมมติสำหรับระบบสาธิต"}


@dataclass(frozen=True, kw_only=True)
class Story:
    """What an LGO did; all numbers are days before the demo began.

    `more` is when it ordered another 50 GB, which it has not paid for; `quoted` when it was offered the package
    `wishes`, or, before any order, its first.
    """

    package: str = "S"
    storage: Mapping[str, int] = field(default_factory=dict)
    ordered: int | None = None
    paid: int | None = None
    withholds: bool = False
    more: int | None = None
    quoted: int | None = None
    wishes: str = ""


@dataclass(frozen=True)
class _Event:
    days_ago: int
    happen: Callable[[datetime], object]


def tell(stories: Mapping[Tenant, Story], *, at: datetime) -> bool:
    """Let everything happen in its order; public scope. False when it has happened already."""
    if BankAccount.objects.filter(number=ACCOUNT["number"]).exists():
        return False
    with transaction.atomic():
        ours = statements.save_account(account=None, values=ACCOUNT, actor=None, at=at)
        for number, tenant in enumerate(stories, start=1):
            _write_customer(tenant, number, at)
        events = [event for tenant, story in stories.items() for event in _events(tenant, story, ours)]
        for event in sorted(events, key=lambda one: -one.days_ago):
            event.happen(_moment(at, event.days_ago))
        _month_ends(at)
        reconciling.reconcile_yesterday(at=at)
    return True


def count_use(tenants: list[Tenant], *, at: datetime) -> None:
    """What the night counts, so that the pages of use are not empty on the first day."""
    for tenant in tenants:
        with tenant_scope(tenant):
            adoption.count_use(at=at)


def _events(tenant: Tenant, story: Story, ours: BankAccount) -> Iterator[_Event]:
    if story.ordered is not None:
        yield _Event(story.ordered, lambda at: _order(_quote_first(tenant, story, at), at))
    if story.paid is not None:
        yield _Event(story.paid, lambda at: _pay(tenant, ours, at, withholds=story.withholds))
    if story.more is not None:
        yield _Event(story.more, lambda at: _order(_quote_storage(tenant, at), at))
    if story.quoted is not None:
        yield _Event(story.quoted, lambda at: _quote(tenant, story, at))


def _moment(at: datetime, days_ago: int) -> datetime:
    day = max(clock.bangkok_day(at) - timedelta(days=days_ago), FIRST_DAY)
    return min(datetime(day.year, day.month, day.day, 10, 15, tzinfo=clock.BANGKOK), at)


def _write_customer(tenant: Tenant, number: int, at: datetime) -> None:
    plain = f"09940009{number:04d}"
    values = CustomerValues(
        legal_name=tenant.name,
        tax_id=plain + moa.calc_check_digit(plain),
        branch="สำนักงานใหญ่",
        address=f"ที่ทำการ{tenant.name} อำเภอ{tenant.district}",
        email=tenant.saraban_email,
        contact_name="ผู้อำนวยการกองคลัง",
    )
    save_customer(tenant=tenant, values=values, actor=None, by="ผู้อำนวยการกองคลัง", at=at)


def _quote(tenant: Tenant, story: Story, at: datetime) -> Quote:
    if not story.wishes:
        return _quote_first(tenant, story, at)
    day = clock.bangkok_day(at)
    offer = quotes.offer_upgrade(tenant=tenant, package=story.wishes, starts_on=day, day=day)
    return quotes.issue_quote(tenant=tenant, offer=offer, actor=None, at=at)


def _quote_first(tenant: Tenant, story: Story, at: datetime) -> Quote:
    day = clock.bangkok_day(at)
    offer = quotes.offer_new(tenant=tenant, package=story.package, storage=story.storage, starts_on=day, day=day)
    return quotes.issue_quote(tenant=tenant, offer=offer, actor=None, at=at)


def _quote_storage(tenant: Tenant, at: datetime) -> Quote:
    day = clock.bangkok_day(at)
    offer = quotes.offer_storage(tenant=tenant, code="50GB", units=1, starts_on=day, day=day)
    return quotes.issue_quote(tenant=tenant, offer=offer, actor=None, at=at)


def _order(quote: Quote, at: datetime) -> Invoice:
    day = clock.bangkok_day(at)
    number = f"{quote.pk}/{buddhist_year(day)}"
    acceptance = orders.Acceptance(by="ปลัด", order_number=number, order_date=day)
    return orders.accept_quote(quote=quote, acceptance=acceptance, actor=None, at=at)


def _pay(tenant: Tenant, ours: BankAccount, at: datetime, *, withholds: bool) -> None:
    """By transfer, as the bank's statement of that day tells; what is withheld stays with the LGO."""
    invoice = selectors.open_invoices(tenant).order_by("issued_on", "pk")[0]
    amount = invoice.gross - (invoice.withholding if withholds else Decimal(0))
    day = clock.bangkok_day(at)
    made = statements.import_statement(
        account=ours,
        name=f"statement-{day:%Y%m%d}.csv",
        content=_statement(day, amount, f"รับโอนเงิน {invoice.reference}"),
        today=day,
        actor=None,
        at=at,
    )
    matching.match_statement(statement=made.statement, at=at)


def _statement(day: date, amount: Decimal, text: str) -> bytes:
    rows = ["วันที่,ฝาก,ถอน,คงเหลือ,รายละเอียด", f"{day:%d/%m}/{buddhist_year(day)},{amount},,{amount},{text}"]
    return "\r\n".join(rows).encode()


def _month_ends(at: datetime) -> None:
    """Earn, at the end of each month since the first sale, what that month earned."""
    first = FIRST_DAY.replace(day=1)
    today = clock.bangkok_day(at)
    while (after := (first + timedelta(days=32)).replace(day=1)) <= today:
        recognition.recognise_revenue(day=after - timedelta(days=1), at=at)
        first = after
