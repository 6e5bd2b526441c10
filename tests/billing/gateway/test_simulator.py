"""The simulated Stripe is honest: it refuses what the SDK's types do not know, and returns what they promise."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from stripe import Event, Refund
from stripe.checkout import Session

from billing import gateway
from billing.gateway.shapes import WrongShape, check
from devtool.simulated_stripe import wire
from devtool.simulated_stripe.server import running
from devtool.simulated_stripe.simulator import Simulator
from tests.support.stripe import KEY, SECRET

RIGHT = {
    "mode": "payment",
    "success_url": "http://x/",
    "cancel_url": "http://y/",
    "locale": "th",
    "allowed_payment_method_types[0]": "card",
    "allowed_payment_method_types[1]": "promptpay",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "thb",
    "line_items[0][price_data][unit_amount]": "6500000",
    "line_items[0][price_data][product_data][name]": "IV-2570-000001",
    "metadata[checkout]": "1",
    "payment_intent_data[metadata][checkout]": "1",
}


class Caller:
    """Speaks to the API as the SDK does, without its help."""

    def __init__(self, address: str) -> None:
        self._http = httpx.Client(base_url=address)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        return self._http.post(path, data=fields, headers=self._headers(headers))

    def get(self, path: str, **params: str) -> httpx.Response:
        return self._http.get(path, params=params, headers=self._headers({}))

    def page(self, path: str, **fields: str) -> httpx.Response:
        return self._http.post(path, data=fields) if fields else self._http.get(path)

    @staticmethod
    def _headers(more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {KEY}", "Stripe-Version": gateway.API_VERSION, **named}


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(secret=SECRET)


@pytest.fixture
def caller(simulator: Simulator) -> Iterator[Caller]:
    with running(simulator, key=KEY) as address:
        yield Caller(address)


def _opened(caller: Caller, **more: str) -> Any:
    answer = caller.post("/v1/checkout/sessions", {**RIGHT, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_control_a_right_request_is_taken(caller: Caller) -> None:
    session = _opened(caller)
    assert (session["status"], session["amount_total"], session["payment_status"]) == ("open", 6_500_000, "unpaid")


@pytest.mark.parametrize(
    "wrong",
    [
        {"payment_method_types[0]": "card"},
        {"mode": "paymnt"},
        {"locale": "thai"},
        {"ui_mode": "hosted"},
        {"expires_at": "tomorrow"},
        {"expires_at": "1"},
        {"colour": "red"},
        {"allowed_payment_method_types[0]": "promtpay"},
        {"line_items[0][price_data][unit_amount]": "65,000"},
        {"line_items[0][price_data][unit_amount]": "650.5"},
        {"line_items[0][price_data][product_data][nam]": "x"},
        {"line_items[0][price_data][currency]": "usd"},
        {"line_items[0][quantiti]": "1"},
        {"payment_intent_data[metadat][checkout]": "1"},
        {"payment_intent_data[capture_method]": "later"},
        {"submit_type": "buy"},
    ],
    ids=lambda wrong: next(iter(wrong)) + "=" + next(iter(wrong.values())),
)
def test_what_the_types_of_this_version_do_not_know_is_refused(caller: Caller, wrong: dict[str, str]) -> None:
    answer = caller.post("/v1/checkout/sessions", {**RIGHT, **wrong})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize("lacks", ["mode", "success_url", "line_items[0][price_data][currency]"])
def test_what_is_needed_is_needed(caller: Caller, lacks: str) -> None:
    fields = {name: value for name, value in RIGHT.items() if name != lacks}
    assert caller.post("/v1/checkout/sessions", fields).status_code == 400


def test_another_version_or_key_is_refused(caller: Caller) -> None:
    assert caller.post("/v1/checkout/sessions", RIGHT, Stripe_Version="2024-06-20").status_code == 400
    assert caller.post("/v1/checkout/sessions", RIGHT, Authorization="Bearer sk_test_other").status_code == 401


def test_one_answer_for_one_idempotency_key(caller: Caller, simulator: Simulator) -> None:
    first = caller.post("/v1/checkout/sessions", RIGHT, Idempotency_Key="k")
    again = caller.post("/v1/checkout/sessions", RIGHT, Idempotency_Key="k")
    assert first.json() == again.json()
    assert len(simulator.store.of_kind("checkout.session")) == 1
    changed = {**RIGHT, "line_items[0][price_data][unit_amount]": "1"}
    conflict = caller.post("/v1/checkout/sessions", changed, Idempotency_Key="k")
    assert (conflict.status_code, conflict.json()["error"]["type"]) == (400, "idempotency_error")
    refused = [caller.post("/v1/refunds", {"payment_intent": "pi_no"}, Idempotency_Key="r") for _ in range(2)]
    assert [each.status_code for each in refused] == [404, 404]


def test_no_more_is_refunded_than_was_paid(caller: Caller, simulator: Simulator) -> None:
    session = _opened(caller)
    simulator.pay(session["id"])
    intent = simulator.session(session["id"])["payment_intent"]
    too_much = caller.post("/v1/refunds", {"payment_intent": intent, "amount": "6500001"})
    assert (too_much.status_code, "greater than" in too_much.json()["error"]["message"]) == (400, True)
    assert caller.post("/v1/refunds", {"payment_intent": intent}).status_code == 200
    assert caller.post("/v1/refunds", {"payment_intent": intent}).json()["error"]["code"] == "charge_already_refunded"


def test_an_answer_has_the_keys_of_the_sdks_class_and_no_other(caller: Caller, simulator: Simulator) -> None:
    session = _opened(caller)
    public = {name for name, hint in Session.__annotations__.items() if name[0] != "_" and "ClassVar" not in str(hint)}
    assert set(session) == public
    simulator.pay(session["id"])
    assert {event["object"] for event in simulator.store.events} == {"event"}
    events = caller.get("/v1/events", limit="1").json()
    assert (events["has_more"], len(events["data"])) == (True, 1)
    assert set(events["data"][0]) <= set(Event.__annotations__)


@pytest.mark.parametrize(
    "values",
    [
        {"id": "re_1", "object": "refund", "amount": 1, "created": 1},
        {"id": "re_1", "object": "refund", "amount": "1", "created": 1, "currency": "thb"},
        {"id": "re_1", "object": "refnd", "amount": 1, "created": 1, "currency": "thb"},
        {"id": "re_1", "object": "refund", "amount": 1, "created": 1, "currency": "thb", "colour": "red"},
        {"id": "re_1", "object": "refund", "amount": 1, "created": 1, "currency": "thb", "next_action": {"typo": 1}},
    ],
    ids=["lacks", "type", "literal", "unknown", "nested"],
)
def test_an_answer_that_the_class_does_not_know_is_a_mistake_of_the_simulator(values: dict[str, Any]) -> None:
    with pytest.raises(WrongShape):
        wire.build(Refund, **values)


def test_our_own_requests_are_checked_before_they_leave() -> None:
    from stripe.params import RefundCreateParams

    check({"payment_intent": "pi_1", "amount": 100}, RefundCreateParams)
    for wrong in ({"amount": "100"}, {"amont": 100}, {"reason": "because"}, {"metadata": {"refund": 1}}):
        with pytest.raises(WrongShape):
            check({"payment_intent": "pi_1", **wrong}, RefundCreateParams)


def test_every_page_says_that_no_money_moves(caller: Caller, simulator: Simulator) -> None:
    note = "จำลอง – ไม่มีการตัดเงินจริง"
    where = f"/c/pay/{_opened(caller)['id']}"
    declined = caller.page(where, action="decline")
    assert "บัตรถูกปฏิเสธ" in declined.text
    for answer in (declined, caller.page(where), caller.page("/"), caller.page("/c/pay/cs_no")):
        assert note in answer.text
    assert "65,000.00" in caller.page(where).text
    paid = caller.page(where, action="promptpay")
    assert (paid.status_code, paid.headers["location"]) == (303, "http://x/")
    assert "ชำระแล้ว" in caller.page(where).text
    assert simulator.charge_of(where.removeprefix("/c/pay/"))["payment_method_details"]["type"] == "promptpay"


def test_what_a_payer_sees_is_escaped(caller: Caller) -> None:
    name = {"line_items[0][price_data][product_data][name]": "<script>alert(1)</script>"}
    page = caller.page(f"/c/pay/{_opened(caller, **name)['id']}").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_it_remembers_over_a_restart(tmp_path: Any) -> None:
    path = tmp_path / "stripe.json"
    first = Simulator(secret=SECRET, path=path)
    with running(first, key=KEY) as address:
        session = _opened(Caller(address))
        first.pay(session["id"])
    again = Simulator(secret=SECRET, path=path)
    assert again.session(session["id"])["payment_status"] == "paid"
    assert len(again.store.events) == 2
