"""From a bare Python to the project's virtual environment. Standard library only."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from devtool.console import DevError, complain, explanation, step
from devtool.files import HELD, Stamp, digest, locked
from devtool.paths import Checkout, this_checkout
from devtool.usage import VERBS, usage

LOCKS = Path(__file__).parent / "locks"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def main(arguments: list[str]) -> None:
    checkout = this_checkout()
    if not arguments or arguments[0] not in VERBS:
        complain(usage())
        sys.exit(0 if arguments and arguments[0] in {"-h", "--help", "help"} else 2)
    try:
        prepare(checkout)
    except DevError as problem:
        complain(str(problem))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    environment = os.environ | {"PYTHONPATH": f"{checkout.root / 'src'}{os.pathsep}{checkout.root}"}
    python = str(checkout.python)
    os.execve(python, [python, "-m", "devtool", *arguments], environment)  # noqa: S606  # our own interpreter


def prepare(checkout: Checkout) -> None:
    try:
        checkout.make_folders()
        with locked(checkout.run / "setup.lock", waiting_for="another ./dev that is setting this checkout up"):
            ensure_venv(checkout)
    except PermissionError as problem:
        raise DevError(f"{problem.filename} belongs to another user; run ./dev as that user or remove .local") from None


def ensure_venv(checkout: Checkout) -> None:
    stamp = Stamp(checkout.done, "venv")
    lock = checkout.root / "requirements.lock"
    inputs = digest(lock, str(checkout.venv), sys.base_prefix, sysconfig.get_python_version())
    if stamp.matches(inputs) and checkout.python.exists():
        return
    was_whole = stamp.is_set() and _runs(checkout.python)
    stamp.clear()
    uv = ensure_uv(checkout)
    with step("Python environment"):
        if not was_whole:
            shutil.rmtree(checkout.venv, ignore_errors=True)
            run_logged(checkout, "venv", [*uv, "venv", "--quiet", "--python", _base_python(), str(checkout.venv)])
        sync = [*uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(checkout.python), str(lock)]
        run_logged(checkout, "venv", sync)
    stamp.set(inputs)


def _base_python() -> str:
    """The interpreter itself rather than a shim or an environment that led to it."""
    base = Path(sys.base_prefix) / "bin" / f"python{sysconfig.get_python_version()}"
    return str(base) if base.exists() else sys.executable


def _runs(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0


def ensure_uv(checkout: Checkout) -> list[str]:
    """uv in a folder of its own: a synchronised environment would remove it."""
    folder = checkout.local / "uv"
    lock = LOCKS / "uv.txt"
    command = [str(folder / "bin" / "uv")]
    stamp = Stamp(checkout.done, "uv")
    if stamp.matches(digest(lock)) and Path(command[0]).exists():
        return command
    stamp.clear()
    with step("uv"):
        shutil.rmtree(folder, ignore_errors=True)
        pip = _pip(checkout)
        target = ["--quiet", "--no-cache-dir", "--only-binary", ":all:", "--target", str(folder)]
        run_logged(checkout, "uv", [*pip, "install", *target, "--require-hashes", "-r", str(lock)])
    stamp.set(digest(lock))
    return command


def _pip(checkout: Checkout) -> list[str]:
    """pip of this Python, or else of a throw-away environment."""
    own = [sys.executable, "-m", "pip"]
    if subprocess.run([*own, "--version"], check=False, capture_output=True).returncode == 0:
        return own
    folder = checkout.local / "pip"
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False, capture_output=True, text=True)
    if made.returncode:
        raise DevError(f"{sys.executable} has neither pip nor venv; on Debian or Ubuntu: apt install python3-venv")
    return [str(folder / "bin" / "python"), "-m", "pip"]


def network_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """uv and npm trust this machine's certificates, and uv uses pip's mirror where one is set, as pip does."""
    extra = {"UV_SYSTEM_CERTS": "1", "UV_NO_PROGRESS": "1"}
    if CERTIFICATES.exists():
        extra["NODE_EXTRA_CA_CERTS"] = str(CERTIFICATES)
    if mirror := environment.get("PIP_INDEX_URL"):
        extra["UV_DEFAULT_INDEX"] = mirror
    return {**extra, **environment}


def run_logged(
    checkout: Checkout,
    name: str,
    command: list[str],
    *,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
) -> None:
    """Run a set-up command with its output in a log; show the end of it only when it fails."""
    log = checkout.log / f"{name}.log"
    environment = network_settings(os.environ) if environment is None else environment
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder or checkout.root,
            env=environment,
            pass_fds=tuple(HELD),
        )
    if done.returncode:
        raise DevError(explanation(log, done.returncode))


if __name__ == "__main__":
    main(sys.argv[1:])
