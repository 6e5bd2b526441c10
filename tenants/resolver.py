"""Host → tenant, from a cache in the process: no query and no round trip on the hot path.

A change is published on Redis and clears the entry in every process; without Redis it is seen after `TTL` seconds.
"""

import copy
import os
import threading
import time
from collections import OrderedDict

import redis
import structlog
from django.conf import settings

from tenants.models import Domain, Tenant
from tenants.scope import public_scope

log = structlog.get_logger(__name__)
TTL = 15.0
_MAX_HOSTS = 5_000
_CHANNEL = "tenants:changed"

_lock = threading.Lock()
_hosts: OrderedDict[str, tuple[float, Tenant | None]] = OrderedDict()
_listener_pid: int | None = None
_changes = 0
"""How often the cache was cleared: what was looked up before a change must not be kept after it."""


def tenant_of(host: str) -> Tenant | None:
    """The tenant that `host` (lower case, no port) belongs to, or None: an object of the caller's own."""
    now = time.monotonic()
    with _lock:
        entry, changes = _hosts.get(host), _changes
        if entry is not None and entry[0] > now:
            _hosts.move_to_end(host)
            return copy.copy(entry[1])
    _ensure_listener()
    tenant = _look_up(host)
    with _lock:
        if changes == _changes:
            _keep(host, now + TTL, tenant)
    return copy.copy(tenant)


def _keep(host: str, until: float, tenant: Tenant | None) -> None:
    _hosts[host] = (until, tenant)
    while len(_hosts) > _MAX_HOSTS:
        _hosts.popitem(last=False)


def _look_up(host: str) -> Tenant | None:
    with public_scope():
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
        if domain is None:
            return None
        tenant: Tenant = domain.tenant
        return tenant


def forget_all() -> None:
    """Clear this process' cache."""
    global _changes
    with _lock:
        _hosts.clear()
        _changes += 1


def publish_change() -> None:
    """Tell every process that a tenant or domain changed. Call it after the commit."""
    forget_all()
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
        with client:
            client.publish(_CHANNEL, "changed")
    except redis.RedisError as error:
        log.warning("tenant_change_not_published", error=type(error).__name__, seen_within_seconds=TTL)


def _ensure_listener() -> None:
    """Start the listening thread once in a process; a forked one starts its own."""
    global _listener_pid
    with _lock:
        if _listener_pid == os.getpid():
            return
        _listener_pid = os.getpid()
    threading.Thread(target=_listen, name="tenant-changes", daemon=True).start()


def _listen() -> None:
    while True:
        try:
            with (
                redis.Redis.from_url(settings.REDIS_URL) as client,
                client.pubsub(ignore_subscribe_messages=True) as sub,
            ):
                sub.subscribe(_CHANNEL)
                forget_all()
                for _message in sub.listen():
                    forget_all()
        except redis.RedisError:
            time.sleep(5)
