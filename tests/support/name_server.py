"""A name server on the loopback, for the records that LGOs set."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingUDPServer
from threading import Thread
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@dataclass
class NameServer:
    """What it knows: `texts[(name, kind)]` are values. `is_in_trouble`: it answers SERVFAIL."""

    address: str = ""
    texts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    is_in_trouble: bool = False

    def answer(self, asked: bytes) -> bytes:
        query = dns.message.from_wire(asked)
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), question.rdtype.name
        values = self.texts.get((name, kind), [])
        if self.is_in_trouble:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif values:
            written = [f'"{value}"' if kind == "TXT" else f"{value}." for value in values]
            response.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *written))
        elif not any(known == name for known, _kind in self.texts):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()


@contextmanager
def name_server() -> Iterator[NameServer]:
    """A server that answers until the block ends."""
    known = NameServer()

    class Handler(BaseRequestHandler):
        request: Any

        def handle(self) -> None:
            asked, socket = self.request
            socket.sendto(known.answer(asked), self.client_address)

    with ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        known.address = "{}:{}".format(*server.server_address[:2])
        Thread(target=server.serve_forever, daemon=True).start()
        yield known
        server.shutdown()
