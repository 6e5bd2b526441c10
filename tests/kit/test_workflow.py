from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from kit.errors import ErrorKind
from kit.workflow import Audience, Move, TransitionRefused, Workflow


class State(StrEnum):
    NEW = "new"
    WORKING = "working"
    CLOSED = "closed"


@dataclass
class Case:
    answer: str = ""


def has_answer(case: Case) -> str | None:
    return None if case.answer else "Write the answer first."


def move(action: str, *sources: str, to: str, **rest: Any) -> Move[Case]:
    rest.setdefault("permission", "cases.work")
    return Move(action=action, sources=frozenset(sources), target=to, **rest)


TAKE = move("take", State.NEW, to=State.WORKING)
CLOSE = move("close", State.WORKING, to=State.CLOSED, requires=(has_answer,), jobs=("cases.tell",))
REOPEN = move(
    "reopen",
    State.CLOSED,
    to=State.WORKING,
    audience=frozenset({Audience.CITIZEN}),
    permission="",
)
FLOW = Workflow(states=tuple(State), initial=State.NEW, moves=(TAKE, CLOSE, REOPEN))


def test_plan_returns_the_move() -> None:
    planned = FLOW.plan(Case("done"), state=State.WORKING, action="close")
    assert (planned.target, planned.jobs, planned.permission) == (
        "closed",
        ("cases.tell",),
        "cases.work",
    )


def test_every_pair_outside_the_table_is_refused() -> None:
    pairs = list(FLOW.pairs())
    assert len(pairs) == 9
    for state, action, expected in pairs:
        if expected:
            assert FLOW.plan(Case("done"), state=state, action=action) is expected
        else:
            with pytest.raises(TransitionRefused) as refused:
                FLOW.plan(Case("done"), state=state, action=action)
            assert (refused.value.code, refused.value.kind) == ("not_open", ErrorKind.REFUSED)
            assert (refused.value.action, refused.value.state) == (action, state)


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(TransitionRefused, match="moved on"):
        FLOW.plan(Case(), state=State.NEW, action="burn")


def test_a_condition_gives_its_reason() -> None:
    with pytest.raises(TransitionRefused, match="Write the answer first") as refused:
        FLOW.plan(Case(), state=State.WORKING, action="close")
    assert refused.value.code == "condition"


def test_open_to_a_state_and_an_audience() -> None:
    assert FLOW.open_to(State.CLOSED) == (REOPEN,)
    assert FLOW.open_to(State.CLOSED, Audience.OFFICER) == ()
    assert FLOW.open_to(State.NEW, Audience.OFFICER) == (TAKE,)


def test_what_the_table_knows() -> None:
    assert FLOW.actions == ("take", "close", "reopen")
    assert FLOW.move("take") is TAKE
    assert FLOW.final_states == ()
    assert Workflow(states=tuple(State), initial=State.NEW, moves=(TAKE, CLOSE)).final_states == ("closed",)


@pytest.mark.parametrize(
    ("states", "moves", "match"),
    [
        (tuple(State), (TAKE, CLOSE, TAKE), "share one action"),
        (("new", "working"), (TAKE, CLOSE), "not declared: closed"),
        (tuple(State), (TAKE,), "cannot be reached: closed"),
    ],
)
def test_a_bad_table_is_refused_at_once(states: tuple[str, ...], moves: tuple[Move[Case], ...], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        Workflow(states=states, initial="new", moves=moves)


def test_a_move_needs_a_source_an_audience_and_a_permission() -> None:
    with pytest.raises(ValueError, match="needs a source"):
        move("take", to=State.NEW)
    with pytest.raises(ValueError, match="needs a source"):
        move("take", State.NEW, to=State.NEW, audience=frozenset())
    with pytest.raises(ValueError, match="names a permission"):
        move("take", State.NEW, to=State.NEW, permission="")
