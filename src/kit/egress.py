"""HTTP to addresses that a customer typed: never to this machine, nor into the network it stands in.

The name is resolved once, every address it has must be public, and the connection goes to the one that was looked
at: a name that changes in between (DNS rebinding) gains nothing.
"""

import socket
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx


class _PublicOnly(httpcore.NetworkBackend):
    def __init__(self, *, allow_private: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        chosen = host if self._allow_private else public_address(host, port)
        return self._inner.connect_tcp(chosen, port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *_args: Any, **_options: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("no sockets of this machine")

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Transport(httpx.HTTPTransport):
    def __init__(self, *, allow_private: bool) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=_PublicOnly(allow_private=allow_private),
        )


def client(*, timeout: float, allow_private: bool = False) -> httpx.Client:
    """A client for such addresses; it follows no redirects and no proxy of the environment. Use it as a context."""
    transport = _Transport(allow_private=allow_private)
    return httpx.Client(transport=transport, timeout=timeout, follow_redirects=False, trust_env=False)


def public_address(host: str, port: int) -> str:
    """The first address of `host`, when all that it has are public.

    Raises:
        httpcore.ConnectError: it has none, or one that is not.
    """
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise httpcore.ConnectError("no such host") from None
    if not found or not all(is_public(address) for address in found):
        raise httpcore.ConnectError("not a public address")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; an IPv4 address wrapped in IPv6 counts as itself."""
    ip = ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return (inner or ip).is_global and not (inner or ip).is_multicast
