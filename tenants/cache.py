"""Cache keyed by tenant, which survives the loss of Redis."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from tenants.scope import current_key

log = structlog.get_logger(__name__)
_METHODS = ("add", "get", "set", "touch", "delete", "get_many", "set_many", "delete_many", "has_key", "incr", "clear")


def scoped_key(key: str, key_prefix: str, version: int) -> str:
    """The key of a cache entry: the tenant's UUID first. Raises NoScope when the thread works for nobody."""
    return f"{current_key()}:{key_prefix}:{version}:{key}"


class ResilientRedisCache(RedisCache):
    """Redis, or this process' own memory while Redis is away.

    Rate limits still count then, though by process; a cache is never the record of anything.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_connect_timeout": 1, "socket_timeout": 1, **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self.fallback = LocMemCache(f"fallback-{params.get('KEY_PREFIX', '')}", params)


def _with_fallback(name: str) -> Callable[..., Any]:
    original = getattr(RedisCache, name)

    @wraps(original)
    def method(self: ResilientRedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return original(self, *args, **kwargs)
        except (RedisConnectionError, RedisTimeoutError) as error:
            log.warning("cache_unavailable", operation=name, error=type(error).__name__)
            return getattr(self.fallback, name)(*args, **kwargs)

    return method


for _name in _METHODS:
    setattr(ResilientRedisCache, _name, _with_fallback(_name))
