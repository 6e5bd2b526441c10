"""Counting attacks over all LGOs at once: whoever is stopped at one must not go on at the next.

allauth counts inside one LGO; these limits are wider and live in the cache that tenants share. Addresses of people are
hashed. Without Redis each process counts by itself.
"""

from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import caches


@dataclass(frozen=True)
class Limit:
    """At most so many in `seconds`, by each kind of key."""

    name: str
    seconds: int
    by_ip: int
    by_identifier: int


PASSWORDS = Limit("password", seconds=3600, by_ip=200, by_identifier=30)
"""Wrong passwords."""
CODES_SENT = Limit("code_sent", seconds=3600, by_ip=300, by_identifier=12)
"""One-time codes asked for: each SMS costs money."""
CODES_WRONG = Limit("code_wrong", seconds=3600, by_ip=200, by_identifier=30)
"""Wrong one-time codes."""


def is_exhausted(limit: Limit, *, ip: str, identifier: str) -> bool:
    """Whether nothing more is allowed now."""
    counts = caches["platform"].get_many([key for key, _allowed in _keys(limit, ip, identifier)])
    return any(counts.get(key, 0) >= allowed for key, allowed in _keys(limit, ip, identifier))


def count(limit: Limit, *, ip: str, identifier: str) -> None:
    """Count one more."""
    cache = caches["platform"]
    for key, _allowed in _keys(limit, ip, identifier):
        if not cache.add(key, 1, limit.seconds):
            try:
                cache.incr(key)
            except ValueError:  # it ran out in between
                cache.set(key, 1, limit.seconds)


def _keys(limit: Limit, ip: str, identifier: str) -> list[tuple[str, int]]:
    digest = sha256(identifier.strip().lower().encode()).hexdigest()
    return [
        (f"throttle:{limit.name}:ip:{ip}", limit.by_ip),
        (f"throttle:{limit.name}:who:{digest}", limit.by_identifier),
    ]
