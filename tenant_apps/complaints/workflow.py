"""The life of a complaint as one table, and what each move asks to be written."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kit.workflow import Audience, Move, Workflow

HANDLE = "complaints.handle"
MIN_NOTE = 5
MAX_NOTE = 4000


class State(TextChoices):
    """Where a complaint stands."""

    NEW = "new", pgettext_lazy("complaint", "New")
    ACCEPTED = "accepted", pgettext_lazy("case", "Accepted")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting_for_citizen", _("Waiting for the citizen")
    RESOLVED = "resolved", _("Answered")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    REOPENED = "reopened", _("Reopened")
    FILED_IN_ERROR = "filed_in_error", _("Filed in error")
    MERGED = "merged", _("Joined with another case")

    @property
    def tone(self) -> str:
        """The ground on which it is shown."""
        return _TONES[self]


_TONES = {
    State.NEW: "info",
    State.ACCEPTED: "info",
    State.IN_PROGRESS: "brand",
    State.WAITING: "warning",
    State.RESOLVED: "success",
    State.CLOSED: "neutral",
    State.REOPENED: "danger",
    State.FILED_IN_ERROR: "neutral",
    State.MERGED: "neutral",
}

UNTOUCHED = (State.NEW, State.REOPENED)
OPEN = (State.NEW, State.ACCEPTED, State.IN_PROGRESS, State.WAITING, State.REOPENED)
DONE = (State.RESOLVED, State.CLOSED, State.FILED_IN_ERROR, State.MERGED)
REOPENABLE = (State.RESOLVED, State.CLOSED, State.FILED_IN_ERROR)
CLOCK_RUNS = (State.NEW, State.ACCEPTED, State.IN_PROGRESS, State.REOPENED)


class NoteNeed(StrEnum):
    """What a move asks to be written. An internal note is never shown to the citizen."""

    NONE = "none"
    INTERNAL = "internal"
    PUBLIC = "public"
    REQUIRED = "required"
    REASON = "reason"
    """Internal, and may not be left out."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """How a move is named to officers, to citizens once it is done, and what is written with it."""

    label: Any
    done: Any
    note: NoteNeed = NoteNeed.NONE


ACTS: Mapping[str, Act] = {
    "accept": Act(label=_("Accept the case"), done=_("The office has accepted the case"), note=NoteNeed.INTERNAL),
    "assign": Act(label=_("Assign to an officer"), done=_("An officer is responsible"), note=NoteNeed.INTERNAL),
    "reassign": Act(label=_("Hand over to another officer"), done=_("Handed over"), note=NoteNeed.INTERNAL),
    "start": Act(label=_("Start the work"), done=_("Work has started"), note=NoteNeed.INTERNAL),
    "ask": Act(label=_("Ask the citizen"), done=_("The officer asks you"), note=NoteNeed.REQUIRED),
    "answer": Act(label=_("Answer the question"), done=_("The citizen has answered"), note=NoteNeed.REQUIRED),
    "resume": Act(label=_("Go on without an answer"), done=_("Work goes on"), note=NoteNeed.INTERNAL),
    "resolve": Act(label=_("Give the result"), done=_("The office has given the result"), note=NoteNeed.REQUIRED),
    "close": Act(label=_("Close the case"), done=_("The case is closed"), note=NoteNeed.INTERNAL),
    "reopen": Act(label=_("Reopen the case"), done=_("The case is open again"), note=NoteNeed.REQUIRED),
    "forward": Act(label=_("Forward to a division or an officer"), done=_("Forwarded"), note=NoteNeed.REASON),
    "file_in_error": Act(label=_("File as “filed in error”"), done=_("Closed: filed in error"), note=NoteNeed.REQUIRED),
    "merge": Act(
        label=_("Join with another case"),
        done=_("Joined with a case about the same matter"),
        note=NoteNeed.INTERNAL,
    ),
    # Of the clock alone: they leave the state as it is and are no moves of the table.
    "extend": Act(label=_("Extend the time"), done=_("The time was extended"), note=NoteNeed.REQUIRED),
    "delay": Act(
        label=_("Say why it takes longer"), done=_("The office says why it takes longer"), note=NoteNeed.REQUIRED
    ),
    "recount": Act(label=_("Count the time anew"), done=_("The due day has changed with the office's holidays")),
    "remind": Act(label=_("Remind the citizen"), done=_("We have reminded you of the question")),
    "unmerge": Act(label=_("Take apart again"), done=_("The case stands on its own again"), note=NoteNeed.INTERNAL),
}

ASSIGNS = frozenset({"assign", "reassign", "forward"})
"""Moves that need the right to assign work; all others of officers need the right to edit."""


def right_of(action: str) -> str:
    """The right on complaints that an officer needs for a move."""
    return "assign" if action in ASSIGNS else "edit"


def _move(action: str, sources: tuple[State, ...], target: State, *audience: Audience) -> Move[Any]:
    who = frozenset(audience or (Audience.OFFICER,))
    permission = HANDLE if Audience.OFFICER in who else ""
    return Move(action=action, sources=frozenset(sources), target=target, audience=who, permission=permission)


COMPLAINT_WORKFLOW: Workflow[Any] = Workflow(
    states=tuple(State.values),
    initial=State.NEW,
    moves=(
        _move("accept", UNTOUCHED, State.ACCEPTED),
        _move("assign", (*UNTOUCHED, State.ACCEPTED), State.ACCEPTED),
        _move("reassign", (State.IN_PROGRESS,), State.IN_PROGRESS),
        _move("start", (State.ACCEPTED,), State.IN_PROGRESS),
        _move("ask", (State.ACCEPTED, State.IN_PROGRESS), State.WAITING),
        _move("answer", (State.WAITING,), State.IN_PROGRESS, Audience.CITIZEN),
        _move("resume", (State.WAITING,), State.IN_PROGRESS),
        _move("resolve", (State.ACCEPTED, State.IN_PROGRESS), State.RESOLVED),
        _move("close", (State.RESOLVED,), State.CLOSED, Audience.OFFICER, Audience.CITIZEN, Audience.SYSTEM),
        _move("reopen", REOPENABLE, State.REOPENED, Audience.OFFICER, Audience.CITIZEN),
        _move("forward", (*UNTOUCHED, State.ACCEPTED, State.IN_PROGRESS), State.NEW),
        _move("file_in_error", OPEN, State.FILED_IN_ERROR),
        _move("merge", OPEN, State.MERGED),
        _move("unmerge", (State.MERGED,), State.ACCEPTED),
    ),
)
