"""What the embedded PostgreSQL and Redis have in common: start, be found again, stop."""

import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from devtool.console import DevError, last_lines
from devtool.files import kept_secret, read_text
from devtool.paths import Checkout
from devtool.pids import Process, Record, command_line
from devtool.ports import remembered_port
from devtool.service_user import ServiceUser, data_home, service_user

LARGEST_LOG = 10_000_000


class Server(ABC):
    """A server of this checkout that outlives the command which started it."""

    name: ClassVar[str]
    stop_signals: ClassVar[tuple[signal.Signals, ...]]
    seconds_to_start: ClassVar[float] = 60

    def __init__(self, checkout: Checkout, group: str) -> None:
        self.checkout = checkout
        self.group = group
        self.log = checkout.log / f"{self.name}-{group}.log"

    @property
    def folder(self) -> Path:
        return data_home(self.checkout) / self.group / self.name

    @property
    def record(self) -> Record:
        return Record(self.folder / "record.json")

    @property
    def port(self) -> int:
        return int(read_text(self.folder / "port"))

    @property
    def password(self) -> str:
        return kept_secret(self.folder / "password")

    def is_running(self) -> bool:
        return self.record.process() is not None

    def ensure_running(self) -> None:
        if self.is_running():
            return
        self.prepare()
        self._stop_stray()
        process = self._launch()
        self._wait_until_ready(process)

    def stop(self) -> None:
        if process := self.record.process():
            process.stop(signals=self.stop_signals, patience=30)
        if self.record.process() is None:
            self.record.remove()

    def prepare(self) -> None:
        """Make what has to be there before a first start."""
        make_folders(self.folder, service_user())

    @abstractmethod
    def command(self) -> list[str]: ...

    @abstractmethod
    def trouble(self) -> str:
        """Why it does not answer yet; empty when it does."""

    @abstractmethod
    def own_pid_file(self) -> Path:
        """The file in which the server itself writes its process number first."""

    @abstractmethod
    def is_shown_as(self, arguments: str) -> bool:
        """Whether a command line, as `ps` shows it, is that of this server."""

    def facts(self) -> dict[str, str]:
        return {}

    def _launch(self) -> subprocess.Popen[bytes]:
        remembered_port(self.folder / "port", self.checkout.key)
        start_log_anew(self.log)
        with self.log.open("ab") as output:
            process = spawn(self.command(), cwd=self.folder, output=output.fileno())
        self.record.write(Process.of(process.pid), **self.facts())
        return process

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + self.seconds_to_start
        while trouble := self.trouble():
            if process.poll() is not None or time.monotonic() > until:
                raise DevError(
                    f"{self.name} does not start: {trouble}\n{last_lines(self.log)}\n(all of it in {self.log})"
                )
            time.sleep(0.05)

    def _stop_stray(self) -> None:
        """A server whose starter was killed before it could record it."""
        first = read_text(self.own_pid_file()).partition("\n")[0]
        if not first.isdecimal():
            return
        if self.is_shown_as(command_line(int(first))):
            Process.of(int(first)).stop(signals=self.stop_signals, patience=30)


def spawn(command: list[str], *, cwd: Path, output: int) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, so that Ctrl-C at the terminal does not reach it."""
    user = service_user()
    return subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
    )


def make_folders(folder: Path, user: ServiceUser | None) -> None:
    for path in (folder.parent, folder):
        path.mkdir(mode=0o700, exist_ok=True)
        if user:
            user.give(path)


def start_log_anew(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
