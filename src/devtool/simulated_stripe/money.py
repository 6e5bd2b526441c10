"""Payments, refunds, disputes and payouts, as they change the simulated balance. All amounts in satang."""

from typing import Any

from stripe import BalanceTransaction, Charge, Dispute, PaymentIntent, Payout, Refund

from devtool.simulated_stripe.store import Store, new_id, now
from devtool.simulated_stripe.wire import Refusal, build

FEES = {"card": (365, 1000), "promptpay": (165, 0)}
"""Invented: hundredths of a percent, and satang a payment."""
DISPUTE_FEE = 75_000
DAY = 24 * 3600


def new_intent(store: Store, *, amount: int, data: dict[str, Any]) -> dict[str, Any]:
    """A payment that nobody has made yet."""
    return store.add(
        build(
            PaymentIntent,
            id=new_id("pi"),
            object="payment_intent",
            amount=amount,
            amount_capturable=0,
            amount_received=0,
            capture_method="automatic_async",
            confirmation_method="automatic",
            created=now(),
            currency="thb",
            description=data.get("description"),
            livemode=False,
            metadata=data.get("metadata", {}),
            payment_method_types=["card", "promptpay"],
            status="requires_payment_method",
        )
    )


def succeed(store: Store, intent: dict[str, Any], *, method: str) -> dict[str, Any]:
    """The payer's money is there; returns the charge."""
    amount, charge_id = intent["amount"], new_id("ch" if method == "card" else "py")
    percent, fixed = FEES[method]
    fee = amount * percent // 10_000 + fixed
    transaction = move(store, kind="charge", subject=charge_id, amount=amount, fee=fee)
    charge = store.add(
        build(
            Charge,
            id=charge_id,
            object="charge",
            amount=amount,
            amount_captured=amount,
            amount_refunded=0,
            balance_transaction=transaction["id"],
            billing_details={},
            captured=True,
            created=now(),
            currency="thb",
            description=intent["description"],
            disputed=False,
            livemode=False,
            metadata=intent["metadata"],
            paid=True,
            payment_intent=intent["id"],
            payment_method_details={"type": method},
            refunded=False,
            status="succeeded",
        )
    )
    intent |= {"status": "succeeded", "amount_received": amount, "latest_charge": charge_id}
    return charge


def move(store: Store, *, kind: str, subject: str, amount: int, fee: int = 0) -> dict[str, Any]:
    """A movement of the balance, available for a payout at once."""
    types = {"charge": "charge", "refund": "refund", "refund_failure": "refund_failure", "payout": "payout"}
    fees = [
        {"amount": fee, "application": None, "currency": "thb", "description": "simulated fee", "type": "stripe_fee"}
    ]
    return store.add(
        build(
            BalanceTransaction,
            id=new_id("txn"),
            object="balance_transaction",
            amount=amount,
            available_on=now(),
            balance_type="payments",
            created=now(),
            currency="thb",
            fee=fee,
            fee_details=fees if fee else [],
            net=amount - fee,
            reporting_category=kind,
            source=subject,
            status="available",
            type=types.get(kind, "adjustment"),
        )
    )


