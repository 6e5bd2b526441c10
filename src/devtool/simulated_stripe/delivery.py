"""Sending of events to the platform, again and again with growing pauses until it says yes."""

import time
from queue import Queue
from threading import Thread

import httpx

PAUSES = (0, 1, 2, 4, 8, 16, 32, 64)
"""Seconds. Stripe goes on for three days."""


class Delivery:
    """Sends in its own threads; what is never taken is dropped, for the platform's poller to find."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: Queue[tuple[bytes, str]] = Queue()
        for _ in range(4):
            Thread(target=self._work, daemon=True).start()

    def __call__(self, body: bytes, signature: str) -> None:
        """Send this, later."""
        self._waiting.put((body, signature))

    def _work(self) -> None:
        with httpx.Client(timeout=20, trust_env=False) as client:
            while True:
                self._send(client, *self._waiting.get())

    def _send(self, client: httpx.Client, body: bytes, signature: str) -> None:
        headers = {"Stripe-Signature": signature, "Content-Type": "application/json; charset=utf-8"}
        for pause in PAUSES:
            time.sleep(pause)
            try:
                if client.post(self._url, content=body, headers=headers).is_success:
                    return
            except httpx.HTTPError:
                continue
