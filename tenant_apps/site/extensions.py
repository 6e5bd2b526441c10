"""What apps above this one add to its pages, registered in their `AppConfig.ready`.

extensions.register_menu(MenuItem(name="inbox", label=_("Inbox"), icon="inbox", url_name="complaints_inbox",
                                  order=10, badge=waiting_for))
extensions.register_cases(latest_cases)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared_apps.accounts.models import User


class State(Protocol):
    """What `status_badge` shows."""

    label: Any
    tone: str


def _every_officer(_user: User) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """An entry of the officers' menu. `badge` counts what waits for the user, in one cheap query."""

    name: str
    label: Any
    icon: str
    url_name: str
    order: int
    may_open: Callable[[User], bool] = _every_officer
    badge: Callable[[User], int] | None = None


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case of a citizen, as one line."""

    title: str
    number: str
    url: str
    at: datetime
    state: State


LatestCases = Callable[[User, int], Sequence[CaseLine]]
_menu: dict[str, MenuItem] = {}
_cases: list[LatestCases] = []


def register_menu(item: MenuItem) -> None:
    """Add an entry to the officers' menu, or replace the one of that name."""
    _menu[item.name] = item


def register_cases(latest: LatestCases) -> None:
    """Let `latest(user, limit)` give a citizen's newest cases of one kind, for the home page."""
    if latest not in _cases:
        _cases.append(latest)


def menu() -> list[MenuItem]:
    """The entries in their order."""
    return sorted(_menu.values(), key=lambda item: item.order)


def latest_cases(user: User, limit: int) -> list[CaseLine]:
    """The newest cases of a citizen, of every kind."""
    lines = [line for latest in _cases for line in latest(user, limit)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:limit]
