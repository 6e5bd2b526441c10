import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Checkout:
    """A working copy of the project and the places it keeps things that are not committed."""

    root: Path

    @property
    def local(self) -> Path:
        return self.root / ".local"

    @property
    def venv(self) -> Path:
        return self.local / "venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def log(self) -> Path:
        return self.local / "log"

    @property
    def run(self) -> Path:
        """Locks and records of running processes."""
        return self.local / "run"

    @property
    def done(self) -> Path:
        """One stamp per finished set-up step, holding the hash of what went into it."""
        return self.local / "done"

    @property
    def secrets(self) -> Path:
        return self.local / "secrets"

    @property
    def key(self) -> str:
        """Tells this checkout from another on the same machine."""
        return hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]

    def make_folders(self) -> None:
        for folder in (self.local, self.log, self.run, self.done, self.secrets):
            folder.mkdir(exist_ok=True)
        self.secrets.chmod(0o700)


def this_checkout() -> Checkout:
    return Checkout(Path(__file__).resolve().parents[2])
