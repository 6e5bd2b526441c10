"""PostgreSQL refuses to run as root, so root hands its servers to a user without rights."""

import functools
import os
import pwd
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from devtool.console import DevError
from devtool.files import kept_secret, read_text, write_atomically
from devtool.paths import Checkout
from devtool.pids import Record

SHARED = Path("/var/lib/thongthin")
NAME = "thongthin"


@dataclass(frozen=True)
class ServiceUser:
    name: str
    uid: int
    gid: int

    def give(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)


@functools.cache
def service_user() -> ServiceUser | None:
    """Whom servers run as; None when that is simply us."""
    if os.geteuid() != 0:
        return None
    for name in (NAME, "nobody"):
        if name == NAME:
            _add_user()
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServiceUser(name, found.pw_uid, found.pw_gid)
    raise DevError("PostgreSQL does not run as root and there is no user to run it as; run ./dev as an ordinary user")


def _add_user() -> None:
    try:
        pwd.getpwnam(NAME)
    except KeyError:
        if useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin"):
            options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
            command = [useradd, *options, "--shell", "/usr/sbin/nologin", NAME]
            subprocess.run(command, check=False, capture_output=True)


def data_home(checkout: Checkout) -> Path:
    """Where this checkout's servers keep their data: below .local, or for root where the service user can go."""
    user = service_user()
    if user is None:
        home = checkout.local / "servers"
        home.mkdir(mode=0o700, exist_ok=True)
        return home
    _make_shared()
    home = SHARED / checkout.key
    _forget_former_checkout(checkout, home)
    home.mkdir(mode=0o700, exist_ok=True)
    user.give(home)
    write_atomically(home / "id", kept_secret(checkout.local / "id"), mode=0o600)
    link = checkout.local / "servers"
    if not link.is_symlink():
        link.symlink_to(home)
    return home


def _make_shared() -> None:
    SHARED.mkdir(parents=True, exist_ok=True)
    SHARED.chmod(0o755)


def _forget_former_checkout(checkout: Checkout, home: Path) -> None:
    """Data of a checkout that stood at this path before and was deleted is not ours."""
    if not home.exists() or read_text(home / "id") == kept_secret(checkout.local / "id"):
        return
    for path in home.glob("*/*/record.json"):
        if process := Record(path).process():
            process.stop(signals=(signal.SIGQUIT, signal.SIGKILL), patience=5)
    shutil.rmtree(home)


def reachable(folders: list[Path], name: str) -> Path:
    """Where the service user finds `folders`: a copy for root, who may have them below /root."""
    if service_user() is None:
        return folders[0].parent
    _make_shared()
    target = SHARED / name
    if not target.exists():
        draft = target.with_name(f".{name}.{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        for folder in folders:
            shutil.copytree(folder, draft / folder.name, symlinks=True)
        draft.chmod(0o755)
        _put_in_place(draft, target)
    return target


def _put_in_place(draft: Path, target: Path) -> None:
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)  # another checkout has put the same there first
