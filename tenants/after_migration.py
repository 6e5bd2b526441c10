"""What apps do when a release has reached every schema: `manage migrate_all` tells them at its end.

after_migration.register(seed_everywhere)     # in AppConfig.ready; called without a scope, and idempotent
"""

from collections.abc import Callable

Listener = Callable[[], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Have `listener` called after every run of `migrate_all` that has left no schema behind."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell() -> None:
    """Call everyone who listens."""
    for listener in _listeners:
        listener()
