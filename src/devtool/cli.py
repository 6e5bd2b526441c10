"""The verbs of ./dev, run inside the virtual environment."""

import shutil
import signal
from collections.abc import Callable

from devtool.assets import ensure_front_end, ensure_static, ensure_translations
from devtool.bootstrap import ensure_uv, run_logged
from devtool.checks import run_checks
from devtool.console import DevError, complain, say, step
from devtool.files import locked
from devtool.journeys import journey_arguments
from devtool.paths import Checkout, this_checkout
from devtool.processes import run_in_foreground, stop_leftovers
from devtool.servers import GROUPS, Servers
from devtool.service_user import data_home
from devtool.stack import supervisor_record, up
from devtool.stripe_simulation import memory as stripe_memory


def main(arguments: list[str]) -> int:
    verb, rest = arguments[0], arguments[1:]
    checkout = this_checkout()
    try:
        if verb != "down":
            with locked(checkout.run / "setup.lock", waiting_for="another ./dev that is setting this checkout up"):
                ensure_front_end(checkout)
                ensure_translations(checkout)
        return VERBS[verb](checkout, rest)
    except DevError as problem:
        complain(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


def manage(checkout: Checkout, arguments: list[str]) -> int:
    servers = Servers(checkout, "main")
    running = supervisor_record(checkout)
    facts = running.facts() if running.process() else {}
    with servers.in_use():
        environment = servers.environment(**({"ENVIRONMENT": "development"} | facts))
        command = [str(checkout.python), "manage.py", *arguments]
        return run_in_foreground(command, folder=checkout.root, environment=environment)


def test(checkout: Checkout, arguments: list[str]) -> int:
    servers = Servers(checkout, "test")
    selected = journey_arguments(arguments)
    with servers.in_use():
        environment = servers.environment(ENVIRONMENT="test")
        with_static(checkout, environment)
        workers = [] if any(word.startswith(("-n", "--numprocesses")) for word in arguments) else ["-n", "2"]
        command = [str(checkout.python), "-m", "pytest", *workers, *selected, *arguments]
        return run_in_foreground(command, folder=checkout.root, environment=environment)


def check(checkout: Checkout, arguments: list[str]) -> int:
    if arguments:
        raise DevError("./dev check takes no arguments")
    servers = Servers(checkout, "test")
    with servers.in_use():
        return run_checks(checkout, servers.environment(ENVIRONMENT="test"))


def bench(checkout: Checkout, arguments: list[str]) -> int:
    known = sorted(path.stem for path in (checkout.root / "tests" / "bench").glob("[a-z]*.py"))
    if not arguments or arguments[0] not in known:
        raise DevError(f"usage: ./dev bench NAME [--quick]\nnames: {', '.join(known) or 'none yet'}")
    servers = Servers(checkout, "bench")
    with servers.in_use():
        environment = servers.environment(ENVIRONMENT="test")
        with_static(checkout, environment)
        command = [str(checkout.python), "-m", f"tests.bench.{arguments[0]}", *arguments[1:]]
        return run_in_foreground(command, folder=checkout.root, environment=environment)


def with_static(checkout: Checkout, environment: dict[str, str]) -> None:
    with locked(checkout.run / "setup.lock"):
        ensure_static(checkout, environment)


def down(checkout: Checkout, arguments: list[str]) -> int:
    if arguments not in ([], ["--wipe"]):
        raise DevError("usage: ./dev down [--wipe]")
    stopped = _stop_supervisor(checkout) + stop_leftovers(checkout)
    for group in GROUPS:
        stopped += Servers(checkout, group).stop()
    say(f"stopped: {', '.join(stopped)}" if stopped else "nothing was running")
    if arguments:
        for folder in (*data_home(checkout).iterdir(), *checkout.local.glob("media*")):
            if folder.is_dir():
                shutil.rmtree(folder)
        stripe_memory(checkout).unlink(missing_ok=True)
        say("deleted: the databases and files of this checkout")
    return 0


def _stop_supervisor(checkout: Checkout) -> list[str]:
    record = supervisor_record(checkout)
    process = record.process()
    if process is None:
        return []
    port = record.facts().get("BASE_PORT", "")
    process.stop(signals=(signal.SIGTERM, signal.SIGKILL), patience=45)
    return [f"web and workers (port {port})"]


def lock(checkout: Checkout, arguments: list[str]) -> int:
    compiled = [
        *ensure_uv(checkout),
        *("pip", "compile", "pyproject.toml", "--quiet", "--universal", "--python-version", "3.11"),
        *("--generate-hashes", "--no-annotate", "--no-header", "--no-emit-index-url", *arguments),
    ]
    with step("requirements.lock"):
        run_logged(checkout, "lock", [*compiled, "--group", "dev", "-o", "requirements.lock"])
    with step("requirements-prod.lock"):
        same = ["-c", "requirements.lock", "-o", "requirements-prod.lock"]
        run_logged(checkout, "lock", [*compiled, *same])
    return 0


VERBS: dict[str, Callable[[Checkout, list[str]], int]] = {
    "up": lambda checkout, arguments: up(checkout, arguments, demo=False),
    "demo": lambda checkout, arguments: up(checkout, arguments, demo=True),
    "test": test,
    "check": check,
    "bench": bench,
    "manage": manage,
    "down": down,
    "lock": lock,
}
