import socket
from pathlib import Path

import pytest

from devtool.console import DevError
from devtool.ports import COUNT, FIRST, candidates, is_free, listen_on_first_free, remembered_port


def test_a_port_in_use_is_not_free() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert not is_free(other.getsockname()[1])


def test_each_checkout_starts_at_its_own_place_and_can_take_any() -> None:
    one, two = candidates("00000000000004d2"), candidates("0000000000000010")
    assert (one[0], two[0]) == (FIRST + 1234, FIRST + 16)
    assert sorted(one) == sorted(two) == list(range(FIRST, FIRST + COUNT))


def test_the_port_is_remembered_until_something_else_takes_it(tmp_path: Path) -> None:
    first = remembered_port(tmp_path / "port", "00ff")
    assert remembered_port(tmp_path / "port", "0bad") == first
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", first))
        other.listen()
        second = remembered_port(tmp_path / "port", "00ff")
    assert second != first
    assert (tmp_path / "port").read_text() == str(second)


def test_a_spoilt_note_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("not a port")
    assert remembered_port(tmp_path / "port", "00ff") >= FIRST


def test_two_that_look_at_the_same_time_get_two_ports() -> None:
    wanted = [port for port in candidates("0123") if is_free(port)][:2]
    with listen_on_first_free(wanted) as one, listen_on_first_free(wanted) as two:
        assert [one.getsockname()[1], two.getsockname()[1]] == wanted
        with pytest.raises(DevError, match="PORT"):
            listen_on_first_free(wanted)
