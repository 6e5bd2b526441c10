"""Every state × action pair of a complaint."""

import pytest

from kit.workflow import Audience, TransitionRefused
from tenant_apps.complaints.workflow import ACTS, COMPLAINT_WORKFLOW, DONE, OPEN, NoteNeed, State

OFFICER, CITIZEN, SYSTEM = Audience.OFFICER, Audience.CITIZEN, Audience.SYSTEM
TABLE = {
    "accept": ({"new", "reopened"}, "accepted", {OFFICER}),
    "assign": ({"new", "reopened", "accepted"}, "accepted", {OFFICER}),
    "reassign": ({"in_progress"}, "in_progress", {OFFICER}),
    "start": ({"accepted"}, "in_progress", {OFFICER}),
    "ask": ({"accepted", "in_progress"}, "waiting_for_citizen", {OFFICER}),
    "answer": ({"waiting_for_citizen"}, "in_progress", {CITIZEN}),
    "resume": ({"waiting_for_citizen"}, "in_progress", {OFFICER}),
    "resolve": ({"accepted", "in_progress"}, "resolved", {OFFICER}),
    "close": ({"resolved"}, "closed", {OFFICER, CITIZEN, SYSTEM}),
    "reopen": ({"resolved", "closed", "filed_in_error"}, "reopened", {OFFICER, CITIZEN}),
    "forward": ({"new", "reopened", "accepted", "in_progress"}, "new", {OFFICER}),
    "file_in_error": (
        {"new", "reopened", "accepted", "in_progress", "waiting_for_citizen"},
        "filed_in_error",
        {OFFICER},
    ),
    "merge": ({"new", "reopened", "accepted", "in_progress", "waiting_for_citizen"}, "merged", {OFFICER}),
    "unmerge": ({"merged"}, "accepted", {OFFICER}),
}
OF_THE_CLOCK = {"extend", "delay", "recount", "remind"}
"""They leave the state as it is, and are no moves of the table."""
PAIRS = [(state, action) for state, action, _move in COMPLAINT_WORKFLOW.pairs()]


@pytest.mark.parametrize(("state", "action"), PAIRS)
def test_a_pair_moves_or_is_refused(state: str, action: str) -> None:
    sources, target, audience = TABLE[action]
    if state in sources:
        move = COMPLAINT_WORKFLOW.plan(None, state=state, action=action)
        assert (move.target, set(move.audience)) == (target, audience)
    else:
        with pytest.raises(TransitionRefused):
            COMPLAINT_WORKFLOW.plan(None, state=state, action=action)


def test_the_table_above_names_every_action() -> None:
    assert set(TABLE) == set(COMPLAINT_WORKFLOW.actions) == set(ACTS) - OF_THE_CLOCK


def test_no_case_is_stuck() -> None:
    """Each state has a way on for an officer or for time."""
    assert COMPLAINT_WORKFLOW.final_states == ()
    for state in State.values:
        assert COMPLAINT_WORKFLOW.open_to(state, OFFICER)


def test_every_state_is_either_open_or_done() -> None:
    assert set(OPEN) | set(DONE) == set(State)
    assert not set(OPEN) & set(DONE)


def test_what_a_citizen_reads_has_a_reason() -> None:
    """Asking, answering, giving a result, reopening and filing away never go without words."""
    needed = {action for action, act in ACTS.items() if act.note == NoteNeed.REQUIRED}
    assert needed == {"ask", "answer", "resolve", "reopen", "file_in_error", "extend", "delay"}


@pytest.mark.parametrize("state", list(State))
def test_a_state_has_a_label_and_a_tone(state: State) -> None:
    assert str(state.label)
    assert state.tone in {"neutral", "info", "success", "warning", "danger", "brand"}
