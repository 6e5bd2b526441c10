"""What the person at the terminal sees: one line per step."""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WRONG_SETTING = "django.core.exceptions.ImproperlyConfigured: "
EXCEPTION = re.compile(r"(?!gunicorn\.)((\w+\.)+[A-Z]\w*|\w*(Error|Exception))(: |$)")


class DevError(Exception):
    """Something the person has to know or do; shown as it is, without a traceback."""


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@contextmanager
def step(name: str) -> Iterator[None]:
    """Show `name` and, when the work is done, how long it took."""
    began = time.monotonic()
    live = sys.stdout.isatty()
    if live:
        sys.stdout.write(f"  {name} …")
        sys.stdout.flush()
    try:
        yield
    except BaseException:
        say(" failed" if live else f"  {name} … failed")
        raise
    took = f"{time.monotonic() - began:.1f} s"
    say(f" {took}" if live else f"  {name} … {took}")


def last_lines(log: Path, count: int = 15) -> str:
    if not log.exists():
        return ""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-count:])


def explanation(log: Path, code: int) -> str:
    """Why a command failed: a wrong setting in one line, anything else with the end of what it said."""
    end = last_lines(log)
    if WRONG_SETTING in end:
        return end.rpartition(WRONG_SETTING)[2].strip()
    return f"{end}\n(exit {code}; all of it in {log})"


def reason(log: Path) -> str:
    """The one line of a log that best says why a process died."""
    lines = [line.strip() for line in last_lines(log, 60).splitlines() if line.strip()]
    errors = [line for line in lines if EXCEPTION.match(line)]
    return (errors or lines or ["no word"])[-1][:200]
