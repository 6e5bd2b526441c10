"""The jobs of money as they run: a tick of the scheduler in Redis, a dispatcher, a worker, and what people then see."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from dramatiq import Message as Tick
from dramatiq.brokers.redis import RedisBroker
from dramatiq_crontab import scheduler

from billing.models import Account, Invoice, LedgerEntry, Reconciliation, RevenueRun
from billing.selectors import balance_of
from kit import clock
from kit.money import baht
from shared_apps.jobs.models import JobState, OutboxJob
from shared_apps.jobs.services import enqueue
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.billing.conftest import ordered, paid
from tests.support import processes
from tests.support.browser import HostClient
from tests.support.processes import own_redis, wait_until

REVENUE, RECONCILE = "billing.recognise_revenue", "provisioning.reconcile"
INSTALLATION, PACKAGE = Decimal("14018.69"), Decimal("46728.97")


@pytest.mark.parametrize(("name", "hour", "minute"), [(REVENUE, 1, 15), (RECONCILE, 6, 0), ("billing.night", 0, 30)])
def test_when_they_run(name: str, hour: int, minute: int) -> None:
    """Each night: revenue too, so that a month whose first night was missed is posted in the second."""
    (job,) = [job for job, *_store in scheduler._pending_jobs if job.name == f"tick.{name}"]
    noon = datetime(2026, 11, 30, 12, tzinfo=clock.BANGKOK)
    found = job.trigger.get_next_fire_time(None, noon).astimezone(clock.BANGKOK)
    assert (found.date(), found.hour, found.minute) == (date(2026, 12, 1), hour, minute)


@contextmanager
def _platform(database: str) -> Iterator[Callable[[str], None]]:
    """A worker and a dispatcher as processes; gives what the scheduler does when a job's time has come."""
    with own_redis() as redis:
        env = processes.environment(database, REDIS_URL=redis.url)
        broker = RedisBroker(url=redis.url)  # type: ignore[no-untyped-call]  # dramatiq leaves it without types
        broker.declare_queue("default")

        def tick(name: str) -> None:
            message: Tick[Any] = Tick("default", f"tick.{name}", (), {}, {})
            broker.enqueue(message)

        with processes.running(processes.worker(), env), processes.running(processes.manage("dispatch_jobs"), env):
            yield tick


def _done(name: str, times: int) -> bool:
    with public_scope():
        assert not OutboxJob.objects.filter(state=JobState.DEAD).exists()
        return OutboxJob.objects.filter(name=name, state=JobState.DONE).count() >= times


def _run(tick: Callable[[str], None], name: str) -> None:
    """By the scheduler, and then once more by hand: two ticks of one minute are one job."""
    tick(name)
    tick(name)
    wait_until(lambda: _done(name, 1))
    with public_scope():
        enqueue(name)
    wait_until(lambda: _done(name, 2))


def test_revenue_and_reconciliation_run_twice_and_say_what_differs(
    committed: str, north: Tenant, staff: Any, browse: Callable[[Tenant | None], HostClient]
) -> None:
    yesterday = clock.today() - timedelta(days=1)
    with public_scope():
        invoice = ordered(north)
        paid(north, amount="100", reference="no-line", day=yesterday)
    with _platform(committed) as tick:
        _run(tick, REVENUE)
        _run(tick, RECONCILE)
    last_day = clock.today().replace(day=1) - timedelta(days=1)
    with public_scope():
        _check_revenue(invoice, last_day)
        run = Reconciliation.objects.get()
        assert (run.day, run.state, run.bank_difference) == (yesterday, "differs", -100)
        (told,) = Message.objects.filter(event="provisioning/reconciliation_differs")
        assert told.to == staff.email
        assert "-100.00" in told.body.replace("−", "-")
        url = told.body[told.body.index("http") :].split()[0]
    finance = browse(None).sign_in(staff)
    page = finance.get(url[url.index("/console") :]).content.decode()
    assert "อยู่ในบัญชีแยกประเภท" in page or "-100.00" in page.replace("−", "-")
    assert f"{RevenueRun.__name__}" not in page
    revenue = finance.get("/console/money/revenue").content.decode()
    assert "ลงบัญชีถึงสิ้นวันที่" in revenue


def _check_revenue(invoice: Invoice, last_day: date) -> None:
    months = min(12, (last_day.year - 2026) * 12 + last_day.month)
    earned = baht(INSTALLATION + PACKAGE * months / 12)
    assert -balance_of(Account.REVENUE) == earned
    (entry,) = LedgerEntry.objects.filter(happening="earned", document=invoice.number)
    assert entry.day == last_day
    run = RevenueRun.objects.get()
    assert (run.day, run.count, run.amount, run.failed) == (last_day, 1, earned, 0)
