"""The simulated account: everything that can happen to it, and the events that tell of it."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stripe import Event, WebhookSignature

from billing.gateway.client import API_VERSION
from devtool.simulated_stripe import checkout, money
from devtool.simulated_stripe.store import Store, new_id, now
from devtool.simulated_stripe.wire import build

Deliver = Callable[[bytes, str], None]


class Simulator:
    """Thread-safe: each act holds the store's lock, and tells of itself when it is done."""

    def __init__(self, *, secret: str, path: Path | None = None, deliver: Deliver | None = None) -> None:
        self.store = Store(path)
        self.secret = secret
        self.deliver = deliver
        self.address = ""

    # --- what a payer does ---------------------------------------------------------------

    def pay(self, session_id: str, method: str = "card") -> None:
        """Pay, with success at once."""
        with self.store.lock:
            session = self.session(session_id)
            charge = checkout.pay(self.store, session, method=method)
            self._tell("payment_intent.succeeded", self.store.objects[charge["payment_intent"]])
            self._tell("checkout.session.completed", checkout.shown(self.store, session, []))

    def decline(self, session_id: str) -> None:
        """Try a card that is refused."""
        with self.store.lock:
            self._tell("payment_intent.payment_failed", checkout.decline(self.store, self.session(session_id)))

    def pay_later(self, session_id: str) -> None:
        """Pay by PromptPay; the bank takes its time."""
        with self.store.lock:
            session = self.session(session_id)
            checkout.pay_later(self.store, session)
            self._tell("checkout.session.completed", checkout.shown(self.store, session, []))

    def confirm(self, session_id: str, *, succeeded: bool) -> None:
        """The bank confirms, or does not."""
        with self.store.lock:
            session = self.session(session_id)
            checkout.confirm(self.store, session, succeeded=succeeded)
            if succeeded:
                self._tell("payment_intent.succeeded", self.store.objects[session["payment_intent"]])
            outcome = "succeeded" if succeeded else "failed"
            self._tell(f"checkout.session.async_payment_{outcome}", checkout.shown(self.store, session, []))

    def expire(self, session_id: str) -> dict[str, Any]:
        """The page ends unpaid."""
        with self.store.lock:
            session = self.session(session_id)
            checkout.expire(session)
            shown = checkout.shown(self.store, session, [])
            self._tell("checkout.session.expired", shown)
            return shown

    def expire_old(self) -> None:
        """End what has passed its time."""
        for session in self.store.of_kind("checkout.session"):
            if checkout.is_open(session) and session["expires_at"] < now():
                self.expire(session["id"])

    # --- what banks do -------------------------------------------------------------------

    def refund(self, params: dict[str, Any]) -> dict[str, Any]:
        """Send money back."""
        with self.store.lock:
            refund = money.new_refund(self.store, params)
            self._tell("refund.created", refund)
            return refund

    def end_refund(self, refund_id: str, *, succeeded: bool) -> None:
        """The payer has named an account and got the money, or it came back."""
        with self.store.lock:
            refund = money.found(self.store, refund_id, "refund")
            if succeeded:
                refund["status"] = "succeeded"
            else:
                money.fail_refund(self.store, refund)
            self._tell("refund.updated" if succeeded else "refund.failed", refund)

    def dispute(self, charge_id: str) -> dict[str, Any]:
        """The payer's bank wants a card payment back."""
        with self.store.lock:
            made = money.new_dispute(self.store, money.found(self.store, charge_id, "charge"))
            self._tell("charge.dispute.created", made)
            self._tell("charge.dispute.funds_withdrawn", made)
            return made

    def close_dispute(self, dispute_id: str, *, won: bool) -> None:
        """The payer's bank has decided."""
        with self.store.lock:
            dispute = money.found(self.store, dispute_id, "dispute")
            money.close_dispute(self.store, dispute, won=won)
            if won:
                self._tell("charge.dispute.funds_reinstated", dispute)
            self._tell("charge.dispute.closed", dispute)

    def pay_out(self) -> dict[str, Any]:
        """Send the balance to the bank account."""
        with self.store.lock:
            made = money.new_payout(self.store)
            self._tell("payout.created", made)
            return made

    def end_payout(self, payout_id: str, *, arrived: bool) -> None:
        """It arrived, or came back (also after it had arrived)."""
        with self.store.lock:
            payout = money.found(self.store, payout_id, "payout")
            if arrived:
                payout["status"] = "paid"
            else:
                money.fail_payout(self.store, payout)
            self._tell("payout.paid" if arrived else "payout.failed", payout)

    # --- what is read --------------------------------------------------------------------

    def session(self, session_id: str) -> dict[str, Any]:
        """A page to pay on."""
        return money.found(self.store, session_id, "checkout.session")

    def charge_of(self, session_id: str) -> dict[str, Any]:
        """The charge by which a page was paid."""
        intent = self.store.objects[self.session(session_id)["payment_intent"]]
        return self.store.objects[intent["latest_charge"]]

    def signed(self, event: dict[str, Any], *, at: int | None = None, secret: str = "") -> tuple[bytes, str]:
        """An event as it is sent, and the header that signs it."""
        body = json.dumps(event, ensure_ascii=False)
        header = WebhookSignature.generate_signature_header(body, secret or self.secret, timestamp=at)
        return body.encode(), header

    def _tell(self, kind: str, about: dict[str, Any]) -> None:
        event = build(
            Event,
            id=new_id("evt"),
            object="event",
            api_version=API_VERSION,
            created=now(),
            data={"object": copy.deepcopy(about)},
            livemode=False,
            pending_webhooks=1,
            type=kind,
        )
        self.store.events.append(event)
        self.store.keep()
        if self.deliver is not None:
            self.deliver(*self.signed(event))
