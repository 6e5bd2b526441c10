"""What apps above this one tell it about their rows, registered in their `AppConfig.ready`.

extensions.register_merge(Holding(name="complaints", label=_("Cases"), count=…, open_count=…, move=…))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenant_apps.registry.models import Division


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Rows of another app that belong to a division.

    `count(division)` are all that a merge moves, `open_count(division)` the work that keeps a division open.
    `move(source, target, at)` moves them all in the caller's transaction and returns how many.
    """

    name: str
    label: Any
    count: Callable[[Division], int]
    open_count: Callable[[Division], int]
    move: Callable[[Division, Division, datetime], int]


_holdings: dict[str, Holding] = {}


def register_merge(holding: Holding) -> None:
    """Let a division's rows move with it, or replace the holding of that name."""
    _holdings[holding.name] = holding


def holdings() -> list[Holding]:
    """All of them, in the order of their names."""
    return sorted(_holdings.values(), key=lambda holding: holding.name)
