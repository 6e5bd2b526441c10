"""The part of Stripe's API that the platform uses."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from stripe.params import BalanceTransactionListParams, EventListParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams, SessionListParams, SessionRetrieveParams

from billing.gateway.client import API_VERSION
from devtool.simulated_stripe import checkout, money
from devtool.simulated_stripe.simulator import Simulator
from devtool.simulated_stripe.wire import Refusal, params_of

Answer = tuple[int, dict[str, Any]]
_KINDS = {
    "payment_intents": "payment_intent",
    "charges": "charge",
    "refunds": "refund",
    "disputes": "dispute",
    "payouts": "payout",
    "balance_transactions": "balance_transaction",
}


class Api:
    """Answers requests of the SDK."""

    def __init__(self, simulator: Simulator, *, key: str) -> None:
        self._simulator = simulator
        self._key = key
        self._running: set[str] = set()
        routes: list[tuple[str, str, Callable[..., dict[str, Any]]]] = [
            ("POST", r"/v1/checkout/sessions", self._open_page),
            ("GET", r"/v1/checkout/sessions", self._pages),
            ("GET", r"/v1/checkout/sessions/(\w+)", self._page),
            ("POST", r"/v1/checkout/sessions/(\w+)/expire", self._expire),
            ("POST", r"/v1/refunds", self._refund),
            ("GET", r"/v1/events", self._events),
            ("GET", r"/v1/balance_transactions", self._transactions),
            ("GET", rf"/v1/({'|'.join(_KINDS)})/(\w+)", self._object),
        ]
        self._routes = [(method, re.compile(path), answer) for method, path, answer in routes]

    def answer(self, method: str, path: str, encoded: str, headers: Mapping[str, str]) -> Answer:
        """The status and the body of an answer."""
        try:
            self._check(headers)
            return self._once(method, path, encoded, headers.get("Idempotency-Key", ""))
        except Refusal as refusal:
            return refusal.status, refusal.body

    def _check(self, headers: Mapping[str, str]) -> None:
        if headers.get("Authorization") != f"Bearer {self._key}":
            raise Refusal(401, "Invalid API Key provided.", kind="invalid_request_error")
        if headers.get("Stripe-Version") != API_VERSION:
            raise Refusal(400, f"This simulator speaks {API_VERSION} only.", code="api_version")

    def _once(self, method: str, path: str, encoded: str, key: str) -> Answer:
        """One answer for one idempotency key, refusals included, as Stripe keeps them."""
        if method != "POST" or not key:
            return 200, self._route(method, path, encoded)
        asked = hashlib.sha256(f"{path}?{encoded}".encode()).hexdigest()
        store = self._simulator.store
        with store.lock:
            if key in self._running:
                raise Refusal(409, "This key is in use.", code="idempotency_key_in_use", kind="idempotency_error")
            kept = store.answers.get(key)
            if kept is None:
                self._running.add(key)
        if kept is not None:
            return _again(kept, asked)
        try:
            status, body = self._try(method, path, encoded)
            with store.lock:
                store.answers[key] = {"asked": asked, "status": status, "body": body}
                store.keep()
            return status, body
        finally:
            self._running.discard(key)

    def _try(self, method: str, path: str, encoded: str) -> Answer:
        try:
            return 200, self._route(method, path, encoded)
        except Refusal as refusal:
            return refusal.status, refusal.body

    def _route(self, method: str, path: str, encoded: str) -> dict[str, Any]:
        for wanted, pattern, answer in self._routes:
            match = pattern.fullmatch(path)
            if match and wanted == method:
                with self._simulator.store.lock:
                    # A copy: the object may change while the answer is written.
                    copied: dict[str, Any] = json.loads(json.dumps(answer(encoded, *match.groups())))
                    return copied
        raise Refusal(404, f"Unrecognized request URL ({method}: {path}).")

    def _open_page(self, encoded: str) -> dict[str, Any]:
        params = params_of(encoded, SessionCreateParams)
        made = checkout.create(self._simulator.store, params, address=self._simulator.address)
        return checkout.shown(self._simulator.store, made, [])

    def _page(self, encoded: str, session_id: str) -> dict[str, Any]:
        expand = params_of(encoded, SessionRetrieveParams).get("expand", [])
        self._simulator.expire_old()
        return checkout.shown(self._simulator.store, self._simulator.session(session_id), expand)

    def _pages(self, encoded: str) -> dict[str, Any]:
        params = params_of(encoded, SessionListParams)
        wanted = params.get("payment_intent")
        store = self._simulator.store
        found = [each for each in store.of_kind("checkout.session") if wanted in (None, each["payment_intent"])]
        return _listed([checkout.shown(store, each, []) for each in found], params, "/v1/checkout/sessions")

    def _expire(self, _encoded: str, session_id: str) -> dict[str, Any]:
        return self._simulator.expire(session_id)

    def _refund(self, encoded: str) -> dict[str, Any]:
        return self._simulator.refund(params_of(encoded, RefundCreateParams))

    def _events(self, encoded: str) -> dict[str, Any]:
        params = params_of(encoded, EventListParams)
        since, kinds = params.get("created", {}).get("gte", 0), params.get("types")
        found = [
            each
            for each in reversed(self._simulator.store.events)
            if each["created"] >= since and (kinds is None or each["type"] in kinds)
        ]
        return _listed(found, params, "/v1/events")

    def _transactions(self, encoded: str) -> dict[str, Any]:
        params = params_of(encoded, BalanceTransactionListParams)
        store = self._simulator.store
        wanted, since = params.get("payout"), params.get("created", {}).get("gte", 0)
        found = money.of_payout(store, wanted) if wanted else store.of_kind("balance_transaction")
        found = [each for each in found if each["created"] >= since]
        if "data.source" in params.get("expand", []):
            found = [each | {"source": store.objects.get(each["source"], each["source"])} for each in found]
        return _listed(found, params, "/v1/balance_transactions")

    def _object(self, _encoded: str, kind: str, name: str) -> dict[str, Any]:
        return money.found(self._simulator.store, name, _KINDS[kind])


def _again(kept: dict[str, Any], asked: str) -> Answer:
    if kept["asked"] != asked:
        message = "Keys for idempotent requests can only be used with the same parameters they were first used with."
        raise Refusal(400, message, kind="idempotency_error")
    return kept["status"], kept["body"]


def _listed(found: list[dict[str, Any]], params: dict[str, Any], url: str) -> dict[str, Any]:
    """One page of a list."""
    names = [each["id"] for each in found]
    after = params.get("starting_after")
    start = names.index(after) + 1 if after in names else 0
    end = start + params.get("limit", 10)
    return {"object": "list", "data": found[start:end], "has_more": end < len(found), "url": url}


def query_of(environ: Mapping[str, Any]) -> dict[str, str]:
    """The plain fields of a form of the simulator's own pages."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length).decode()
    return {name: values[0] for name, values in parse_qs(body).items()}
