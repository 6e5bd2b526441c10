"""`kill -9` in the middle of the night: no LGO is left half done, nothing is offered, told or posted twice.

One worker after another dies at every point of one and the same night; the last one finishes it. The control, code
that commits step by step, is caught by the same questions.
"""

import signal
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from billing.models import (
    Customer,
    DocumentCounter,
    DocumentFile,
    Happening,
    Invoice,
    IssuedDocument,
    LadderStep,
    LedgerEntry,
    Quote,
    RevenueRun,
    Subscription,
    Term,
    TermItem,
)
from billing.selectors import trial_balance
from kit import clock
from shared_apps.audit.models import AuditEntry
from shared_apps.jobs.models import JobState, OutboxJob
from shared_apps.jobs.services import enqueue
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.billing.conftest import ordered, paid
from tests.support.killable import NIGHT_POINTS, REVENUE_POINTS
from tests.support.killer import Killable, killable, let_leases_run_out
from tests.support.processes import environment
from tests.support.stripe import work_off


@pytest.fixture
def worker(committed: str) -> Iterator[Killable]:
    with killable(environment(committed, DJANGO_SETTINGS_MODULE="config.settings")) as found:
        yield found


@pytest.fixture
def lgos(committed: str, north: Tenant, south: Tenant) -> tuple[Tenant, Tenant]:
    """In the order of the night: one whose days of grace are over, and one to whom the renewal is offered.

    The second has not paid, and its invoice is overdue.
    """
    over, ending = sorted((north, south), key=lambda one: one.pk)
    with public_scope():
        first, second = ordered(over), ordered(ending)
        paid(over, first, amount="65000")
        for tenant, days in ((over, -35), (ending, 25)):
            _ends(tenant, clock.today() + timedelta(days=days))
            Customer.objects.create(tenant=tenant, legal_name=tenant.name, email=_address(tenant))
        Invoice.objects.filter(pk=second.pk).update(due_on=clock.today() - timedelta(days=8))
        work_off()
        OutboxJob.objects.all().delete()
    return over, ending


def _address(tenant: Tenant) -> str:
    return f"finance@{tenant.schema_name.replace('_', '-')}.example"


def _ends(tenant: Tenant, end: date) -> None:
    """Move the first term to where it ends on that day."""
    start = date(end.year - 1, end.month, min(end.day, monthrange(end.year - 1, end.month)[1]))
    Subscription.objects.filter(tenant=tenant).update(anchor_day=end.day, started_on=start)
    Term.objects.filter(subscription__tenant=tenant).update(starts_on=start, ends_on=end)
    TermItem.objects.filter(term__subscription__tenant=tenant).update(starts_on=start, ends_on=end)
    Tenant.objects.filter(pk=tenant.pk).update(entitled_until=end - timedelta(days=1))


def _faults(lgos: tuple[Tenant, Tenant]) -> list[str]:
    """What is wrong when all is over."""
    over, ending = lgos
    with public_scope():
        steps = [(one.tenant_id, one.kind, one.days) for one in LadderStep.objects.order_by("kind")]
        messages = Message.objects.filter(event__startswith="billing/").order_by("event").values_list("event", "to")
        revenue = LedgerEntry.objects.filter(happening=Happening.EARNED)
        wrong = {
            "steps": steps == [(ending.pk, "overdue", 1), (over.pk, "read_only", 0), (ending.pk, "renewal", 30)],
            "log": sorted(_logged("billing.ladder_"))
            == sorted(f"billing.ladder_{kind}" for _lgo, kind, _days in steps),
            "state": Tenant.objects.get(pk=over.pk).state == "read_only",
            "log of the state": _logged("tenant.make_read_only") == ["tenant.make_read_only"],
            "quotation": list(Quote.objects.filter(kind="renewal").values_list("tenant", "gross"))
            == [(ending.pk, 50_000)],
            "numbers": Quote.objects.count()
            == sum(DocumentCounter.objects.filter(kind="QT").values_list("value", flat=True)),
            "papers": IssuedDocument.objects.count() == Quote.objects.count() + Invoice.objects.count() + 1,
            "files": DocumentFile.objects.count() == IssuedDocument.objects.count(),
            "messages": list(messages)
            == [
                ("billing/overdue", _address(ending)),
                ("billing/read_only", _address(over)),
                ("billing/renewal", _address(ending)),
            ],
            "revenue": sorted(revenue.values_list("document", flat=True))
            == sorted(Invoice.objects.values_list("number", flat=True)),
            "revenue run": RevenueRun.objects.filter(count=2, failed=0).count() == 1,
            "ledger": sum(trial_balance().values()) == 0,
            "jobs": not OutboxJob.objects.exclude(state=JobState.DONE).exists(),
        }
        return [name for name, is_right in wrong.items() if not is_right]


def _logged(start: str) -> list[str]:
    return list(AuditEntry.objects.filter(action__startswith=start).values_list("action", flat=True))


def test_a_night_that_dies_at_every_point_is_done_once(worker: Killable, lgos: tuple[Tenant, Tenant]) -> None:
    died = {}
    for job, points in (("billing.night", NIGHT_POINTS), ("billing.recognise_revenue", REVENUE_POINTS)):
        with public_scope():
            enqueue(job)
        for point in points:
            died[point] = worker.run(point)
            let_leases_run_out()
    assert [point for point, how in died.items() if how != signal.SIGKILL] == []
    assert worker.run() == 0
    assert _faults(lgos) == []


def test_control_a_night_that_commits_step_by_step_is_caught(worker: Killable, lgos: tuple[Tenant, Tenant]) -> None:
    with public_scope():
        enqueue("billing.night")
    assert worker.run("site closed", mutant="no transactions") == signal.SIGKILL, _errors()
    let_leases_run_out()
    worker.run()
    assert "steps" in _faults(lgos)


def _errors() -> list[str]:
    with public_scope():
        return list(OutboxJob.objects.exclude(last_error="").values_list("last_error", flat=True))
