"""`./dev check`: every check runs, each is one line, and what it said is shown when it failed."""

import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from devtool.assets import SOURCE_FOLDERS
from devtool.console import say
from devtool.paths import Checkout

PYTHON_FILES = ("manage.py", *SOURCE_FOLDERS, "tests")


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    check: Check
    passed: bool
    seconds: float
    output: str


def checks(checkout: Checkout) -> list[Check]:
    python = str(checkout.python)
    present = [name for name in PYTHON_FILES if (checkout.root / name).exists()]
    folders = [name for name in SOURCE_FOLDERS if (checkout.root / name).exists()]
    templates = [str(path) for name in folders for path in sorted((checkout.root / name).rglob("templates/**/*.html"))]
    return [
        Check("types", [python, "-m", "mypy"]),
        Check("format", [python, "-m", "ruff", "format", "--check", "--quiet", *present]),
        Check("lint", [python, "-m", "ruff", "check", "--quiet", *present]),
        Check("architecture", [str(checkout.venv / "bin" / "lint-imports"), "--no-cache"]),
        Check("dependencies", [python, "-m", "deptry", "--no-ansi", *folders]),
        Check("template format", [str(checkout.venv / "bin" / "djade"), "--check", *templates]),
        Check("template lint", [str(checkout.venv / "bin" / "djlint"), "--lint", "--quiet", *templates]),
        Check("Django", [python, "manage.py", "check", "--fail-level", "WARNING"]),
        Check("migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]


def run_checks(checkout: Checkout, environment: dict[str, str]) -> int:
    def run(check: Check) -> Outcome:
        return _run(check, checkout, environment)

    failed = []
    with ThreadPoolExecutor(2) as pool:
        for outcome in pool.map(run, checks(checkout)):
            say(f"  {outcome.check.name} … {'ok' if outcome.passed else 'failed'}, {outcome.seconds:.1f} s")
            if not outcome.passed:
                say(outcome.output.rstrip())
                failed.append(outcome.check.name)
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def _run(check: Check, checkout: Checkout, environment: dict[str, str]) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        check=False,
        cwd=checkout.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(check, done.returncode == 0, time.monotonic() - began, done.stdout)
