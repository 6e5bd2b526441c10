"""A case moves through its life along one table, and only along it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from kit.errors import Refused, Text, gettext_noop

Case = TypeVar("Case")

NOT_OPEN = gettext_noop("This can no longer be done: the case has moved on in the meantime.")


class Audience(StrEnum):
    """Who may make a move."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    SYSTEM = "system"


class TransitionRefused(Refused):
    """The move is not in the table, or one of its conditions does not hold.

    `code` is `not_open` for the first and `condition` for the second.
    """

    def __init__(self, message: Text, *, action: str, state: str, code: str) -> None:
        super().__init__(message, code=code)
        self.action, self.state = action, state


@dataclass(frozen=True, kw_only=True)
class Move(Generic[Case]):
    """One row of the table.

    `requires` are conditions: each answers with the reason it does not hold, or None.
    `permission` is what an officer needs; `jobs` name what follows the commit, and are
    enqueued by the service that makes the move.
    """

    action: str
    sources: frozenset[str]
    target: str
    audience: frozenset[Audience] = frozenset({Audience.OFFICER})
    permission: str = ""
    requires: tuple[Callable[[Case], Text | None], ...] = ()
    jobs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.sources or not self.audience:
            raise ValueError(f"{self.action}: a move needs a source and an audience")
        if Audience.OFFICER in self.audience and not self.permission:
            raise ValueError(f"{self.action}: a move by officers names a permission")

    def refusal(self, case: Case) -> Text | None:
        """The reason of the first condition that does not hold, or None."""
        reasons = (check(case) for check in self.requires)
        return next((reason for reason in reasons if reason), None)


@dataclass(frozen=True, kw_only=True)
class Workflow(Generic[Case]):
    """States, where a case begins, and the moves between them.

    ValueError at construction when an action is named twice, a move uses a state that is not
    declared, or a state cannot be reached.
    """

    states: tuple[str, ...]
    initial: str
    moves: tuple[Move[Case], ...]
    _by_action: Mapping[str, Move[Case]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        table = {move.action: move for move in self.moves}
        if len(table) != len(self.moves):
            raise ValueError("two moves share one action")
        used = {self.initial}.union(*(move.sources | {move.target} for move in self.moves))
        if unknown := used - set(self.states):
            raise ValueError(f"states not declared: {_listed(unknown)}")
        if unreachable := set(self.states) - self._reachable():
            raise ValueError(f"states that cannot be reached: {_listed(unreachable)}")
        object.__setattr__(self, "_by_action", table)

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(move.action for move in self.moves)

    @property
    def final_states(self) -> tuple[str, ...]:
        """States no move leaves."""
        return tuple(state for state in self.states if not self.open_to(state))

    def move(self, action: str) -> Move[Case]:
        """The row of an action; KeyError when there is none."""
        return self._by_action[action]

    def open_to(self, state: str, audience: Audience | None = None) -> tuple[Move[Case], ...]:
        """The moves that leave a state, of one audience or of all, conditions not yet asked."""
        return tuple(
            move for move in self.moves if state in move.sources and (audience is None or audience in move.audience)
        )

    def plan(self, case: Case, *, state: str, action: str) -> Move[Case]:
        """The move to make; TransitionRefused when the table or a condition forbids it."""
        move = self._by_action.get(action)
        if move is None or state not in move.sources:
            raise TransitionRefused(NOT_OPEN, action=action, state=state, code="not_open")
        if reason := move.refusal(case):
            raise TransitionRefused(reason, action=action, state=state, code="condition")
        return move

    def pairs(self) -> Iterator[tuple[str, str, Move[Case] | None]]:
        """Every state × action with its move, or None where the table has none: for tests."""
        for state in self.states:
            for move in self.moves:
                yield state, move.action, move if state in move.sources else None

    def _reachable(self) -> set[str]:
        reached, frontier = {self.initial}, {self.initial}
        while frontier:
            frontier = {m.target for m in self.moves if m.sources & frontier} - reached
            reached |= frontier
        return reached


def _listed(states: Iterable[str]) -> str:
    return ", ".join(sorted(states))
