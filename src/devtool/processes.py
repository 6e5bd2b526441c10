"""The supervisor: keeps Django's long-running processes alive until it is told to stop."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from devtool.console import complain, reason, say
from devtool.paths import Checkout
from devtool.pids import Process, Record
from devtool.server import start_log_anew

SETTLED_AFTER = 60.0
LONGEST_PAUSE = 30.0
OWNER_URL = "DATABASE_OWNER_URL"
STOPPING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


@dataclass(frozen=True)
class Program:
    name: str
    command: Sequence[str]
    creates_schemas: bool = False
    inherits: tuple[int, ...] = ()

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """The owner's login goes only to the program that provisions tenants."""
        return {name: value for name, value in given.items() if self.creates_schemas or name != OWNER_URL}


@dataclass
class Child:
    """One supervised process and how often it has fallen over."""

    program: Program
    checkout: Checkout
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    crashes: int = 0

    @property
    def record(self) -> Record:
        return Record(self.checkout.run / f"child-{self.program.name}.json")

    def start(self) -> None:
        log = self.checkout.log / f"{self.program.name}.log"
        start_log_anew(log)
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                list(self.program.command),
                cwd=self.checkout.root,
                env=self.program.environment(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self.program.inherits,
            )
        self.record.write(Process.of(self.process.pid))
        self.started = time.monotonic()

    def tend(self, now: float) -> None:
        """Start it when it is due; when it has died, say so and set a later time."""
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        kill_group(self.process.pid)
        self.crashes = 0 if now - self.started > SETTLED_AFTER else self.crashes + 1
        pause = pause_after(self.crashes)
        log = self.checkout.log / f"{self.program.name}.log"
        why = f": {reason(log)}" if code > 0 else ""
        complain(f"  {self.program.name} stopped ({_meaning(code)}), again in {pause:.0f} s{why}  [{log}]")
        self.process, self.due = None, now + pause

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        if self.process and self.is_running():
            self.process.send_signal(number)


def kill_group(leader: int) -> None:
    """Take along what a process that died by itself has forked."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def pause_after(crashes: int) -> float:
    return min(LONGEST_PAUSE, 2.0 ** max(0, crashes - 1))


def _meaning(code: int) -> str:
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name


class Supervisor:
    def __init__(self, checkout: Checkout, programs: Sequence[Program], environment: dict[str, str]) -> None:
        self._children = [Child(program, checkout, environment) for program in programs]

    @contextmanager
    def running(self) -> Iterator[None]:
        try:
            for child in self._children:
                child.start()
            yield
        finally:
            self._stop()

    def tend(self) -> None:
        for child in self._children:
            child.tend(time.monotonic())

    def _stop(self, patience: float = 15) -> None:
        for child in self._children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + patience
        while time.monotonic() < until and any(child.is_running() for child in self._children):
            time.sleep(0.1)
        for child in self._children:
            _stop_leftover(child.record)
            if child.process:
                kill_group(child.process.pid)


class Stop(BaseException):
    """A signal asked for the end."""


@contextmanager
def until_told_to_stop() -> Iterator[None]:
    """Leave the block on Ctrl-C, SIGTERM or a closed terminal; later signals do not disturb the cleaning up."""
    told = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal told
        first, told = not told, True
        if first:
            raise Stop

    former = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield
    except Stop:
        say("  stopped")
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def run_in_foreground(command: Sequence[str], *, folder: Path, environment: dict[str, str]) -> int:
    """Run a command on this terminal to its own end: Ctrl-C reaches it by itself, SIGTERM is passed on."""
    process = subprocess.Popen(list(command), cwd=folder, env=environment)

    def pass_on(number: int, frame: FrameType | None) -> None:
        if number != signal.SIGINT:
            process.send_signal(number)

    former = {number: signal.signal(number, pass_on) for number in STOPPING}
    try:
        code = process.wait()
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _stop_leftover(record: Record) -> None:
    """Stop what a supervisor that was killed has left running."""
    if process := record.process():
        process.stop(signals=(signal.SIGTERM, signal.SIGKILL), patience=10, group=True)
    record.remove()


def stop_leftovers(checkout: Checkout) -> list[str]:
    stopped = []
    for path in sorted(checkout.run.glob("child-*.json")):
        if Record(path).process():
            stopped.append(path.stem.removeprefix("child-"))
        _stop_leftover(Record(path))
    return stopped
