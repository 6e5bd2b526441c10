"""The servers of one purpose (main, test, bench), shared by every ./dev that runs in this checkout."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Literal
from urllib.parse import urlsplit

import psycopg
import redis

from devtool.console import DevError, step
from devtool.environment import (
    DATABASE_URL_FORM,
    Addresses,
    Secrets,
    compose,
    refuse_embedded_in_production,
    wants_own_database,
    wants_own_redis,
    with_programs,
)
from devtool.files import kept_secret, locked
from devtool.paths import Checkout
from devtool.postgres import Postgres
from devtool.redis_server import Redis
from devtool.server import Server

Group = Literal["main", "test", "bench"]
GROUPS: tuple[Group, ...] = ("main", "test", "bench")


class Servers:
    def __init__(self, checkout: Checkout, group: Group) -> None:
        self.checkout = checkout
        self.group = group
        self.postgres = Postgres(checkout, group, durable=group != "test")
        self.redis = Redis(checkout, group, durable=group == "main")

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Have the servers running inside the block; the last of several users stops them."""
        refuse_embedded_in_production(os.environ)
        self._refuse_unreachable()
        with (self.checkout.run / f"{self.group}.users").open("a") as users:
            try:
                with self._alone():
                    fcntl.flock(users, fcntl.LOCK_SH)
                    self._start()
                yield
            finally:
                with self._alone():
                    if _is_only_user(users.fileno()):
                        self.stop()

    def revive(self) -> list[str]:
        """Start again what has died; the names of it."""
        dead = [server for server in self._needed() if not server.is_running()]
        if dead:
            with self._alone():
                for server in dead:
                    server.ensure_running()
        return [server.name for server in dead]

    def stop(self) -> list[str]:
        running = [server for server in (self.redis, self.postgres) if server.is_running()]
        for server in running:
            server.stop()
        return [f"{server.name} ({self.group})" for server in running]

    def environment(self, **defaults: str) -> dict[str, str]:
        given = dict(os.environ)
        addresses = Addresses(
            database_owner=self.postgres.owner_url if wants_own_database(given) else "",
            redis=self.redis.url if wants_own_redis(given) else "",
        )
        secrets = Secrets(
            key=kept_secret(self.checkout.secrets / "secret_key"),
            app_password=kept_secret(self.checkout.secrets / "app_password"),
            subject_key=kept_secret(self.checkout.secrets / "subject_key"),
        )
        media = "media" if self.group == "main" else f"media-{self.group}"
        usual = {
            "BASE_DOMAIN": "localhost",
            "BASE_PORT": "8000",
            "MEDIA_ROOT": str(self.checkout.local / media),
        }
        environment = compose(given, addresses, secrets, usual | defaults)
        return with_programs(environment, str(self.checkout.venv / "bin"))

    def _needed(self) -> list[Server]:
        wanted: list[Server] = []
        if wants_own_database(os.environ):
            wanted.append(self.postgres)
        if wants_own_redis(os.environ):
            wanted.append(self.redis)
        return wanted

    def _start(self) -> None:
        cold = [server for server in self._needed() if not server.is_running()]
        if not cold:
            return
        for server in cold:
            server.prepare()
        with step(f"servers: {', '.join(server.name for server in cold)} ({self.group})"):
            for server in cold:
                server.ensure_running()

    def _alone(self) -> AbstractContextManager[None]:
        return locked(self.checkout.run / f"{self.group}.lock")

    def _refuse_unreachable(self) -> None:
        if not wants_own_database(os.environ):
            check_database(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"])
        if not wants_own_redis(os.environ):
            check_redis(os.environ["REDIS_URL"])


def _is_only_user(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def check_database(url: str) -> None:
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        raise DevError(DATABASE_URL_FORM)
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as problem:
        reason = str(problem).strip().splitlines()[0]
        raise DevError(f"the database at {_place(url)} does not answer: {reason}") from None


def check_redis(url: str) -> None:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as problem:
        raise DevError(f"the Redis at {_place(url)} does not answer: {problem}") from None


def _place(url: str) -> str:
    """The address without the password."""
    return urlsplit(url).netloc.rpartition("@")[2] or "(no host)"
