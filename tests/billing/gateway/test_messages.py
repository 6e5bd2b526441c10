"""Messages of the provider: forged, stale, of the future, twice, in any order, and lost."""

import json
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from billing.gateway import Forged, ProviderDown
from billing.models import (
    Account,
    Checkout,
    CheckoutState,
    EventState,
    Invoice,
    LedgerEntry,
    Payment,
    PollCursor,
    ProviderEvent,
    Receipt,
)
from billing.selectors import balance_of
from billing.services import polling
from billing.services.messages import handle_again, take_message
from devtool.simulated_stripe.simulator import Simulator
from shared_apps.jobs.models import OutboxJob
from tenants.models import Tenant
from tenants.scope import public_scope
from tests.billing.gateway.conftest import opened
from tests.conftest import Browse
from tests.support.stripe import tell, work_off

Change = Callable[[dict[str, Any]], Any]


def _paid(invoice: Invoice, stripe: Simulator) -> dict[str, Any]:
    checkout = opened(invoice)
    stripe.pay(checkout.reference)
    return stripe.store.events[-1]


@pytest.mark.parametrize(
    "forge",
    [
        lambda stripe, event, now: stripe.signed(event, at=now, secret="whsec_other"),
        lambda stripe, event, now: stripe.signed(event, at=now - 301),
        lambda stripe, event, now: stripe.signed(event, at=now + 301),
        lambda stripe, event, now: (stripe.signed(event, at=now)[0].replace(b"paid", b"PAID"), stripe.signed(event)[1]),
        lambda stripe, event, now: (stripe.signed(event, at=now)[0], ""),
        lambda stripe, event, now: (stripe.signed(event, at=now)[0], "t=,v1="),
        lambda stripe, event, now: (
            stripe.signed(event, at=now)[0],
            stripe.signed(event, at=now)[1].replace("v1", "v0"),
        ),
        lambda stripe, event, now: stripe.signed({**event, "livemode": True}, at=now),
        lambda stripe, event, now: stripe.signed({**event, "object": "v2.core.event"}, at=now),
        lambda stripe, event, now: stripe.signed({"id": "evt_1"}, at=now),
        lambda stripe, event, now: (b"\xff\xfe", stripe.signed(event, at=now)[1]),
    ],
    ids=["secret", "stale", "future", "changed", "unsigned", "empty", "scheme", "live", "thin", "lacking", "no text"],
)
def test_what_the_provider_did_not_sign_now_is_refused(invoice: Invoice, stripe: Simulator, forge: Any) -> None:
    event, at = _paid(invoice, stripe), timezone.now()
    body, signature = forge(stripe, event, int(at.timestamp()))
    with pytest.raises(Forged):
        take_message(body=body, signature=signature, at=at)
    assert not ProviderEvent.objects.exists()


def test_control_the_same_message_unchanged_is_taken(invoice: Invoice, stripe: Simulator) -> None:
    event, at = _paid(invoice, stripe), timezone.now()
    body, signature = stripe.signed(event, at=int(at.timestamp()))
    assert take_message(body=body, signature=signature, at=at)


def test_a_secret_that_is_being_replaced_still_counts(invoice: Invoice, stripe: Simulator, settings: Any) -> None:
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", stripe.secret]
    assert tell(stripe, [_paid(invoice, stripe)]) == 1


def test_the_address_answers_only_what_is_signed(invoice: Invoice, stripe: Simulator, browse: Browse) -> None:
    event = _paid(invoice, stripe)
    client = browse(None)
    body, signature = stripe.signed(event)

    def post(signed: str) -> int:
        headers = {"stripe-signature": signed}
        answer = client.post("/webhooks/stripe", body, content_type="application/json", headers=headers)
        return int(answer.status_code)

    assert (post("t=1,v1=0"), post("")) == (403, 403)
    assert (post(signature), post(signature)) == (200, 200)
    assert client.get("/webhooks/stripe").status_code == 405
    with public_scope():
        assert (ProviderEvent.objects.count(), Payment.objects.count()) == (1, 0)
        work_off()
        assert Payment.objects.count() == 1


def test_there_is_no_such_address_at_an_lgo(stripe: Simulator, north: Tenant, browse: Browse) -> None:
    assert browse(north).post("/webhooks/stripe", b"{}", content_type="application/json").status_code == 404


def test_a_message_says_only_what_to_look_at(invoice: Invoice, stripe: Simulator) -> None:
    """Signed and yet not true: facts are asked for."""
    checkout = opened(invoice)
    stripe.decline(checkout.reference)
    session = {**stripe.session(checkout.reference), "payment_status": "paid", "status": "complete"}
    lie = {**stripe.store.events[-1], "type": "checkout.session.completed", "data": {"object": session}}
    assert tell(stripe, [lie]) == 1
    assert not Payment.objects.exists()
    assert Checkout.objects.get().state == CheckoutState.OPEN


