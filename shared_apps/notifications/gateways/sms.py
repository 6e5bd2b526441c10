"""SMS: the platform's gateway, or whichever HTTP gateway an LGO describes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
from django.conf import settings

from kit import egress
from kit.masking import mask
from shared_apps.notifications.gateways import DeliveryFailed, Taken, failure_of_status, retry_after
from shared_apps.notifications.models import Failure

_TIMEOUT = 10.0
_LONGEST_ANSWER = 100_000
_WORD = re.compile(r"\{(to|to_local|to_digits|text|sender|reference)\}")


class SmsGateway(Protocol):
    """Whoever carries SMS for us."""

    def send(self, *, to: str, text: str, reference: str) -> Taken:
        """Hand over one SMS; `reference` is the same when it is handed over again.

        Raises:
            DeliveryFailed: it was not taken.
        """


@dataclass(frozen=True, kw_only=True)
class HttpSmsGateway:
    """A gateway that is asked by HTTP: what is sent, and by what success is known, is data.

    `fields` is a JSON object; words in braces in its texts, and in `headers` and `url`, are filled in. A success is a
    status of 2xx and, with `success_field`, that value there.
    """

    url: str
    body: str = "json"
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Any = field(default_factory=dict)
    sender: str = ""
    success_field: str = ""
    success_value: str = ""
    reference_field: str = ""
    credit_field: str = ""
    is_trusted: bool = False

    def send(self, *, to: str, text: str, reference: str) -> Taken:
        """Hand over one SMS."""
        words = {
            "to": to,
            "to_local": f"0{to.removeprefix('+66')}",
            "to_digits": to.removeprefix("+"),
            "text": text,
            "sender": self.sender,
            "reference": reference,
        }
        response = self._ask(words)
        if not response.is_success:
            raise DeliveryFailed(
                failure_of_status(response.status_code),
                f"HTTP {response.status_code}",
                retry_after=retry_after(response.headers.get("retry-after")),
            )
        answer = _json(response)
        self._require_success(answer)
        return Taken(
            reference=_text_at(answer, self.reference_field)[:120], credit=_text_at(answer, self.credit_field)[:40]
        )

    def _ask(self, words: Mapping[str, str]) -> httpx.Response:
        headers = {"Idempotency-Key": words["reference"], **_filled(dict(self.headers), words)}
        content = _filled(self.fields, words)
        allow_private = self.is_trusted or settings.EGRESS_ALLOW_PRIVATE
        try:
            with egress.client(timeout=_TIMEOUT, allow_private=allow_private) as client:
                if self.body == "query":
                    return client.get(self.url, params=content, headers=headers)
                if self.body == "form":
                    return client.post(self.url, data=content, headers=headers)
                return client.post(self.url, json=content, headers=headers)
        except httpx.LocalProtocolError as error:
            raise DeliveryFailed(Failure.CREDENTIALS, type(error).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise DeliveryFailed(Failure.UNREACHABLE, type(error).__name__) from None

    def _require_success(self, answer: Any) -> None:
        if not self.success_field:
            return
        found = _text_at(answer, self.success_field)
        if found.casefold() != self.success_value.casefold():
            raise DeliveryFailed(Failure.REFUSED, mask(f"{self.success_field}={found}")[:250])


def platform_gateway() -> HttpSmsGateway | None:
    """The gateway of the platform's settings, or None. It takes `to`, `text` and `reference` as JSON."""
    if not settings.SMS_GATEWAY_URL:
        return None
    token = settings.SMS_GATEWAY_TOKEN
    return HttpSmsGateway(
        url=settings.SMS_GATEWAY_URL,
        headers={"Authorization": f"Bearer {token}"} if token else {},
        fields={"to": "{to}", "text": "{text}", "reference": "{reference}"},
        is_trusted=True,
    )


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _WORD.sub(lambda found: words[found[1]], value)
    if isinstance(value, dict):
        return {key: _filled(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, words) for item in value]
    return value


def _json(response: httpx.Response) -> Any:
    try:
        return json.loads(response.content[:_LONGEST_ANSWER])
    except ValueError:
        return None


def _text_at(answer: Any, path: str) -> str:
    """What lies at `data.0.status` in an answer, as text; empty when there is nothing."""
    for step in path.split(".") if path else []:
        if isinstance(answer, dict):
            answer = answer.get(step)
        elif isinstance(answer, list) and step.isdecimal() and int(step) < len(answer):
            answer = answer[int(step)]
        else:
            return ""
    if not path or answer is None or isinstance(answer, dict | list):
        return ""
    return json.dumps(answer) if isinstance(answer, bool) else str(answer)
