"""POST to an address that a customer chose, without letting it reach into our own network.

The host's name is resolved once, every address it has must be on the open internet, and the connection goes to exactly
that address (a second look-up could be answered otherwise). Redirects and proxies are not followed, and what comes back
is read to a small limit.
"""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid

SNIPPET = 2000
SECONDS = 15
_TIMEOUT = httpx.Timeout(10, connect=5)
_UNICAST = ipaddress.ip_network("2000::/3")
_EMBEDS_IPV4 = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))

NOT_HTTPS = _("Write an address that begins with https://, without name, password or fragment.")
NOT_PUBLIC = _("This address does not lead to the open internet, or its name is unknown.")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """Nobody answered, or the address may not be called. The text names no person."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    snippet: str
    milliseconds: int

    @property
    def is_success(self) -> bool:
        """Any 2xx."""
        return 200 <= self.status < 300


def check_url(url: str) -> None:
    """Refuse an address that can never be called.

    Raises:
        Invalid: it is not https, or does not lead to the open internet now.
    """
    try:
        _host, port, address = _target(url)
    except Unreachable as error:
        raise Invalid(NOT_PUBLIC, field="url", code="not_public") from error
    is_test = _may_be_loopback(address)
    if urlsplit(url).scheme != "https" and not is_test:
        raise Invalid(NOT_HTTPS, field="url", code="not_https")
    if not 0 < port < 65536:
        raise Invalid(NOT_HTTPS, field="url", code="not_https")


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send once.

    Raises:
        Unreachable: nothing came back, or the address leads into a private network.
    """
    host, _port, address = _target(url)
    if urlsplit(url).scheme != "https" and not _may_be_loopback(address):
        raise Unreachable("not https")
    target = httpx.URL(url)
    sent = {**headers, "Host": target.netloc.decode()}
    began = time.monotonic()
    try:
        with (
            httpx.Client(timeout=_TIMEOUT, trust_env=False, follow_redirects=False) as client,
            client.stream(
                "POST",
                target.copy_with(host=str(address)),
                content=body,
                headers=sent,
                extensions={"sni_hostname": host},
            ) as response,
        ):
            snippet = _beginning(response, began)
            return Answer(response.status_code, snippet, round((time.monotonic() - began) * 1000))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise Unreachable(type(error).__name__) from error


def _beginning(response: httpx.Response, began: float) -> str:
    found = b""
    for chunk in response.iter_raw():
        found += chunk
        if len(found) >= SNIPPET or time.monotonic() - began > SECONDS:
            break
    return found[:SNIPPET].decode(errors="replace").replace("\x00", "")


def _target(url: str) -> tuple[str, int, Address]:
    """Host, port and the address to connect to."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise Unreachable("no address") from error
    if parts.scheme not in {"https", "http"} or not host or parts.username or parts.password or parts.fragment:
        raise Unreachable("no address")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("name not known") from error
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses or not all(_may_be_called(address) for address in addresses):
        raise Unreachable("not on the open internet")
    return host, port, addresses[0]


def _may_be_called(address: Address) -> bool:
    if _may_be_loopback(address):
        return True
    is_open = address.is_global and not address.is_multicast
    if isinstance(address, ipaddress.IPv4Address):
        return is_open
    return is_open and address in _UNICAST and not any(address in network for network in _EMBEDS_IPV4)


def _may_be_loopback(address: Address) -> bool:
    """A receiver on this machine, for trying things out: never in production."""
    return address.is_loopback and not settings.IS_PRODUCTION
