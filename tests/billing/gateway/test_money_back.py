"""Refunds, disputes and payouts: what goes back, what is held back, and what arrives in the bank."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from billing.gateway import ProviderRefused
from billing.models import (
    Account,
    CertificateState,
    Checkout,
    Customer,
    Dispute,
    DisputeState,
    Invoice,
    LedgerEntry,
    Payment,
    Payout,
    PayoutState,
    ProviderTransaction,
    Receipt,
    Refund,
    RefundState,
)
from billing.selectors import balance_of, trial_balance
from billing.services import corrections, polling, reconciliation, refunds
from billing.services.chargebacks import take_back
from devtool.simulated_stripe.simulator import Simulator
from kit import clock
from kit.errors import Invalid
from shared_apps.notifications.models import Message
from tenants.models import Tenant
from tests.billing.conftest import paid
from tests.billing.gateway.conftest import opened
from tests.support.stripe import FINANCE, tell, work_off

CREDIT = Decimal(5_000)


@pytest.fixture
def payment(invoice: Invoice, stripe: Simulator) -> Payment:
    """65,000 baht by card, of which 5,000 are credit by a credit note."""
    return _paid(invoice, stripe, "card")


def _paid(invoice: Invoice, stripe: Simulator, method: str) -> Payment:
    stripe.pay(opened(invoice).reference, method)
    tell(stripe)
    corrections.issue_credit_note(invoice=invoice, gross=CREDIT, reason="ลดราคา", actor=None, at=timezone.now())
    return Payment.objects.get()


def _refund(payment: Payment, amount: Decimal = CREDIT) -> Refund:
    asked = corrections.request_refund(payment=payment, amount=amount, reason="คืน", actor=None, at=timezone.now())
    work_off()
    return Refund.objects.get(pk=asked.pk)


def _balanced() -> bool:
    return sum(trial_balance().values()) == 0


def test_a_refund_by_card_is_sent_and_done_at_once(payment: Payment, stripe: Simulator, lgo: Tenant) -> None:
    refund = _refund(payment)
    assert (refund.state, refund.reference[:3]) == (RefundState.DONE, "re_")
    tell(stripe)
    (made,) = stripe.store.of_kind("refund")
    assert (made["amount"], made["metadata"]) == (500_000, {"refund": str(refund.pk)})
    assert (balance_of(Account.STRIPE, lgo), balance_of(Account.CREDIT, lgo), balance_of(Account.REFUNDS)) == (
        60_000,
        0,
        0,
    )


@pytest.mark.parametrize(("succeeded", "state"), [(True, RefundState.DONE), (False, RefundState.FAILED)])
def test_a_refund_by_promptpay_waits_for_the_payers_account(
    invoice: Invoice, stripe: Simulator, lgo: Tenant, succeeded: bool, state: RefundState
) -> None:
    refund = _refund(_paid(invoice, stripe, "promptpay"))
    assert refund.state == RefundState.WAITING
    assert stripe.store.objects[refund.reference]["instructions_email"] == FINANCE
    stripe.end_refund(refund.reference, succeeded=succeeded)
    tell(stripe)
    refund.refresh_from_db()
    assert refund.state == state
    assert -balance_of(Account.CREDIT, lgo) == (0 if succeeded else CREDIT)
    assert balance_of(Account.REFUNDS) == 0
    told = list(Message.objects.filter(event="provider/refund_failed").values_list("to", flat=True))
    assert told == ([] if succeeded else [FINANCE])


def test_a_refund_that_arrived_and_came_back_is_credit_again(payment: Payment, stripe: Simulator, lgo: Tenant) -> None:
    refund = _refund(payment)
    stripe.end_refund(refund.reference, succeeded=False)
    for _ in range(2):
        tell(stripe)
    refund.refresh_from_db()
    payment.refresh_from_db()
    assert (refund.state, payment.credit) == (RefundState.FAILED, CREDIT)
    assert (balance_of(Account.STRIPE, lgo), -balance_of(Account.CREDIT, lgo), _balanced()) == (65_000, CREDIT, True)


def test_a_refund_that_the_provider_refuses_is_credit_again(payment: Payment, stripe: Simulator, lgo: Tenant) -> None:
    """Somebody has sent all of it back in the dashboard meanwhile."""
    stripe.refund({"payment_intent": payment.reference})
    refund = _refund(payment)
    assert refund.state == RefundState.FAILED
    assert -balance_of(Account.CREDIT, lgo) == CREDIT
    assert Message.objects.filter(event="provider/refund_failed", to=FINANCE).count() == 1


def test_more_than_the_credit_is_never_sent(payment: Payment, stripe: Simulator) -> None:
    with pytest.raises(Invalid):
        _refund(payment, CREDIT + Decimal("0.01"))
    assert stripe.store.of_kind("refund") == []


def test_a_refund_whose_answer_was_lost_is_sent_once(payment: Payment, stripe: Simulator) -> None:
    refund = _refund(payment)
    Refund.objects.filter(pk=refund.pk).update(state=RefundState.REQUESTED, reference="", ended_at=None)
    refund.refresh_from_db()
    with pytest.raises(Exception, match="billing_entry_key"):
        # Only the harness can lose what was committed: the ledger refuses to post it twice.
        refunds.refresh_refund(refund=refund, at=timezone.now())
    assert len(stripe.store.of_kind("refund")) == 1


def test_the_poller_sends_and_follows_refunds(invoice: Invoice, stripe: Simulator) -> None:
    payment = _paid(invoice, stripe, "promptpay")
    corrections.request_refund(payment=payment, amount=CREDIT, reason="คืน", actor=None, at=timezone.now())
    polling.poll(at=timezone.now())
    refund = Refund.objects.get()
    assert refund.state == RefundState.WAITING
    stripe.end_refund(refund.reference, succeeded=True)
    stripe.store.events.clear()
    polling.poll(at=timezone.now())
    assert Refund.objects.get().state == RefundState.DONE


def test_a_refund_made_in_the_dashboard_is_recorded_when_there_is_credit(
    payment: Payment, stripe: Simulator, lgo: Tenant
) -> None:
    stripe.refund({"payment_intent": payment.reference, "amount": 500_000})
    for _ in range(2):
        tell(stripe)
    assert Refund.objects.get().state == RefundState.DONE
    assert (balance_of(Account.STRIPE, lgo), balance_of(Account.CREDIT, lgo)) == (60_000, 0)


def test_finance_is_told_of_one_that_takes_money_from_an_invoice(payment: Payment, stripe: Simulator) -> None:
    stripe.refund({"payment_intent": payment.reference, "amount": 500_001})
    tell(stripe)
    assert not Refund.objects.exists()
    message = Message.objects.get(event="provider/refund_unknown")
    assert (message.to, "5,000.01" in message.body) == (FINANCE, True)


def test_a_dispute_holds_the_money_back_and_gives_it_back_when_won(
    payment: Payment, stripe: Simulator, lgo: Tenant, invoice: Invoice
) -> None:
    charge = stripe.store.objects[payment.reference]["latest_charge"]
    made = stripe.dispute(charge)
    tell(stripe)
    assert (balance_of(Account.STRIPE, lgo), balance_of(Account.DISPUTED, lgo)) == (-750, 65_000)
    assert balance_of(Account.FEES, lgo) == 750
    stripe.close_dispute(made["id"], won=True)
    for _ in range(2):
        tell(stripe)
    assert Dispute.objects.get().state == DisputeState.WON
    assert (balance_of(Account.STRIPE, lgo), balance_of(Account.DISPUTED, lgo), _balanced()) == (64_250, 0, True)
    invoice.refresh_from_db()
    assert invoice.balance == 0
    told = sorted(Message.objects.filter(to=FINANCE).values_list("event", flat=True))
    assert told == ["provider/dispute_decided", "provider/dispute_opened"]


def test_a_lost_dispute_makes_the_invoice_owed_again(
    payment: Payment, stripe: Simulator, lgo: Tenant, invoice: Invoice
) -> None:
    made = stripe.dispute(stripe.store.objects[payment.reference]["latest_charge"])
    stripe.close_dispute(made["id"], won=False)
    for _ in range(2):
        tell(stripe)
    invoice.refresh_from_db()
    payment.refresh_from_db()
    assert Dispute.objects.get().state == DisputeState.LOST
    assert (invoice.balance, invoice.settled_at, payment.credit, payment.allocated) == (60_000, None, 0, 0)
    assert (balance_of(Account.RECEIVABLE, lgo), balance_of(Account.DISPUTED, lgo)) == (60_000, 0)
    assert (balance_of(Account.CREDIT, lgo), balance_of(Account.VAT_DUE, lgo), _balanced()) == (0, 0, True)
    receipt = Receipt.objects.get()
    assert receipt.voided_at is not None
    assert made["id"] in receipt.void_reason
    told = Message.objects.get(event="provider/dispute_decided")
    assert (told.to, receipt.number in told.body) == (FINANCE, True)
    paid(lgo, invoice, amount="60000")
    invoice.refresh_from_db()
    assert (invoice.balance, balance_of(Account.VAT_UNDUE, lgo)) == (0, 0)


def test_a_lost_dispute_over_a_payment_net_of_tax_takes_the_tax_along(
    invoice: Invoice, stripe: Simulator, lgo: Tenant
) -> None:
    """The LGO has paid nothing, so that it withheld nothing: it owes all of it, and no certificate."""
    stripe.pay(opened(invoice, net=True).reference, "card")
    tell(stripe)
    payment = Payment.objects.get()
    made = stripe.dispute(stripe.store.objects[payment.reference]["latest_charge"])
    stripe.close_dispute(made["id"], won=False)
    for _ in range(2):
        tell(stripe)
    invoice.refresh_from_db()
    assert (invoice.balance, invoice.certificates.get().state) == (65_000, CertificateState.CANCELLED)
    assert (balance_of(Account.RECEIVABLE, lgo), balance_of(Account.WITHHELD, lgo)) == (65_000, 0)
    assert (balance_of(Account.VAT_DUE, lgo), _balanced()) == (0, True)
    assert Receipt.objects.get().voided_at is not None
    stripe.pay(opened(invoice, net=True).reference, "promptpay")
    tell(stripe)
    invoice.refresh_from_db()
    assert (invoice.balance, invoice.certificates.filter(state=CertificateState.AWAITED).count()) == (0, 1)
    assert Receipt.objects.get(voided_at=None).gross == 65_000


def test_a_dispute_over_a_part_leaves_a_receipt_for_the_rest(invoice: Invoice, stripe: Simulator, lgo: Tenant) -> None:
    stripe.pay(opened(invoice, net=True).reference, "card")
    tell(stripe)
    payment = Payment.objects.get()
    made = stripe.dispute(stripe.store.objects[payment.reference]["latest_charge"])
    with transaction.atomic():
        tell(stripe)
        Dispute.objects.update(amount=10_000)
        dispute, held = Dispute.objects.select_related("payment__tenant").get(), {invoice.pk: invoice}
        invoice.refresh_from_db()
        take_back(dispute=dispute, payment=dispute.payment, invoices=held, at=timezone.now())
    invoice.refresh_from_db()
    void, rest = Receipt.objects.order_by("pk")
    assert (void.gross, rest.gross, rest.withheld) == (65_000, 55_000, Decimal("607.48"))
    assert (void.voided_at is None, rest.voided_at is None) == (False, True)
    assert (invoice.balance, rest.vat + balance_of(Account.VAT_DUE, lgo)) == (10_000, 0)
    assert (invoice.certificates.get().state, _balanced()) == (CertificateState.AWAITED, True)
    assert made["status"] == "needs_response"


def test_a_payout_brings_everything_to_the_bank(payment: Payment, stripe: Simulator) -> None:
    _refund(payment)
    made = stripe.pay_out()
    tell(stripe)
    assert Payout.objects.get().state == PayoutState.UNDER_WAY
    stripe.end_payout(made["id"], arrived=True)
    for _ in range(2):
        tell(stripe)
    payout = Payout.objects.get()
    fee = Decimal("2382.50")
    assert (payout.state, payout.gross, payout.fees, payout.amount) == (PayoutState.PAID, 60_000, fee, 60_000 - fee)
    assert (balance_of(Account.STRIPE), balance_of(Account.BANK), balance_of(Account.FEES)) == (0, payout.amount, fee)
    charge = ProviderTransaction.objects.get(kind="charge")
    assert (charge.payment_id, charge.payout_id, charge.net) == (payment.pk, payout.pk, 65_000 - fee)


def test_the_morning_after_a_payment_shows_no_difference(payment: Payment, stripe: Simulator) -> None:
    """The fee is known before the payout."""
    for _ in range(2):
        polling.poll(at=timezone.now())
    charge = ProviderTransaction.objects.get(kind="charge")
    assert (charge.payment_id, balance_of(Account.FEES)) == (payment.pk, Decimal("2382.50"))
    run = reconciliation.reconcile(day=clock.today(), actor=None, at=timezone.now())
    assert (run.count, run.stripe_difference) == (0, 0)
    made = stripe.pay_out()
    stripe.end_payout(made["id"], arrived=True)
    tell(stripe)
    assert ProviderTransaction.objects.get(kind="charge").payout == Payout.objects.get()
    assert (balance_of(Account.STRIPE), balance_of(Account.FEES)) == (0, Decimal("2382.50"))


def test_a_movement_waits_for_its_payment(invoice: Invoice, stripe: Simulator) -> None:
    """Its fee is posted under the payment's reference, so that one search shows both."""
    stripe.pay(opened(invoice).reference, "card")
    polling.poll(at=timezone.now())
    assert not ProviderTransaction.objects.exists()
    tell(stripe)
    polling.poll(at=timezone.now())
    assert ProviderTransaction.objects.get().payment == Payment.objects.get()


