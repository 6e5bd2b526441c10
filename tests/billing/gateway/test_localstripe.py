"""Our gateway against localstripe, a stand-in that others wrote: refund of a card payment, and signed events.

It knows neither Checkout nor PromptPay, so those are left to the simulator and to the real Stripe (`test_live`).
"""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from billing import gateway
from devtool.localstripe import ensure_localstripe
from devtool.paths import this_checkout
from tests.support.processes import free_port, kill_group, wait_until
from tests.support.receiver import Receiver, receiver
from tests.support.stripe import KEY, SECRET, facts


@pytest.fixture(scope="module")
def localstripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The program, in an environment and a process of its own."""
    port = free_port()
    command = [str(ensure_localstripe(this_checkout())), "-m", "localstripe", "--from-scratch", "--port", str(port)]
    folder = tmp_path_factory.mktemp("localstripe")
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with Path(folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {KEY}"}) as client:
            wait_until(lambda: _answers(client) or process.poll() is not None)
            assert process.poll() is None, (folder / "log").read_text()
            yield client
    finally:
        kill_group(process)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/v1/customers").status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture
def told(localstripe: httpx.Client, settings: Any) -> Iterator[Receiver]:
    """Who is told of its events."""
    for name, value in facts(str(localstripe.base_url).rstrip("/")).items():
        setattr(settings, name, value)
    with receiver() as found:
        config = {"url": found.url, "secret": SECRET}
        assert localstripe.post("/_config/webhooks/platform", data=config).status_code == 200
        yield found


def _paid(localstripe: httpx.Client) -> str:
    card = {"number": "4242424242424242", "exp_month": "12", "exp_year": "2030", "cvc": "123"}
    fields = {"type": "card", **{f"card[{name}]": value for name, value in card.items()}}
    method = localstripe.post("/v1/payment_methods", data=fields).json()["id"]
    customer = localstripe.post("/v1/customers", data={"email": "a@example.com"}).json()["id"]
    localstripe.post(f"/v1/payment_methods/{method}/attach", data={"customer": customer})
    wanted = {"amount": "6500000", "currency": "thb", "payment_method": method, "customer": customer, "confirm": "true"}
    intent = localstripe.post("/v1/payment_intents", data=wanted).json()
    assert intent["status"] == "succeeded", intent
    return str(intent["id"])


def test_a_refund_is_made_once_and_found(localstripe: httpx.Client, told: Receiver) -> None:
    intent = _paid(localstripe)
    request = gateway.RefundRequest(key="r", intent=intent, amount=Decimal(5_000), metadata={"refund": "1"})
    made = gateway.create_refund(request)
    assert (made.amount, made.progress, made.intent, made.metadata) == (5_000, "done", intent, {"refund": "1"})
    assert gateway.find_refund(made.reference) == made


def test_what_it_does_not_know_is_refused_in_our_words(told: Receiver) -> None:
    with pytest.raises(gateway.ProviderRefused):
        gateway.find_refund("re_nowhere")


def _about(told: Receiver, intent: str) -> list[tuple[dict[str, str], bytes]]:
    """What it told of a payment's success; other tests have paid too."""
    words = (b"payment_intent.succeeded", intent.encode())
    return [(headers, body) for _path, headers, body in told.got if all(word in body for word in words)]


def test_its_events_are_signed_as_we_expect(localstripe: httpx.Client, told: Receiver) -> None:
    intent = _paid(localstripe)
    wait_until(lambda: _about(told, intent))
    headers, body = _about(told, intent)[0]
    signature, now = headers["Stripe-Signature"], datetime.now(UTC)
    event = gateway.read_event(body=body, signature=signature, at=now)
    assert (event.kind, event.subject) == ("payment_intent.succeeded", intent)
    with pytest.raises(gateway.Forged):
        gateway.read_event(body=body.replace(b"6500000", b"6500001"), signature=signature, at=now)
