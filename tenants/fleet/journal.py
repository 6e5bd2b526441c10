"""The steps of the fleet, and the way from one set of applied migrations to another."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime

from tenants.models import MigrationJournal
from tenants.scope import public_scope


def keep(steps: Sequence[MigrationJournal]) -> None:
    """Write steps down, in place of older ones between the same fingerprints."""
    with public_scope():
        MigrationJournal.objects.bulk_create(
            steps,
            update_conflicts=True,
            unique_fields=["from_fingerprint", "to_fingerprint"],
            update_fields=["migrations", "python", "sql", "locks", "created_at", "finished_at"],
        )


def all_steps() -> list[MigrationJournal]:
    """Every step ever taken, newest first."""
    with public_scope():
        return list(MigrationJournal.objects.order_by("-created_at", "-pk"))


def finish(*, at: datetime) -> None:
    """Record that no schema is left behind."""
    with public_scope():
        MigrationJournal.objects.filter(finished_at=None).update(finished_at=at)


class Route:
    """The ways to one fingerprint."""

    def __init__(self, steps: Sequence[MigrationJournal], target: str) -> None:
        self.target = target
        self._next: dict[str, MigrationJournal] = {}
        arriving: dict[str, list[MigrationJournal]] = {}
        for step in steps:
            arriving.setdefault(step.to_fingerprint, []).append(step)
        reached = deque([target])
        while reached:
            for step in arriving.get(reached.popleft(), ()):
                if step.from_fingerprint != target and step.from_fingerprint not in self._next:
                    self._next[step.from_fingerprint] = step
                    reached.append(step.from_fingerprint)

    def next_step(self, digest: str) -> MigrationJournal | None:
        """The next step from `digest` towards the target; None when no way is known."""
        return self._next.get(digest)
