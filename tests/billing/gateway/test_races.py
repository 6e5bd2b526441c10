"""Many at once: the same message 18 times, a card and a transfer, two who open a page."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from billing.models import Account, Checkout, CheckoutState, Invoice, LedgerEntry, Payment, ProviderEvent, Receipt
from billing.selectors import balance_of, trial_balance
from billing.selectors.provider import messages
from billing.services.messages import handle_message
from devtool.simulated_stripe.simulator import Simulator
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.billing.conftest import ordered, paid
from tests.billing.gateway.conftest import opened
from tests.support.stripe import simulated, take, work_off
from tests.support.threads import race


@pytest.fixture
def stripe(committed: str, settings: Any) -> Any:
    with simulated(settings) as simulator:
        yield simulator


@pytest.fixture
def invoice(committed: str, north: Tenant, stripe: Simulator) -> Invoice:
    with public_scope():
        return ordered(north, start=date(2026, 11, 1))


def test_18_shuffled_duplicates_at_once_are_one_receipt(invoice: Invoice, stripe: Simulator, north: Tenant) -> None:
    with public_scope():
        checkout = opened(invoice)
        stripe.pay_later(checkout.reference)
        stripe.confirm(checkout.reference, succeeded=True)
    events = stripe.store.events * 6
    Random(18).shuffle(events)
    assert len(events) == 18

    def hear(index: int) -> int:
        with public_scope():
            take(stripe, events[index], at=timezone.now())
            for message in messages():
                handle_message(message=message, at=timezone.now())
            return index

    assert race(hear, 18) == list(range(18))
    with public_scope():
        work_off()
        assert ProviderEvent.objects.count() == 3
        assert (Payment.objects.count(), Receipt.objects.count()) == (1, 1)
        assert balance_of(Account.STRIPE, north) == 65_000
        assert LedgerEntry.objects.filter(happening="paid").count() == 2  # the money, and its VAT
        assert sum(trial_balance().values()) == 0


def test_card_and_transfer_at_once_settle_once(invoice: Invoice, stripe: Simulator, north: Tenant) -> None:
    with public_scope():
        checkout = opened(invoice)
        stripe.pay(checkout.reference)

    def pay(index: int) -> Any:
        with public_scope():
            if index % 2:
                return paid(north, invoice, amount="64392.52", withheld="607.48", reference=f"T-{index}").pk
            for event in stripe.store.events:
                take(stripe, event, at=timezone.now())
            for message in messages():
                handle_message(message=message, at=timezone.now())
            return index

    told = race(pay, 8)
    assert all(isinstance(one, int) for one in told), told
    with public_scope():
        work_off()
        invoice.refresh_from_db()
        assert (invoice.balance, Receipt.objects.count(), Payment.objects.count()) == (0, 1, 5)
        assert Checkout.objects.get().state == CheckoutState.PAID
        assert balance_of(Account.RECEIVABLE) == 0
        assert sum(trial_balance().values()) == 0


def test_many_who_open_a_page_get_the_same_one(invoice: Invoice, stripe: Simulator) -> None:
    def open_one(_index: int) -> str:
        with public_scope():
            return opened(invoice).reference

    got = race(open_one, 8)
    assert len(stripe.store.of_kind("checkout.session")) == 1
    assert set(map(str, got)) == {stripe.store.of_kind("checkout.session")[0]["id"]}
    with public_scope():
        assert Checkout.objects.count() == 1
