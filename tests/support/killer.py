"""The parent's side of `killable`: commands a worker that dies where it is told to."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.utils import timezone

from shared_apps.jobs.models import JobState, OutboxJob
from tenants.scope import public_scope
from tests.support.processes import ROOT


class Killable:
    """The killable worker: `run` says by which signal it ended."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        assert self._answer() == "ready"

    def run(self, point: str = "", **command: Any) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"point": point, **command}) + "\n")
        self._process.stdin.flush()
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def killable(env: dict[str, str]) -> Iterator[Killable]:
    """A killable worker, gone after the block."""
    start = "import django; django.setup(); from tests.support.killable import main; main()"
    command = [sys.executable, "-c", start]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Killable(process)
    finally:
        process.kill()
        process.wait()


def let_leases_run_out() -> None:
    """What a dead worker held is taken over at once; a job that was sent and not begun, when its lease has run out."""
    with public_scope():
        OutboxJob.objects.filter(state=JobState.SENT).update(lease_until=timezone.now() - timedelta(seconds=1))
        OutboxJob.objects.filter(state=JobState.WAITING).update(run_at=timezone.now() - timedelta(seconds=1))
