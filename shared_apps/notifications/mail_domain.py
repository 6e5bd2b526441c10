"""What an LGO sets in its DNS before e-mails may leave from its own address, and whether it is there.

Who owns the domain shows it by a token; SPF (RFC 7208) lets the platform's servers send for it, DKIM (RFC 6376) lets
them sign. The operator says by settings which servers those are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import dns.exception
import dns.rdatatype
import dns.resolver
from django.conf import settings
from django.utils.translation import gettext_lazy as _

_TIMEOUT = 5
_OWNER = "_thongthin"
_NOT_THERE = (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer)


class DnsSilent(Exception):
    """No name server answered: that says nothing about the records."""


@dataclass(frozen=True)
class Record:
    """One record to set: `kind` is TXT or CNAME, `name` the whole name."""

    code: str
    kind: str
    name: str
    value: str
    purpose: Any


@dataclass(frozen=True)
class Finding:
    """A record, and what stands in its place now."""

    record: Record
    is_right: bool
    found: tuple[str, ...]


def is_offered() -> bool:
    """Whether the operator says which servers may send for an LGO's domain."""
    return bool(settings.MAIL_SPF_INCLUDE)


def spf_mechanism() -> str:
    """What the SPF policy of a domain must hold."""
    return f"include:{settings.MAIL_SPF_INCLUDE}"


def records(domain: str, token: str) -> list[Record]:
    """What to set for `domain`."""
    owner = Record("owner", "TXT", f"{_OWNER}.{domain}", f"thongthin={token}", _("shows that the domain is yours"))
    spf = Record(
        "spf",
        "TXT",
        domain,
        f"v=spf1 {spf_mechanism()} ~all",
        _("lets the platform's mail servers send for it (SPF)"),
    )
    signing = [
        Record(
            f"dkim-{selector}",
            "CNAME",
            f"{selector}._domainkey.{domain}",
            target,
            _("lets them sign your e-mails (DKIM)"),
        )
        for selector, target in settings.MAIL_DKIM_RECORDS.items()
    ]
    return [owner, spf, *signing]


def check(wanted: Iterable[Record]) -> list[Finding]:
    """Ask the DNS for each record.

    Raises:
        DnsSilent: it does not answer, or only that it is in trouble.
    """
    resolver = _resolver()
    return [_finding(record, _texts(resolver, record)) for record in wanted]


def _finding(record: Record, found: tuple[str, ...]) -> Finding:
    if record.code == "spf":
        policies = tuple(text for text in found if text.lower().split(" ")[0] == "v=spf1")
        words = policies[0].lower().split() if len(policies) == 1 else []  # two are none (RFC 7208, 4.5)
        return Finding(record, spf_mechanism().lower() in {word.lstrip("+") for word in words}, policies)
    if record.kind == "CNAME":
        return Finding(record, record.value.rstrip(".").lower() in {text.lower() for text in found}, found)
    return Finding(record, record.value in found, found)


def _resolver() -> Any:
    servers: Sequence[str] = settings.DNS_SERVERS
    resolver = dns.resolver.Resolver(configure=not servers)
    resolver.lifetime = _TIMEOUT
    if servers:
        hosts = [server.rpartition(":") for server in servers]
        resolver.nameservers = [host for host, _colon, _port in hosts]
        resolver.nameserver_ports = {host: int(port) for host, _colon, port in hosts}
    return resolver


def _texts(resolver: Any, record: Record) -> tuple[str, ...]:
    try:
        answer = resolver.resolve(record.name, record.kind, raise_on_no_answer=True)
    except _NOT_THERE:
        return ()
    except dns.exception.DNSException as error:
        raise DnsSilent(type(error).__name__) from None
    if answer.rdtype == dns.rdatatype.CNAME:
        return tuple(str(data.target).rstrip(".") for data in answer)
    return tuple(b"".join(data.strings).decode(errors="replace") for data in answer)
