"""Checkout sessions and what a payer does with them."""

from typing import Any

from stripe.checkout import Session

from devtool.simulated_stripe import money
from devtool.simulated_stripe.store import Store, new_id, now
from devtool.simulated_stripe.wire import Refusal, build

OFFERED = ("card", "promptpay")
"""What the simulated account may take."""
SHORTEST, LONGEST = 30 * 60, 24 * 3600
_LEEWAY = 60


def create(store: Store, params: dict[str, Any], *, address: str) -> dict[str, Any]:
    """Open a page to pay on.

    Raises:
        Refusal: it is not one payment in baht, or would end too soon or too late.
    """
    _check(params)
    session_id = new_id("cs_test")
    total = sum(item["quantity"] * item["price_data"]["unit_amount"] for item in params["line_items"])
    allowed = params.get("allowed_payment_method_types") or OFFERED
    return store.add(
        build(
            Session,
            id=session_id,
            object="checkout.session",
            allowed_payment_method_types=params.get("allowed_payment_method_types"),
            amount_subtotal=total,
            amount_total=total,
            automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None},
            cancel_url=params.get("cancel_url"),
            created=now(),
            currency="thb",
            custom_fields=[],
            custom_text={
                "after_submit": None,
                "shipping_address": None,
                "submit": None,
                "terms_of_service_acceptance": None,
            },
            customer_email=params.get("customer_email"),
            expires_at=params.get("expires_at", now() + LONGEST),
            livemode=False,
            locale=params.get("locale"),
            metadata=params.get("metadata", {}),
            mode="payment",
            # What the account may not take is left out in silence, as Stripe does.
            payment_method_types=[method for method in OFFERED if method in allowed],
            payment_status="unpaid",
            shipping_options=[],
            status="open",
            success_url=params.get("success_url"),
            ui_mode="hosted_page",
            url=f"{address}/c/pay/{session_id}",
        )
        | {"_intent": params.get("payment_intent_data", {}), "_title": _title(params)}
    )


def _check(params: dict[str, Any]) -> None:
    items = params.get("line_items") or []
    if params.get("mode") != "payment" or not items or not params.get("success_url"):
        raise Refusal(400, "Only `mode=payment` with `line_items` and `success_url` is simulated.")
    if any(item.get("price_data", {}).get("currency") != "thb" for item in items):
        raise Refusal(400, "Only prices in baht are simulated.", code="parameter_invalid")
    ahead = params.get("expires_at", now() + LONGEST) - now()
    if not SHORTEST - _LEEWAY <= ahead <= LONGEST + _LEEWAY:
        raise Refusal(400, "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.")


def _title(params: dict[str, Any]) -> str:
    return ", ".join(item["price_data"].get("product_data", {}).get("name", "") for item in params["line_items"])


def shown(store: Store, session: dict[str, Any], expand: list[str]) -> dict[str, Any]:
    """A session as the API returns it, with what was asked for whole."""
    plain = {key: value for key, value in session.items() if not key.startswith("_")}
    if "payment_intent.latest_charge" in expand and session["payment_intent"]:
        intent = store.objects[session["payment_intent"]]
        plain["payment_intent"] = intent | {"latest_charge": store.objects.get(intent["latest_charge"] or "")}
    return plain


def is_open(session: dict[str, Any]) -> bool:
    """Whether it can be paid on."""
    return bool(session["status"] == "open")


def expire(session: dict[str, Any]) -> None:
    """End a page that nobody paid on.

    Raises:
        Refusal: it has ended.
    """
    if not is_open(session):
        raise Refusal(
            400, f'Only Checkout Sessions with a status in ["open"] can be expired. This one is {session["status"]}.'
        )
    session |= {"status": "expired", "url": None}


def pay(store: Store, session: dict[str, Any], *, method: str) -> dict[str, Any]:
    """The payer pays and the money is there at once; returns the charge."""
    intent = _intent(store, session)
    charge = money.succeed(store, intent, method=method)
    session |= {"status": "complete", "payment_status": "paid", "url": None}
    return charge


def pay_later(store: Store, session: dict[str, Any]) -> None:
    """The payer has done their part, and the bank has not confirmed it."""
    _intent(store, session)["status"] = "processing"
    session |= {"status": "complete", "payment_status": "unpaid", "url": None}


def confirm(store: Store, session: dict[str, Any], *, succeeded: bool) -> None:
    """The bank says what became of it."""
    intent = _intent(store, session)
    if succeeded:
        money.succeed(store, intent, method="promptpay")
        session["payment_status"] = "paid"
    else:
        intent["status"] = "requires_payment_method"


def decline(store: Store, session: dict[str, Any]) -> dict[str, Any]:
    """The card is refused; the page stays open for another try."""
    intent = _intent(store, session)
    intent["status"] = "requires_payment_method"
    return intent


def _intent(store: Store, session: dict[str, Any]) -> dict[str, Any]:
    if session["payment_intent"] is None:
        made = money.new_intent(store, amount=session["amount_total"], data=session["_intent"])
        session["payment_intent"] = made["id"]
    return store.objects[session["payment_intent"]]