def test_a_payment_that_is_none_of_ours_is_a_difference(invoice: Invoice, stripe: Simulator) -> None:
    """After a while nobody waits for its page any more."""
    page = opened(invoice)
    Checkout.objects.all().delete()
    stripe.pay(page.reference, "card")
    polling.poll(at=timezone.now() + polling.LATE + timedelta(minutes=1))
    run = reconciliation.reconcile(day=clock.today(), actor=None, at=timezone.now())
    [difference] = run.differences.all()
    assert (difference.kind, difference.amount) == ("stripe_missing", 65_000)


def test_a_payout_that_came_back_is_paid_out_again(payment: Payment, stripe: Simulator) -> None:
    made = stripe.pay_out()
    stripe.end_payout(made["id"], arrived=True)
    tell(stripe)
    stripe.end_payout(made["id"], arrived=False)
    for _ in range(2):
        tell(stripe)
    assert Payout.objects.get().state == PayoutState.FAILED
    assert (balance_of(Account.BANK), balance_of(Account.STRIPE)) == (0, Decimal("62617.50"))
    again = stripe.pay_out()
    stripe.end_payout(again["id"], arrived=True)
    tell(stripe)
    assert (balance_of(Account.STRIPE), balance_of(Account.BANK), _balanced()) == (0, Decimal("62617.50"), True)


