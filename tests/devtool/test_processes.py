import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devtool.paths import Checkout
from devtool.pids import Process, Record
from devtool.processes import (
    Program,
    Supervisor,
    pause_after,
    run_in_foreground,
    stop_leftovers,
    until_told_to_stop,
)
from devtool.stack import programs


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    place = Checkout(tmp_path)
    place.make_folders()
    return place


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


SLEEP = python("import time; time.sleep(60)")


def running(checkout: Checkout, name: str) -> Process | None:
    return Record(checkout.run / f"child-{name}.json").process()


def test_the_pause_grows_and_is_bounded() -> None:
    assert [pause_after(crashes) for crashes in (0, 1, 2, 3, 9)] == [1, 1, 2, 4, 30]


def test_processes_run_inside_the_block_only(checkout: Checkout) -> None:
    with Supervisor(checkout, [Program("web", SLEEP)], dict(os.environ)).running():
        process = running(checkout, "web")
        assert process is not None
    assert not process.is_alive()


def test_a_crashed_process_is_named_with_its_reason_and_started_again(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor = Supervisor(checkout, [Program("worker", python("raise SystemExit('no broker')"))], dict(os.environ))
    with supervisor.running():
        first = running(checkout, "worker")
        until = time.monotonic() + 120
        while "worker" not in capsys.readouterr().err and time.monotonic() < until:
            supervisor.tend()
        while running(checkout, "worker") in {None, first} and time.monotonic() < until:
            supervisor.tend()
        assert time.monotonic() < until
    assert (checkout.log / "worker.log").read_text().count("no broker") >= 1


def test_what_a_killed_supervisor_left_is_stopped(checkout: Checkout) -> None:
    with subprocess.Popen(SLEEP, start_new_session=True) as orphan:
        process = Process.of(orphan.pid)
        Record(checkout.run / "child-web.json").write(process)
        assert stop_leftovers(checkout) == ["web"]
        assert not process.is_alive()
    assert stop_leftovers(checkout) == []


def test_only_the_program_that_creates_schemas_gets_the_owners_login(checkout: Checkout) -> None:
    given = {"DATABASE_URL": "app", "DATABASE_OWNER_URL": "owner"}
    got = {
        program.name: "DATABASE_OWNER_URL" in program.environment(given) for program in programs(checkout, listener=3)
    }
    assert got == {"web": False, "worker": True, "dispatcher": False, "scheduler": False}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_block_and_a_second_one_does_not_break_the_cleaning_up(number: signal.Signals) -> None:
    cleaned = False
    with until_told_to_stop():
        try:
            os.kill(os.getpid(), number)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), number)
            cleaned = True
    assert cleaned


def test_a_foreground_command_gives_its_exit_code(tmp_path: Path) -> None:
    assert run_in_foreground(python("raise SystemExit(5)"), folder=tmp_path, environment=dict(os.environ)) == 5
    killed = python("import os; os.kill(os.getpid(), 9)")
    assert run_in_foreground(killed, folder=tmp_path, environment=dict(os.environ)) == 137
