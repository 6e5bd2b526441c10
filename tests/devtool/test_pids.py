import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtool.pids import Process, Record, command_line


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    ready = "import time; print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", ready], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        yield process
        process.kill()


def test_a_recorded_process_is_found_again_with_its_facts(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    record = Record(tmp_path / "record.json")
    record.write(Process.of(sleeper.pid), port="8000")
    assert record.process() == Process.of(sleeper.pid)
    assert record.facts() == {"port": "8000"}


def test_another_process_with_the_same_number_is_not_ours(tmp_path: Path) -> None:
    record = Record(tmp_path / "record.json")
    record.write(Process(os.getpid(), "started at another time"))
    assert record.process() is None


def test_a_dead_process_is_gone_even_before_its_parent_waits(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    record = Record(tmp_path / "record.json")
    record.write(Process.of(sleeper.pid), boot="1")
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)
    assert record.process() is None
    assert record.facts() == {"boot": "1"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', "null"])
def test_a_half_written_record_counts_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(text)
    assert Record(path).process() is None
    assert Record(path).facts() == {}


def test_a_process_that_ignores_the_first_signal_gets_the_next() -> None:
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        process = Process.of(child.pid)
        process.stop(signals=(signal.SIGTERM, signal.SIGKILL), patience=0.3)
        assert not process.is_alive()


def test_the_command_line_of_a_process_is_known(sleeper: subprocess.Popen[bytes]) -> None:
    assert "time.sleep(60)" in command_line(sleeper.pid)
    assert command_line(2**22 + 1) == ""