@pytest.mark.parametrize("seed", range(6))
def test_messages_in_any_order_and_number(invoice: Invoice, stripe: Simulator, lgo: Tenant, seed: int) -> None:
    checkout = opened(invoice)
    stripe.pay_later(checkout.reference)
    stripe.confirm(checkout.reference, succeeded=True)
    events = stripe.store.events * 3
    Random(seed).shuffle(events)
    assert tell(stripe, events) == len(stripe.store.events)
    entries = LedgerEntry.objects.count()
    tell(stripe, events)
    assert (Payment.objects.count(), Receipt.objects.count(), LedgerEntry.objects.count()) == (1, 1, entries)
    assert balance_of(Account.STRIPE, lgo) == 65_000


def test_a_message_of_another_kind_is_kept_and_of_no_concern(invoice: Invoice, stripe: Simulator) -> None:
    event = {**_paid(invoice, stripe), "id": "evt_other", "type": "customer.created"}
    tell(stripe, [event])
    assert ProviderEvent.objects.get().state == EventState.IGNORED
    assert not Payment.objects.exists()


def test_lost_messages_are_found_by_asking(invoice: Invoice, stripe: Simulator) -> None:
    _paid(invoice, stripe)
    assert polling.poll(at=timezone.now()) == 2
    work_off()
    assert Receipt.objects.count() == 1
    assert set(ProviderEvent.objects.values_list("by_poll", "state")) == {(True, EventState.DONE)}
    assert polling.poll(at=timezone.now()) == 0


def test_a_page_is_asked_about_when_even_the_list_says_nothing(invoice: Invoice, stripe: Simulator) -> None:
    _paid(invoice, stripe)
    stripe.store.events.clear()
    polling.poll(at=timezone.now() + timedelta(minutes=6))
    assert Receipt.objects.count() == 1


def test_a_message_that_came_does_not_hide_those_lost_before_it(invoice: Invoice, stripe: Simulator) -> None:
    now = timezone.now()
    polling.poll(at=now - timedelta(hours=5))
    lost = _paid(invoice, stripe)
    for event in stripe.store.events:
        event["created"] = int((now - timedelta(hours=4)).timestamp())
    later = {**lost, "id": "evt_later", "type": "payout.created", "created": int(now.timestamp())}
    later["type"] = "customer.created"
    tell(stripe, [later])
    polling.poll(at=now)
    work_off()
    assert Receipt.objects.count() == 1


def test_a_round_that_fails_begins_again_where_it_was(invoice: Invoice, stripe: Simulator, settings: Any) -> None:
    begun = timezone.now() - timedelta(hours=1)
    polling.poll(at=begun)
    works, settings.STRIPE_API_URL = settings.STRIPE_API_URL, "http://127.0.0.1:9"
    with pytest.raises(ProviderDown):
        polling.poll(at=timezone.now())
    assert PollCursor.objects.get(pk="stripe").until == begun
    settings.STRIPE_API_URL = works
    _paid(invoice, stripe)
    assert polling.poll(at=timezone.now()) == 2


def test_a_page_that_asks_too_much_is_closed_by_the_poller(invoice: Invoice, stripe: Simulator) -> None:
    checkout = opened(invoice)
    Invoice.objects.filter(pk=invoice.pk).update(settled=100)
    polling.poll(at=timezone.now() + timedelta(minutes=6))
    checkout.refresh_from_db()
    assert checkout.state == CheckoutState.EXPIRED


def test_without_a_provider_nothing_is_asked(settings: Any, in_public: None) -> None:
    settings.STRIPE_SECRET_KEY = ""
    assert polling.poll(at=timezone.now()) == 0


def test_a_message_can_be_handled_again(invoice: Invoice, stripe: Simulator) -> None:
    tell(stripe, [_paid(invoice, stripe)])
    message = ProviderEvent.objects.get()
    handle_again(message=message, actor=None, at=timezone.now())
    work_off()
    message.refresh_from_db()
    assert (message.state, Receipt.objects.count()) == (EventState.DONE, 1)


def test_a_provider_that_is_down_has_the_job_try_again(invoice: Invoice, stripe: Simulator, settings: Any) -> None:
    from shared_apps.jobs import services as jobs

    work_off()
    event, at = _paid(invoice, stripe), timezone.now()
    body, signature = stripe.signed(event, at=int(at.timestamp()))
    take_message(body=body, signature=signature, at=at)
    works, settings.STRIPE_API_URL = settings.STRIPE_API_URL, "http://127.0.0.1:9"
    (row,) = jobs.claim_batch()
    jobs.run(row.pk)
    job = OutboxJob.objects.get(pk=row.pk)
    assert (job.state, "ProviderDown" in job.last_error) == ("waiting", True)
    assert json.loads(body)["id"] not in job.last_error
    settings.STRIPE_API_URL = works
    OutboxJob.objects.filter(pk=row.pk).update(run_at=at)
    work_off()
    assert Receipt.objects.count() == 1