def test_a_payout_that_never_arrived_moves_nothing(payment: Payment, stripe: Simulator) -> None:
    made = stripe.pay_out()
    stripe.end_payout(made["id"], arrived=False)
    entries = LedgerEntry.objects.count()
    tell(stripe)
    assert Payout.objects.get().state == PayoutState.FAILED
    assert balance_of(Account.BANK) == 0
    assert LedgerEntry.objects.count() == entries + 1  # the fee


def test_a_name_that_the_provider_does_not_know(payment: Payment, stripe: Simulator) -> None:
    Refund.objects.create(payment=payment, amount=1, reason="คืน", reference="re_nowhere", requested_at=timezone.now())
    with pytest.raises(ProviderRefused):
        refunds.refresh_refund(refund=Refund.objects.get(), at=timezone.now())
    assert polling.poll(at=timezone.now()) == 0


def test_the_payer_is_asked_at_the_address_of_the_customer(invoice: Invoice, stripe: Simulator, lgo: Tenant) -> None:
    Customer.objects.create(tenant=lgo, legal_name="อบต.เหนือ", email="finance@north.go.th")
    refund = _refund(_paid(invoice, stripe, "promptpay"))
    assert stripe.store.objects[refund.reference]["instructions_email"] == "finance@north.go.th"
