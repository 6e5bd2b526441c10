"""Which process is ours. A number alone does not say: the kernel gives numbers out again."""

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from devtool.files import read_text, write_atomically

PROC = Path("/proc/self")


@dataclass(frozen=True)
class Process:
    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> "Process":
        return cls(pid, started_at(pid))

    def is_alive(self) -> bool:
        with suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)  # a dead child of ours keeps its number until it is waited for
        return bool(self.started) and started_at(self.pid) == self.started

    def stop(self, *, signals: tuple[signal.Signals, ...], patience: float, group: bool = False) -> None:
        """Send each signal in turn until the process has gone."""
        for number in signals:
            if not self.is_alive():
                return
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number) if group else os.kill(self.pid, number)
            self._wait(patience)

    def _wait(self, patience: float) -> None:
        until = time.monotonic() + patience
        while self.is_alive() and time.monotonic() < until:
            time.sleep(0.05)


def started_at(pid: int) -> str:
    """When the process started, in whatever unit the system counts; empty when there is none."""
    if not PROC.exists():
        return _ps(pid, "lstart=")
    fields = _proc(pid, "stat").rpartition(")")[2].split()
    return "" if not fields or fields[0] == "Z" else fields[19]


def command_line(pid: int) -> str:
    return _proc(pid, "cmdline").replace("\0", " ") if PROC.exists() else _ps(pid, "args=")


def _proc(pid: int, name: str) -> str:
    try:
        return (PROC.parent / str(pid) / name).read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _ps(pid: int, column: str) -> str:
    shown = subprocess.run(["ps", "-o", column, "-p", str(pid)], check=False, capture_output=True, text=True)
    return shown.stdout.strip()


class Record:
    """A file that says which process runs something, and facts about it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, process: Process, **facts: str) -> None:
        write_atomically(self.path, json.dumps(asdict(process) | {"facts": facts}))

    def process(self) -> Process | None:
        """The recorded process if it still runs."""
        found = self._load()
        return found[0] if found and found[0].is_alive() else None

    def facts(self) -> dict[str, str]:
        """What was noted about the process, though it may have died since."""
        found = self._load()
        return found[1] if found else {}

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def _load(self) -> tuple[Process, dict[str, str]] | None:
        try:
            found = json.loads(read_text(self.path))
            return Process(found["pid"], found["started"]), found["facts"]
        except (ValueError, KeyError, TypeError):
            return None
