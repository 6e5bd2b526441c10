"""What the simulator remembers, in memory and, for a demo that is stopped and started, in a file."""

import json
import secrets
import time
from pathlib import Path
from threading import RLock
from typing import Any


def new_id(prefix: str) -> str:
    """A name as Stripe gives it."""
    return f"{prefix}_{secrets.token_hex(12)}"


def now() -> int:
    """The moment, in Stripe's seconds."""
    return int(time.time())


class Store:
    """All objects by name, all events in their order, and the answers that were given to idempotency keys."""

    def __init__(self, path: Path | None = None) -> None:
        self.lock = RLock()
        self.objects: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self._path = path
        if path is not None and path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            self.objects, self.events, self.answers = kept["objects"], kept["events"], kept["answers"]

    def keep(self) -> None:
        """Write all to the file."""
        if self._path is None:
            return
        draft = self._path.with_suffix(".new")
        kept = {"objects": self.objects, "events": self.events, "answers": self.answers}
        draft.write_text(json.dumps(kept), encoding="utf-8")
        draft.replace(self._path)

    def add(self, found: dict[str, Any]) -> dict[str, Any]:
        """Remember an object."""
        self.objects[found["id"]] = found
        return found

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """All objects of a kind, the newest first."""
        return [each for each in reversed(self.objects.values()) if each["object"] == kind]
