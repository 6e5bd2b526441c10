"""An invoice, and a simulated Stripe to pay it at."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from billing.models import Checkout, Invoice
from billing.services import checkouts
from devtool.simulated_stripe.simulator import Simulator
from tenants.models import Tenant
from tests.billing.conftest import ordered
from tests.support.stripe import simulated

BACK = "http://north.localhost:8000/desk/billing/invoices/1"


@pytest.fixture
def stripe(settings: Any) -> Iterator[Simulator]:
    """The simulator, as the provider of this test."""
    with simulated(settings) as simulator:
        yield simulator


@pytest.fixture
def invoice(lgo: Tenant, stripe: Simulator) -> Invoice:
    """65,000 baht that north owes."""
    return ordered(lgo, start=date(2026, 11, 1))


def opened(invoice: Invoice, *, net: bool = False) -> Checkout:
    """A page to pay on."""
    return checkouts.open_checkout(invoice=invoice, net=net, back_url=BACK, actor=None, at=timezone.now(), by="อรุณี")
