"""The simulated Stripe in tests: it runs in a thread, and tells only what a test passes on."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from billing.services.messages import take_message
from devtool.simulated_stripe.server import running
from devtool.simulated_stripe.simulator import Simulator
from shared_apps.jobs import services as jobs
from shared_apps.jobs.models import JobState, OutboxJob
from tenants.scope import public_scope

KEY = "sk_test_simulated"
SECRET = "whsec_simulated"
FINANCE = "finance@dga.example"


def facts(address: str) -> dict[str, Any]:
    """The settings of an installation that uses the simulator."""
    return {
        "STRIPE_SECRET_KEY": KEY,
        "STRIPE_WEBHOOK_SECRETS": [SECRET],
        "STRIPE_API_URL": address,
        "FINANCE_EMAIL": FINANCE,
    }


def environment(address: str) -> dict[str, str]:
    """The same for processes."""
    return {name: ",".join(value) if isinstance(value, list) else value for name, value in facts(address).items()}


def command(port: int, site: str, memory: Path) -> list[str]:
    """The command line of a simulator that tells `site` what happens and keeps it in `memory`."""
    return [sys.executable, "-m", "devtool.simulated_stripe", str(port), f"{site}/webhooks/stripe", str(memory)]


@contextmanager
def simulated(settings: Any) -> Iterator[Simulator]:
    """A simulator that is the platform's payment provider inside the block."""
    simulator = Simulator(secret=SECRET)
    with running(simulator, key=KEY) as address:
        for name, value in facts(address).items():
            setattr(settings, name, value)
        yield simulator


def tell(simulator: Simulator, events: Iterable[dict[str, Any]] | None = None, *, at: datetime | None = None) -> int:
    """Let the events (all of them) reach the platform and be handled. Returns how many were new."""
    moment = at or timezone.now()
    chosen = list(simulator.store.events if events is None else events)
    with public_scope():
        new = [take(simulator, event, at=moment) for event in chosen]
    work_off()
    return sum(new)


def take(simulator: Simulator, event: dict[str, Any], *, at: datetime) -> bool:
    """Hand one event in, signed at that moment."""
    body, signature = simulator.signed(event, at=int(at.timestamp()))
    return take_message(body=body, signature=signature, at=at)


def work_off() -> None:
    """Run what waits in the outbox, and what that leaves there, as a worker does; a job that fails fails the test."""
    while batch := jobs.claim_batch():
        for row in batch:
            jobs.run(row.pk)
            with public_scope():
                job = OutboxJob.objects.get(pk=row.pk)
            assert job.state == JobState.DONE, job.last_error
