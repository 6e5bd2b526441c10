"""A browser whose requests leave nothing behind, so that one world serves the whole URL map."""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from random import randint
from typing import Any

from django.db import transaction

from tenants.scope import public_scope
from tests.support.browser import HostClient


@dataclass(frozen=True)
class Answer:
    """What came back."""

    method: str
    url: str
    status: int
    location: str
    body: str
    response: Any

    def __str__(self) -> str:
        return f"{self.method} {self.url} → {self.status} {self.location}"

    @property
    def asks_to_sign_in(self) -> bool:
        """Whether the visitor was sent to a page on which one signs in."""
        target = self.location.split("?")[0]
        return self.status == 302 and target in {"/accounts/login/", "/officers/sign-in/"}


class Visitor:
    """Whoever asks; cookies and database are after every request as they were before it."""

    def __init__(self, client: HostClient) -> None:
        client.raise_request_exception = False
        self.client = client

    def ask(self, method: str, url: str, **options: Any) -> Answer:
        """Ask once, from an address on the internet of its own, so that no rate limit is met."""
        cookies = self.client.cookies.output()
        ip = ".".join(str(randint(1, 254)) for _part in range(4))
        with public_scope(), transaction.atomic():
            response: Any = self.client.generic(method, url, REMOTE_ADDR=ip, **options)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        self.client.cookies = SimpleCookie(cookies.replace("Set-Cookie: ", ""))
        return Answer(
            method=method,
            url=url,
            status=response.status_code,
            location=response.get("Location", ""),
            body=content.decode(errors="replace"),
            response=response,
        )

    def holds_cookies_of(self, other: HostClient) -> "Visitor":
        """Carry another host's cookies here."""
        self.client.cookies = SimpleCookie(other.cookies.output().replace("Set-Cookie: ", ""))
        return self
