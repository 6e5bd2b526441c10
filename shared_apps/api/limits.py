"""How often one may ask: by token, by address, and by LGO, in windows of a minute.

Headers as in draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` says what is allowed, `RateLimit` what is left.
"""

from dataclasses import dataclass

from django.core.cache import cache

from kit import clock
from shared_apps.api.callers import Caller
from shared_apps.api.models import TokenKind

WINDOW = 60
BY_ADDRESS = 240
"""Guests: a mobile network puts many people behind one address."""
BY_TOKEN = {TokenKind.PERSONAL: 300, TokenKind.APPLICATION: 1200}
BY_TENANT = 6000


@dataclass(frozen=True)
class Allowance:
    """What is left of the limit that is nearest."""

    name: str
    limit: int
    left: int
    reset: int

    @property
    def is_used_up(self) -> bool:
        """Whether this request was one too many."""
        return self.left < 0

    @property
    def headers(self) -> dict[str, str]:
        """As programs read it."""
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{self.name}";r={max(self.left, 0)};t={self.reset}',
        }


def count(caller: Caller | None, ip: str) -> Allowance:
    """Count one request, and say what is left."""
    second = int(clock.now().timestamp())
    window, reset = second // WINDOW, WINDOW - second % WINDOW
    if caller is not None:
        name, key, limit = "token", f"t{caller.token.pk}", BY_TOKEN[TokenKind(caller.token.kind)]
    else:
        name, key, limit = "address", f"a{ip}", BY_ADDRESS
    own = Allowance(name, limit, limit - _incremented(f"api:{key}:{window}"), reset)
    whole = Allowance("lgo", BY_TENANT, BY_TENANT - _incremented(f"api:all:{window}"), reset)
    return min(own, whole, key=lambda one: one.left)


def _incremented(key: str) -> int:
    if cache.add(key, 1, WINDOW * 2):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, WINDOW * 2)
        return 1
