"""Refunds by card and PromptPay: sending them through the provider, and learning how they ended."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from billing import gateway
from billing.gateway import ProviderRefused, RefundFact, RefundRequest
from billing.models import Payment, Refund, RefundState, Tender
from billing.selectors import customer_of
from billing.services.corrections import end_refund, request_refund, return_refund
from billing.services.finance_notices import tell_finance, written

MADE_THERE = "ทำรายการคืนเงินในระบบของผู้ให้บริการรับชำระเงิน"
"""The reason of a refund that somebody made in the provider's dashboard; it stands on records in Thai."""


def send_refund(*, refund: Refund, at: datetime) -> None:
    """Send a refund that was asked for; asked again, the provider sends it once.

    Raises:
        ProviderDown: try again.
    """
    if refund.state != RefundState.REQUESTED or refund.reference:
        return
    try:
        fact = gateway.create_refund(_request(refund))
    except ProviderRefused as refused:
        _give_up(refund, refused.why, at)
    else:
        learn_refund(fact=fact, at=at)


def refresh_refund(*, refund: Refund, at: datetime) -> None:
    """Ask what became of a refund, or send it if that never happened.

    Raises:
        ProviderDown, ProviderRefused: nothing was learned.
    """
    if refund.reference:
        learn_refund(fact=gateway.find_refund(refund.reference), at=at)
    else:
        send_refund(refund=refund, at=at)


@transaction.atomic
def learn_refund(*, fact: RefundFact, at: datetime) -> Refund | None:
    """Record what the provider says of a refund. None when it is of no payment of ours.

    One that somebody made in the provider's dashboard is recorded too, if the payment has credit for it; else finance
    is told what to do.
    """
    payment = _payment_of(fact)
    if payment is None:
        return None
    refund = _ours(fact, payment) or _made_there(fact, payment, at)
    if refund is None:
        return None
    locked = Refund.objects.select_for_update(of=("self",)).select_related("payment__tenant").get(pk=refund.pk)
    _note(locked, fact, at)
    return locked


def _request(refund: Refund) -> RefundRequest:
    tenant = refund.payment.tenant
    customer = customer_of(tenant)
    # A payer by PromptPay is asked there for an account; without any address finance passes the question on.
    email = (customer.email if customer else "") or tenant.saraban_email or settings.FINANCE_EMAIL
    return RefundRequest(
        key=f"refund:{refund.pk}:{refund.requested_at.timestamp():.0f}",
        intent=refund.payment.reference,
        amount=refund.amount,
        metadata={"refund": str(refund.pk)},
        email=email,
    )


def _payment_of(fact: RefundFact) -> Payment | None:
    rows = Payment.objects.select_for_update(of=("self",)).select_related("tenant")
    return rows.filter(tender=Tender.STRIPE, reference=fact.intent).first() if fact.intent else None


def _ours(fact: RefundFact, payment: Payment) -> Refund | None:
    """By the provider's reference, or by ours, when a crash kept us from noting theirs."""
    found = Refund.objects.filter(reference=fact.reference).first()
    named = fact.metadata.get("refund", "")
    if found is None and named.isdecimal():
        found = Refund.objects.filter(pk=int(named), payment=payment, reference="", amount=fact.amount).first()
    return found


def _made_there(fact: RefundFact, payment: Payment, at: datetime) -> Refund | None:
    if fact.progress == "failed":
        return None
    if payment.credit < fact.amount:
        words = {"amount": written(fact.amount), "reason": fact.reference}
        tell_finance("provider/refund_unknown", payment=payment, key=fact.reference, words=words)
        return None
    return request_refund(
        payment=payment, amount=fact.amount, reason=MADE_THERE, actor=None, at=at, reference=fact.reference
    )


def _note(refund: Refund, fact: RefundFact, at: datetime) -> None:
    over = refund.state in {RefundState.DONE, RefundState.FAILED}
    if fact.progress == "done" and not over:
        end_refund(refund=refund, succeeded=True, reference=fact.reference, actor=None, at=at)
    elif fact.progress == "failed" and refund.state != RefundState.FAILED:
        undo = return_refund if refund.state == RefundState.DONE else end_refund
        undo(refund=refund, succeeded=False, reference=fact.reference, actor=None, at=at)
        _tell_failed(refund, fact.reference)
    elif not over:
        state = RefundState.WAITING if fact.progress == "waiting" else RefundState.REQUESTED
        Refund.objects.filter(pk=refund.pk).update(state=state, reference=fact.reference)
    refund.refresh_from_db()


@transaction.atomic
def _give_up(refund: Refund, why: str, at: datetime) -> None:
    end_refund(refund=refund, succeeded=False, reference="", actor=None, at=at)
    _tell_failed(refund, why)


def _tell_failed(refund: Refund, why: str) -> None:
    words = {"amount": written(refund.amount), "reason": why}
    tell_finance("provider/refund_failed", payment=refund.payment, key=f"refund:{refund.pk}", words=words)
