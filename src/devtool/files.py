"""Small files that survive being killed half-way: locks, stamps, secrets."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from devtool.console import say

HELD: set[int] = set()
"""Locks of this process, for set-up commands to inherit: one that outlives its killed parent still holds them."""


@contextmanager
def locked(path: Path, *, waiting_for: str = "") -> Iterator[None]:
    """Hold `path` alone. The kernel lets go when the process ends, however it ends."""
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting_for:
                say(f"  waiting for {waiting_for}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        HELD.add(handle.fileno())
        try:
            yield
        finally:
            HELD.discard(handle.fileno())


def write_atomically(path: Path, text: str, *, mode: int = 0o644) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        draft.unlink()
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(path)


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def kept_secret(path: Path) -> str:
    """The random secret in `path`, made when first asked for and readable by its owner only."""
    if not (found := read_text(path)):
        found = secrets.token_urlsafe(48)
        write_atomically(path, found, mode=0o600)
    return found


def digest(*parts: str | bytes | Path) -> str:
    """One hash over texts and the contents of files."""
    total = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part
        total.update(hashlib.sha256(data.encode() if isinstance(data, str) else data).digest())
    return total.hexdigest()


def listing(folders: Iterable[Path], root: Path) -> str:
    """Name, size and time of every file below `folders`: changes when any of them does."""
    rows = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                facts = path.stat()
                rows.append(f"{path.relative_to(root)} {facts.st_size} {facts.st_mtime_ns}")
    return "\n".join(rows)


class Stamp:
    """Remembers what went into a finished step, so that it is redone only when that changed."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / name

    def matches(self, inputs: str) -> bool:
        return read_text(self._path) == inputs

    def is_set(self) -> bool:
        return bool(read_text(self._path))

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)

    def set(self, inputs: str) -> None:
        write_atomically(self._path, inputs)
