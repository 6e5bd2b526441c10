"""Pages to pay on: one for an invoice, whatever was opened, paid or settled meanwhile."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from django.utils import timezone

from billing import gateway
from billing.models import (
    Account,
    Checkout,
    CheckoutState,
    Invoice,
    Payment,
    Receipt,
    Subscription,
    Tender,
    WithholdingCertificate,
)
from billing.selectors import balance_of, trial_balance
from billing.services import checkouts, corrections
from devtool.simulated_stripe.simulator import Simulator
from kit.errors import Refused
from tenants.models import Tenant
from tests.billing.conftest import accepted, paid, quoted_new
from tests.billing.gateway.conftest import BACK, opened
from tests.support.stripe import tell, work_off


def _now() -> Any:
    return timezone.now()


def test_a_page_is_opened_once_and_given_again(invoice: Invoice, stripe: Simulator) -> None:
    checkout, again = opened(invoice), opened(invoice)
    assert (checkout.pk, checkout.state) == (again.pk, CheckoutState.OPEN)
    (session,) = stripe.store.of_kind("checkout.session")
    assert (session["amount_total"], session["currency"], session["locale"]) == (6_500_000, "thb", "th")
    assert session["payment_method_types"] == ["card", "promptpay"]
    assert session["success_url"] == f"{BACK}?checkout=paid"
    assert session["metadata"] == {
        "checkout": str(checkout.pk),
        "invoice": invoice.number,
        "tenant": str(invoice.tenant_id),
    }
    assert session["expires_at"] == int(checkout.expires_at.timestamp())


@pytest.mark.parametrize("method", ["card", "promptpay"])
def test_what_is_paid_there_settles_the_invoice(invoice: Invoice, stripe: Simulator, method: str) -> None:
    checkout = opened(invoice)
    stripe.pay(checkout.reference, method)
    tell(stripe)
    invoice.refresh_from_db()
    checkout.refresh_from_db()
    assert (invoice.balance, checkout.state, checkout.method) == (0, CheckoutState.PAID, method)
    payment = Payment.objects.get()
    assert (payment.tender, payment.amount, checkout.payment_id) == (Tender.STRIPE, 65_000, payment.pk)
    intent = stripe.store.objects[payment.reference]
    assert intent["metadata"]["invoice"] == invoice.number
    assert Receipt.objects.get().gross == 65_000
    assert balance_of(Account.STRIPE) == 65_000


def test_the_net_amount_and_the_tax_withheld_settle_it(invoice: Invoice, stripe: Simulator) -> None:
    checkout = opened(invoice, net=True)
    assert (checkout.amount, checkout.withheld) == (Decimal("64392.52"), Decimal("607.48"))
    stripe.pay(checkout.reference)
    tell(stripe)
    invoice.refresh_from_db()
    assert invoice.balance == 0
    assert (Receipt.objects.get().gross, Receipt.objects.get().withheld) == (65_000, Decimal("607.48"))
    assert (WithholdingCertificate.objects.get().state, balance_of(Account.WITHHELD)) == ("awaited", Decimal("607.48"))


def test_choosing_the_other_amount_closes_the_first_page(invoice: Invoice, stripe: Simulator) -> None:
    gross = opened(invoice)
    net = opened(invoice, net=True)
    gross.refresh_from_db()
    assert (gross.state, net.state) == (CheckoutState.EXPIRED, CheckoutState.OPEN)
    assert stripe.session(gross.reference)["status"] == "expired"


def test_a_page_that_was_paid_while_the_other_was_chosen_counts(invoice: Invoice, stripe: Simulator) -> None:
    stripe.pay(opened(invoice).reference)
    with pytest.raises(Refused, match="ไม่มียอดค้างชำระ"):
        opened(invoice, net=True)
    invoice.refresh_from_db()
    assert invoice.balance == 0


def test_a_transfer_closes_the_page(invoice: Invoice, lgo: Tenant, stripe: Simulator) -> None:
    checkout = opened(invoice)
    paid(lgo, invoice, amount="65000")
    work_off()
    checkout.refresh_from_db()
    assert checkout.state == CheckoutState.EXPIRED
    with pytest.raises(Refused):
        opened(invoice)


def test_a_transfer_of_a_part_closes_the_page_and_the_next_asks_for_the_rest(
    invoice: Invoice, lgo: Tenant, stripe: Simulator
) -> None:
    first = opened(invoice)
    paid(lgo, invoice, amount="20000")
    work_off()
    first.refresh_from_db()
    assert first.state == CheckoutState.EXPIRED
    rest = opened(invoice, net=True)
    assert (rest.amount, rest.withheld) == (Decimal("44579.44"), Decimal("420.56"))


def test_a_credit_note_closes_the_page(invoice: Invoice, stripe: Simulator) -> None:
    checkout = opened(invoice)
    corrections.issue_credit_note(invoice=invoice, gross=Decimal(5_000), reason="ลดราคา", actor=None, at=_now())
    work_off()
    checkout.refresh_from_db()
    assert checkout.state == CheckoutState.EXPIRED


def test_who_pays_after_a_transfer_has_credit(invoice: Invoice, lgo: Tenant, stripe: Simulator) -> None:
    checkout = opened(invoice, net=True)
    paid(lgo, invoice, amount="64392.52", withheld="607.48")
    stripe.pay(checkout.reference)
    tell(stripe)
    assert (Receipt.objects.count(), WithholdingCertificate.objects.count()) == (1, 1)
    assert -balance_of(Account.CREDIT, lgo) == Decimal("64392.52")
    checkout.refresh_from_db()
    assert checkout.state == CheckoutState.PAID
    assert sum(trial_balance().values()) == 0


def test_promptpay_that_the_bank_confirms_later(invoice: Invoice, stripe: Simulator) -> None:
    checkout = opened(invoice)
    stripe.pay_later(checkout.reference)
    tell(stripe)
    checkout.refresh_from_db()
    assert (checkout.state, Payment.objects.count()) == (CheckoutState.PROCESSING, 0)
    with pytest.raises(Refused, match="รอธนาคารยืนยัน"):
        opened(invoice)
    stripe.confirm(checkout.reference, succeeded=True)
    tell(stripe)
    checkout.refresh_from_db()
    assert (checkout.state, Payment.objects.count()) == (CheckoutState.PAID, 1)


def test_promptpay_that_the_bank_does_not_confirm(invoice: Invoice, stripe: Simulator) -> None:
    checkout = opened(invoice)
    stripe.pay_later(checkout.reference)
    stripe.confirm(checkout.reference, succeeded=False)
    tell(stripe)
    checkout.refresh_from_db()
    assert (checkout.state, Payment.objects.count()) == (CheckoutState.FAILED, 0)
    assert opened(invoice).state == CheckoutState.OPEN


def test_a_declined_card_leaves_the_page_open(invoice: Invoice, stripe: Simulator) -> None:
    checkout = opened(invoice)
    stripe.decline(checkout.reference)
    tell(stripe)
    assert opened(invoice).pk == checkout.pk
    stripe.pay(checkout.reference, "promptpay")
    tell(stripe)
    assert Receipt.objects.count() == 1


def test_a_page_that_ran_out_makes_room(invoice: Invoice, stripe: Simulator) -> None:
    checkout = opened(invoice)
    stripe.expire(checkout.reference)
    tell(stripe)
    checkout.refresh_from_db()
    assert checkout.state == CheckoutState.EXPIRED
    assert opened(invoice).pk != checkout.pk


def test_what_waits_for_the_money_begins_when_it_comes(lgo: Tenant, stripe: Simulator, settings: Any) -> None:
    settings.BILLING_ACTIVATE_ON_ORDER = False
    day = timezone.localdate()
    invoice = accepted(quoted_new(lgo, start=day), day=day)
    assert not Subscription.objects.exists()
    stripe.pay(opened(invoice).reference)
    tell(stripe)
    assert Subscription.objects.get().terms.count() == 1


def test_a_crash_after_asking_gives_the_same_page(invoice: Invoice, stripe: Simulator) -> None:
    """The row is there and the provider was asked, but its answer was lost."""
    checkout = opened(invoice)
    Checkout.objects.filter(pk=checkout.pk).update(state=CheckoutState.OPENING, reference="", url="")
    again = opened(invoice)
    assert (again.pk, again.reference) == (checkout.pk, checkout.reference)
    assert len(stripe.store.of_kind("checkout.session")) == 1


def test_money_for_a_page_whose_reference_was_lost_is_found_by_our_name(invoice: Invoice, stripe: Simulator) -> None:
    checkout = opened(invoice)
    Checkout.objects.filter(pk=checkout.pk).update(state=CheckoutState.OPENING, reference="", url="")
    stripe.pay(checkout.reference)
    tell(stripe)
    checkout.refresh_from_db()
    assert (checkout.state, Receipt.objects.count()) == (CheckoutState.PAID, 1)


def test_a_late_answer_does_not_open_what_ended(invoice: Invoice, stripe: Simulator) -> None:
    checkout = opened(invoice)
    open_then = gateway.find_page(checkout.reference)
    stripe.expire(checkout.reference)
    checkouts.refresh_checkout(checkout=checkout, at=_now())
    late = checkouts.learn(page=open_then, at=_now())
    assert late is not None
    assert late.state == CheckoutState.EXPIRED


def test_without_a_provider_it_is_not_offered(invoice: Invoice, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(Refused):
        opened(invoice)
    assert not Checkout.objects.exists()


def test_a_provider_that_is_down_leaves_the_invoice_as_it_was(invoice: Invoice, settings: Any) -> None:
    settings.STRIPE_API_URL = "http://127.0.0.1:9"
    with pytest.raises(gateway.ProviderDown):
        opened(invoice)
    assert Checkout.objects.get().state == CheckoutState.OPENING


def test_an_account_that_may_not_take_promptpay_is_found_out(
    invoice: Invoice, stripe: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devtool.simulated_stripe.checkout.OFFERED", ("card",))
    with pytest.raises(gateway.ProviderRefused) as refused:
        opened(invoice)
    assert refused.value.why == "payment_methods_missing"
    assert Checkout.objects.get().state == CheckoutState.FAILED


def test_a_page_near_its_end_is_not_given_out(invoice: Invoice, stripe: Simulator) -> None:
    checkout = opened(invoice)
    Checkout.objects.filter(pk=checkout.pk).update(expires_at=_now() + timedelta(minutes=2))
    assert opened(invoice).pk != checkout.pk


def test_a_payment_that_came_by_no_page_of_ours_is_of_no_concern(invoice: Invoice, stripe: Simulator) -> None:
    url = f"{stripe.address}/v1/checkout/sessions".replace("localhost", "127.0.0.1")
    body = "mode=payment&success_url=http://x/&line_items[0][quantity]=1&line_items[0][price_data][currency]=thb"
    body += "&line_items[0][price_data][unit_amount]=100&line_items[0][price_data][product_data][name]=x"
    headers = {"Authorization": "Bearer sk_test_simulated", "Stripe-Version": gateway.API_VERSION}
    other = httpx.post(url, content=body, headers=headers).json()
    stripe.pay(other["id"])
    assert tell(stripe) == 2
    assert Payment.objects.count() == 0