def new_refund(store: Store, params: dict[str, Any]) -> dict[str, Any]:
    """A refund of a payment: at once for a card, and for PromptPay once the payer has named an account.

    Raises:
        Refusal: there is no such payment, more than it is left of it, or nobody to ask for an account.
    """
    intent = found(store, params.get("payment_intent", ""), "payment_intent")
    charge = store.objects.get(intent["latest_charge"] or "")
    if charge is None:
        raise Refusal(400, f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.")
    left = charge["amount"] - charge["amount_refunded"]
    amount = params.get("amount", left)
    if not left:
        raise Refusal(400, f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if not 0 < amount <= left:
        raise Refusal(400, f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).")
    by_card = charge["payment_method_details"]["type"] == "card"
    if not by_card and not params.get("instructions_email"):
        raise Refusal(400, "You must provide `instructions_email` to refund this payment.", code="parameter_missing")
    refund_id = new_id("re" if by_card else "pyr")
    transaction = move(store, kind="refund", subject=refund_id, amount=-amount)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    return store.add(
        build(
            Refund,
            id=refund_id,
            object="refund",
            amount=amount,
            balance_transaction=transaction["id"],
            charge=charge["id"],
            created=now(),
            currency="thb",
            instructions_email=params.get("instructions_email"),
            metadata=params.get("metadata", {}),
            payment_intent=intent["id"],
            status="succeeded" if by_card else "requires_action",
        )
    )


def fail_refund(store: Store, refund: dict[str, Any]) -> None:
    """The money could not be sent and is in the balance again."""
    charge = store.objects[refund["charge"]]
    transaction = move(store, kind="refund_failure", subject=refund["id"], amount=refund["amount"])
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    refund |= {
        "status": "failed",
        "failure_reason": "declined",
        "failure_balance_transaction": transaction["id"],
    }


def new_dispute(store: Store, charge: dict[str, Any]) -> dict[str, Any]:
    """The payer's bank wants a card payment back, and gets it until the dispute is decided."""
    dispute_id = new_id("du")
    taken = move(store, kind="dispute", subject=dispute_id, amount=-charge["amount"], fee=DISPUTE_FEE)
    charge["disputed"] = True
    return store.add(
        build(
            Dispute,
            id=dispute_id,
            object="dispute",
            amount=charge["amount"],
            balance_transactions=[taken],
            charge=charge["id"],
            created=now(),
            currency="thb",
            enhanced_eligibility_types=[],
            evidence={"enhanced_evidence": {}},
            evidence_details={
                "due_by": now() + 7 * DAY,
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
                "submission_method": "not_submitted",
                "enhanced_eligibility": {},
            },
            is_charge_refundable=False,
            livemode=False,
            metadata={},
            payment_intent=charge["payment_intent"],
            reason="fraudulent",
            status="needs_response",
        )
    )


def close_dispute(store: Store, dispute: dict[str, Any], *, won: bool) -> None:
    """The payer's bank has decided; a won dispute brings the money back, and not the fee."""
    dispute["status"] = "won" if won else "lost"
    if won:
        back = move(store, kind="dispute_reversal", subject=dispute["id"], amount=dispute["amount"])
        dispute["balance_transactions"].append(back)


def new_payout(store: Store) -> dict[str, Any]:
    """All that is in the balance goes to the bank account.

    Raises:
        Refusal: there is nothing to send.
    """
    waiting = [each for each in store.of_kind("balance_transaction") if "payout" not in _tags(store, each)]
    total = sum(each["net"] for each in waiting)
    if total <= 0:
        raise Refusal(400, "There is nothing in the balance to pay out.", code="balance_insufficient")
    payout_id = new_id("po")
    own = move(store, kind="payout", subject=payout_id, amount=-total)
    for each in (*waiting, own):
        _tags(store, each)["payout"] = payout_id
    return store.add(
        build(
            Payout,
            id=payout_id,
            object="payout",
            amount=total,
            arrival_date=now(),
            automatic=True,
            balance_transaction=own["id"],
            created=now(),
            currency="thb",
            livemode=False,
            metadata={},
            method="standard",
            reconciliation_status="completed",
            source_type="card",
            status="in_transit",
            type="bank_account",
        )
    )


def of_payout(store: Store, payout_id: str) -> list[dict[str, Any]]:
    """The movements that a payout holds."""
    return [each for each in store.of_kind("balance_transaction") if _tags(store, each).get("payout") == payout_id]


def fail_payout(store: Store, payout: dict[str, Any]) -> None:
    """The bank sent it back: the money is in the balance again, for the next payout."""
    back = move(store, kind="payout_reversal", subject=payout["id"], amount=payout["amount"])
    payout |= {
        "status": "failed",
        "failure_code": "account_closed",
        "failure_balance_transaction": back["id"],
    }


def found(store: Store, name: str, kind: str) -> dict[str, Any]:
    """An object by name.

    Raises:
        Refusal: there is none of this kind.
    """
    each = store.objects.get(name)
    if each is None or each["object"] != kind:
        raise Refusal(404, f"No such {kind}: '{name}'", code="resource_missing")
    return each


def _tags(store: Store, each: dict[str, Any]) -> dict[str, Any]:
    """What is known of an object that Stripe does not show."""
    tags: dict[str, Any] = store.objects.setdefault(f"tags:{each['id']}", {"object": "tags"})
    return tags
