"""`kill -9` between a payment and its receipt: nothing is lost, doubled or left half done (`safety.md` 4).

A worker of its own process dies at every point where it can; then another takes over. The control, code that commits
step by step, is caught by the same questions.
"""

import signal
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from billing.models import (
    Account,
    Checkout,
    DocumentCounter,
    EventState,
    Invoice,
    LedgerEntry,
    Payment,
    ProviderEvent,
    Receipt,
)
from billing.selectors import balance_of, trial_balance
from devtool.simulated_stripe.simulator import Simulator
from shared_apps.jobs.models import JobState, OutboxJob
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.billing.conftest import ordered
from tests.billing.gateway.conftest import opened
from tests.support.killable import AFTER_COMMIT, POINTS
from tests.support.killer import Killable, killable, let_leases_run_out
from tests.support.processes import environment
from tests.support.stripe import KEY, SECRET, simulated, take, work_off


@pytest.fixture
def stripe(committed: str, settings: Any) -> Iterator[Simulator]:
    with simulated(settings) as simulator:
        yield simulator


@pytest.fixture
def worker(committed: str, stripe: Simulator, settings: Any) -> Iterator[Killable]:
    env = environment(
        committed,
        STRIPE_SECRET_KEY=KEY,
        STRIPE_WEBHOOK_SECRETS=SECRET,
        STRIPE_API_URL=settings.STRIPE_API_URL,
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    with killable(env) as found:
        yield found


def _pay(tenant: Tenant, stripe: Simulator) -> Invoice:
    """An invoice of a fresh contract is paid, and the provider has told of it, twice."""
    with public_scope():
        invoice = ordered(tenant, start=date(2026, 11, 1))
        work_off()
        checkout = opened(invoice, net=True)
        stripe.pay(checkout.reference)
        for event in stripe.store.events:
            take(stripe, event, at=timezone.now())
        return invoice


def _faults(invoice: Invoice) -> list[str]:
    """What is wrong with the books, when all is over."""
    with public_scope():
        invoice.refresh_from_db()
        numbers = DocumentCounter.objects.filter(kind="RT").values_list("value", flat=True)
        wrong = {
            "payments": Payment.objects.count() == 1,
            "receipts": [one.gross for one in Receipt.objects.all()] == [65_000],
            "numbers": list(numbers) == [1],
            "invoice": invoice.balance == 0 and invoice.settled_at is not None,
            "page": Checkout.objects.get().payment_id is not None,
            "ledger": sum(trial_balance().values()) == 0,
            "receivable": balance_of(Account.RECEIVABLE) == 0,
            "tax": str(balance_of(Account.WITHHELD)) == "607.48",
            "money": str(balance_of(Account.STRIPE)) == "64392.52",
            "certificate": invoice.certificates.count() == 1,
            "messages": not ProviderEvent.objects.exclude(state=EventState.DONE).exists(),
            "jobs": not OutboxJob.objects.exclude(state=JobState.DONE).exists(),
        }
        return [name for name, is_right in wrong.items() if not is_right]


def _recorded() -> tuple[int, int, int]:
    with public_scope():
        return Payment.objects.count(), Receipt.objects.count(), LedgerEntry.objects.count()


def test_a_worker_that_dies_loses_and_doubles_nothing(worker: Killable, stripe: Simulator, north: Tenant) -> None:
    """At every point in turn, for one and the same payment: each death leaves it to the next worker."""
    invoice = _pay(north, stripe)
    before, died = _recorded(), {}
    for point in POINTS:
        died[point] = worker.run(point)
        if point not in AFTER_COMMIT:
            assert _recorded() == before, point
        let_leases_run_out()
    assert worker.run() == 0
    assert _faults(invoice) == []
    assert [point for point, how in died.items() if how != signal.SIGKILL] == []


def test_control_code_that_commits_step_by_step_is_caught(worker: Killable, stripe: Simulator, north: Tenant) -> None:
    invoice = _pay(north, stripe)
    assert worker.run("payment allocated", mutant="no transactions") == signal.SIGKILL
    let_leases_run_out()
    worker.run()
    assert {"receipts", "ledger"} & set(_faults(invoice))
