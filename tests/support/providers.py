"""Providers on the loopback that behave as the real ones do: an SMS gateway and LINE's Messaging API.

LINE's requests are read with the SDK's own models, and retry keys are honoured as LINE documents.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from uuid import UUID, uuid4


@dataclass
class Provider:
    """What a provider was asked, and how it answers. `is_down`: it closes the connection without an answer."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    is_down: bool = False
    dies_after_taking: bool = False
    delay: float = 0
    requests: list[Any] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


@dataclass
class Gateway(Provider):
    """An SMS gateway. A reference that it took before is taken once."""

    answer: Any = field(default_factory=dict)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass
class Line(Provider):
    """LINE. `pushed` holds (to, text) once for each retry key."""

    token: str = "token"
    bot_user_id: str = "U" + "0" * 32
    basic_id: str = "@123abcde"
    quota: int = 300
    message: str = ""
    pushed: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    replies: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    provider: Any

    def answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "content-type": "application/json"}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers["content-length"] or 0))

    def log_message(self, *args: Any) -> None:
        pass


class _SmsHandler(_Handler):
    provider: Gateway

    def do_GET(self) -> None:
        self._take(b"")

    def do_POST(self) -> None:
        self._take(self.body())

    def _take(self, body: bytes) -> None:
        seen = self.provider
        with seen.lock:
            key = self.headers["idempotency-key"]
            asked = {"path": self.path, "headers": dict(self.headers.items()), "body": body.decode()}
            seen.asked.append(asked)
            if seen.is_down:
                self.connection.close()
                return
            if seen.status == 200 and key not in seen.taken:
                seen.taken[key] = asked
                if body.startswith(b"{"):
                    seen.requests.append(json.loads(body))
            if seen.dies_after_taking:
                self.connection.close()
                return
        time.sleep(seen.delay)
        self.answer(seen.status, seen.answer, seen.headers)


class _LineHandler(_Handler):
    provider: Line

    def do_GET(self) -> None:
        line = self.provider
        answers = {
            "/v2/bot/info": {
                "userId": line.bot_user_id,
                "basicId": line.basic_id,
                "displayName": "อบต. ทดสอบ",
                "chatMode": "bot",
                "markAsReadMode": "auto",
            },
            "/v2/bot/message/quota": {"type": "limited", "value": line.quota},
            "/v2/bot/message/quota/consumption": {"totalUsage": len(line.pushed)},
        }
        if not self._refused():
            self.answer(200, answers[self.path])

    def do_POST(self) -> None:
        from linebot.v3.messaging import PushMessageRequest, ReplyMessageRequest

        line, body = self.provider, json.loads(self.body())
        with line.lock:
            line.asked.append(body)
            if self._refused():
                return
            if self.path == "/v2/bot/message/reply":
                line.replies.append(ReplyMessageRequest.from_dict(body).messages[0].text)
                self.answer(200, {"sentMessages": [{"id": "1", "quoteToken": "q"}]})
                return
            assert self.path == "/v2/bot/message/push"
            request = PushMessageRequest.from_dict(body)
            key = UUID(self.headers["x-line-retry-key"])
            if key in line.pushed:
                self.answer(409, {"message": "The retry key is already accepted"}, {"x-line-accepted-request-id": "r"})
                return
            line.pushed[key] = (request.to, request.messages[0].text)
            if line.dies_after_taking:
                self.connection.close()
                return
            self.answer(200, {"sentMessages": [{"id": str(len(line.pushed)), "quoteToken": "q"}]})

    def _refused(self) -> bool:
        line = self.provider
        if line.is_down:
            self.connection.close()
            return True
        if self.headers["authorization"] != f"Bearer {line.token}":
            self.answer(401, {"message": "Authentication failed. Confirm that the access token is valid."})
            return True
        if line.status != 200:
            self.answer(line.status, {"message": line.message}, line.headers)
            return True
        return False


@contextmanager
def serving(provider: Provider, handler: type[_Handler]) -> Iterator[None]:
    """Serve a provider on a port of its own."""
    bound = type("Bound", (handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), bound)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def sms_gateway() -> Iterator[Gateway]:
    """An SMS gateway."""
    gateway = Gateway()
    with serving(gateway, _SmsHandler):
        yield gateway


@contextmanager
def line_platform() -> Iterator[Line]:
    """LINE."""
    line = Line()
    with serving(line, _LineHandler):
        yield line


def line_event(kind: str, user: str, *, text: str = "", at: int = 0, event_id: str = "") -> dict[str, Any]:
    """An event as LINE's webhook sends it."""
    event: dict[str, Any] = {
        "type": kind,
        "mode": "active",
        "timestamp": at,
        "webhookEventId": event_id or uuid4().hex,
        "deliveryContext": {"isRedelivery": False},
        "source": {"type": "user", "userId": user},
    }
    if kind != "unfollow":
        event["replyToken"] = uuid4().hex
    if kind == "follow":
        event["follow"] = {"isUnblocked": False}
    if kind == "message":
        event["message"] = {"type": "text", "id": "1", "text": text, "quoteToken": "q"}
    return event


def signed(events: list[dict[str, Any]], *, secret: str, destination: str) -> tuple[bytes, str]:
    """The body of a webhook call and its signature."""
    body = json.dumps({"destination": destination, "events": events}, ensure_ascii=False).encode()
    return body, base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
