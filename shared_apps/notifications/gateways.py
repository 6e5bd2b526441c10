"""Ways out of the house for SMS."""

from typing import Protocol

import httpx
from django.conf import settings

_TIMEOUT = httpx.Timeout(10)
_TOO_MANY = 429


class DeliveryFailed(Exception):
    """A message did not leave. `is_final` when trying again cannot help. The text names no person."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


class SmsGateway(Protocol):
    """Whoever carries SMS for us."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Hand over one SMS; `reference` is the same when it is handed over again.

        Raises:
            DeliveryFailed: it was not taken.
        """


class HttpSmsGateway:
    """A gateway that takes JSON (`to`, `text`, `reference`) by POST with a bearer token."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Hand over one SMS."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": reference}
        payload = {"to": to, "text": text, "reference": reference}
        try:
            response = httpx.post(self.url, json=payload, headers=headers, timeout=_TIMEOUT)
        except httpx.HTTPError as error:
            raise DeliveryFailed(type(error).__name__) from None
        if not response.is_success:
            is_final = response.is_client_error and response.status_code != _TOO_MANY
            raise DeliveryFailed(f"HTTP {response.status_code}", is_final=is_final)


def sms_gateway() -> SmsGateway | None:
    """The configured gateway, or None."""
    if not settings.SMS_GATEWAY_URL:
        return None
    return HttpSmsGateway(settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN)
