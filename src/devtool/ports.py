"""Free loopback ports, the same ones again for the same checkout where possible."""

import socket
from collections.abc import Iterable
from pathlib import Path

from devtool.console import DevError
from devtool.files import read_text, write_atomically

FIRST, COUNT = 20_000, 10_000


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def first_free(candidates: Iterable[int]) -> int:
    for port in candidates:
        if is_free(port):
            return port
    raise DevError("no free port on 127.0.0.1")


def listen_on_first_free(ports: Iterable[int]) -> socket.socket:
    """Take a port and keep it: what is only looked at may be gone when it is needed."""
    for port in ports:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(512)
        except OSError:
            listener.close()
        else:
            return listener
    raise DevError("the port is taken; set PORT to another one")


def candidates(key: str) -> list[int]:
    """All our ports, starting at a place of the checkout's own so that two do not meet."""
    start = int(key, 16) % COUNT
    return [FIRST + (start + offset) % COUNT for offset in range(COUNT)]


def remembered_port(path: Path, key: str) -> int:
    """The port used last time if nothing else has taken it, else the next free one."""
    last = read_text(path)
    first = [int(last)] if last.isdecimal() else []
    port = first_free([*first, *candidates(key)])
    if str(port) != last:
        write_atomically(path, str(port))
    return port
