"""The simulated Stripe as a part of `./dev demo`."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from devtool.files import kept_secret
from devtool.paths import Checkout
from devtool.ports import remembered_port
from devtool.processes import Program


@dataclass(frozen=True)
class StripeSimulation:
    """The simulator's process, and what Django must know of it."""

    program: Program
    facts: dict[str, str]


def stripe_simulation(checkout: Checkout, *, domain: str, web_port: int) -> StripeSimulation:
    """A Stripe on a port of this machine that stays the same, so that open pages outlive a restart."""
    port = remembered_port(checkout.run / "stripe_port", checkout.key)
    webhook = f"http://{domain}:{web_port}/webhooks/stripe"
    return StripeSimulation(
        Program(
            "stripe",
            [sys.executable, "-m", "devtool.simulated_stripe", str(port), webhook, str(memory(checkout))],
        ),
        {
            "STRIPE_SECRET_KEY": f"sk_test_{kept_secret(checkout.secrets / 'stripe_key')}",
            "STRIPE_WEBHOOK_SECRETS": f"whsec_{kept_secret(checkout.secrets / 'stripe_webhook')}",
            "STRIPE_API_URL": f"http://localhost:{port}",
        },
    )


def memory(checkout: Checkout) -> Path:
    """Where the simulator keeps what happened."""
    return checkout.local / "simulated-stripe.json"


def is_wanted(given: Mapping[str, str]) -> bool:
    """Whether the person named no Stripe account of their own."""
    return not given.get("STRIPE_SECRET_KEY")
