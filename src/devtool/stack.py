"""`./dev up` and `./dev demo`: the whole platform on this machine, until told to stop."""

import fcntl
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from devtool import digital_id, stripe_simulation
from devtool.assets import ensure_static
from devtool.bootstrap import run_logged
from devtool.console import DevError, complain, explanation, last_lines, say, step
from devtool.files import locked
from devtool.paths import Checkout
from devtool.pids import Process, Record
from devtool.ports import listen_on_first_free
from devtool.processes import Program, Supervisor, stop_leftovers, until_told_to_stop
from devtool.servers import Servers

USUAL_PORT = 8000
SECONDS_TO_ANSWER = 90


def supervisor_record(checkout: Checkout) -> Record:
    return Record(checkout.run / "supervisor.json")


def up(checkout: Checkout, arguments: list[str], *, demo: bool) -> int:
    if arguments:
        raise DevError("./dev up and ./dev demo take no arguments")
    servers = Servers(checkout, "main")
    with until_told_to_stop(), _only_one(checkout), servers.in_use(), _listen() as listener:
        port = listener.getsockname()[1]
        facts = {"ENVIRONMENT": "demo" if demo else "development", "BASE_PORT": str(port)}
        supervisor_record(checkout).write(Process.of(os.getpid()), **facts)
        environment = servers.environment(**facts)
        simulated = _simulated(checkout, environment, port) if demo else []
        _prepare(checkout, environment)
        supervisor = Supervisor(checkout, [*programs(checkout, listener.fileno()), *simulated], environment)
        with supervisor.running():
            introduction = _seed(checkout, environment, supervisor) if demo else _address(environment)
            _wait_for_web(checkout, port, supervisor)
            say(f"\n{introduction.strip()}\n\nCtrl-C or ./dev down stops it; logs are in .local/log")
            _watch(servers, supervisor)
    return 0


@contextmanager
def _only_one(checkout: Checkout) -> Iterator[None]:
    with (checkout.run / "supervisor.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            facts = supervisor_record(checkout).facts()
            address = f"http://localhost:{facts.get('BASE_PORT', USUAL_PORT)}"
            raise DevError(f"this checkout already runs at {address}; ./dev down stops it") from None
        try:
            stop_leftovers(checkout)
            yield
        finally:
            supervisor_record(checkout).remove()


def _listen() -> socket.socket:
    if chosen := os.environ.get("PORT", ""):
        if not chosen.isdecimal():
            raise DevError(f"PORT must be a number, not {chosen!r}")
        return listen_on_first_free([int(chosen)])
    listener = listen_on_first_free(range(USUAL_PORT, USUAL_PORT + 100))
    if (port := listener.getsockname()[1]) != USUAL_PORT:
        say(f"  port {USUAL_PORT} is taken; the web server takes {port}")
    return listener


def _simulated(checkout: Checkout, environment: dict[str, str], port: int) -> list[Program]:
    """Stand-ins for what a demo cannot have; each says that it is one."""
    return [*_simulated_digital_id(checkout, environment, port), *_simulated_stripe(checkout, environment, port)]


def _simulated_stripe(checkout: Checkout, environment: dict[str, str], port: int) -> list[Program]:
    """Add a stand-in for Stripe to a demo that names no account of its own."""
    if not stripe_simulation.is_wanted(environment):
        return []
    simulated = stripe_simulation.stripe_simulation(checkout, domain=environment["BASE_DOMAIN"], web_port=port)
    environment.update(simulated.facts)
    return [simulated.program]


def _simulated_digital_id(checkout: Checkout, environment: dict[str, str], port: int) -> list[Program]:
    """Add a stand-in for ThaID to a demo that names no provider of its own."""
    if not digital_id.is_wanted(environment):
        return []
    simulated = digital_id.simulation(checkout, domain=environment["BASE_DOMAIN"], web_port=port)
    if simulated is None:
        say("  no simulated Digital ID: Node is missing")
        return []
    environment.update(simulated.facts)
    return [simulated.program]


def _prepare(checkout: Checkout, environment: dict[str, str]) -> None:
    for name, command in {"database logins": "bootstrap_database", "migrations": "migrate_all"}.items():
        with step(name):
            run_logged(checkout, command, manage(checkout, command), environment=environment)
    with locked(checkout.run / "setup.lock"):
        ensure_static(checkout, environment)


def manage(checkout: Checkout, *arguments: str) -> list[str]:
    return [str(checkout.python), "manage.py", *arguments]


def programs(checkout: Checkout, listener: int) -> list[Program]:
    python = str(checkout.python)
    web = ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--no-control-socket"]
    bind = ["--limit-request-line", "8190", "--bind", f"fd://{listener}"]
    work = ["--processes", "1", "--threads", "8"]
    return [
        Program("web", [python, "-m", "gunicorn", "config.wsgi:application", *web, *bind], inherits=(listener,)),
        Program("worker", [python, "-m", "dramatiq", "config.worker", *work], creates_schemas=True),
        Program("dispatcher", manage(checkout, "dispatch_jobs")),
        Program("scheduler", manage(checkout, "crontab")),
    ]


def _seed(checkout: Checkout, environment: dict[str, str], supervisor: Supervisor) -> str:
    """Fill the demo; what the command prints is for the person to read at the end."""
    log = checkout.log / "seed_demo.log"
    shown = checkout.log / "seed_demo.out"
    with step("demo data"), log.open("wb") as errors, shown.open("wb") as output:
        process = subprocess.Popen(
            manage(checkout, "seed_demo"), cwd=checkout.root, env=environment, stdout=output, stderr=errors
        )
        try:
            while process.poll() is None:
                supervisor.tend()
                time.sleep(0.2)
        finally:
            process.kill()
        if process.returncode:
            raise DevError(explanation(log, process.returncode))
    return shown.read_text(encoding="utf-8")


def _address(environment: dict[str, str]) -> str:
    return f"http://{environment['BASE_DOMAIN']}:{environment['BASE_PORT']}"


def _wait_for_web(checkout: Checkout, port: int, supervisor: Supervisor) -> None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    with step("web server"):
        while not answers(port):
            supervisor.tend()
            if time.monotonic() > until:
                log = checkout.log / "web.log"
                raise DevError(
                    f"the web server does not answer on port {port}:\n{last_lines(log)}\n(all of it in {log})"
                )
            time.sleep(0.2)


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < HTTPStatus.BAD_REQUEST  # under TLS it is a redirect
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _watch(servers: Servers, supervisor: Supervisor) -> None:
    while True:
        supervisor.tend()
        try:
            for name in servers.revive():
                complain(f"  {name} had stopped and runs again")
        except DevError as problem:
            complain(f"  {str(problem).splitlines()[0]}")
            time.sleep(5)
        time.sleep(1)
