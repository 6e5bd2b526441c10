"""One move of a complaint: note rules, clock, timeline, and word to the citizen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid
from kit.workflow import Audience
from shared_apps.accounts.permissions import require_right
from shared_apps.casework import services as casework
from shared_apps.casework.deadlines import due_after, later
from tenant_apps.complaints.models import Complaint, ComplaintEvent
from tenant_apps.complaints.selectors import calendar, limit_of
from tenant_apps.complaints.services.following import plan_telling
from tenant_apps.complaints.services.publishing import MOVED, publish
from tenant_apps.complaints.services.telling import tell_all
from tenant_apps.complaints.workflow import (
    ACTS,
    COMPLAINT_WORKFLOW,
    MAX_NOTE,
    MIN_NOTE,
    NoteNeed,
    State,
    right_of,
)

RECEIVED = "received"
"""Key in an entry's data: when the office received what a citizen sent outside office hours."""
TOO_SHORT = _("Write at least %(least)s characters.")
TOO_LONG = _("Write at most %(most)s characters.")
_TOLD = frozenset(
    {"accept", "assign", "start", "ask", "resolve", "close", "file_in_error", "forward", "reopen", "merge", "unmerge"}
)


@transaction.atomic
def move(
    complaint: Complaint,
    *,
    action: str,
    actor: Any,
    at: datetime,
    note: str = "",
    audience: Audience | None = None,
    expected_version: int | None = None,
    changes: Mapping[str, object] | None = None,
    data: dict[str, object] | None = None,
) -> ComplaintEvent:
    """Make one move. What may not be shown to the citizen becomes an internal note of its own.

    Raises:
        kit.workflow.TransitionRefused: the table forbids it now.
        kit.errors.Conflict: the case has moved since `expected_version`.
        Invalid: the note is too short or too long.
        kit.errors.Refused: the officer lacks the right.
    """
    need = ACTS[action].note
    check_note(note, need)
    _require_right(action, actor, audience)
    received = _received(action, actor, audience, at)
    is_shown = need in {NoteNeed.PUBLIC, NoteNeed.REQUIRED}
    before = complaint.state
    event: Any = casework.advance(
        complaint,
        workflow=COMPLAINT_WORKFLOW,
        action=action,
        actor=actor,
        at=at,
        note=note if is_shown else "",
        data=data if received == at else {**(data or {}), RECEIVED: received.isoformat()},
        audience=audience,
        changes={**_clock(complaint, action, at, received), **(changes or {})},
        is_public=before != COMPLAINT_WORKFLOW.move(action).target,
        expected_version=complaint.version if expected_version is None else expected_version,
    )
    if note and not is_shown:
        casework.add_event(complaint, action="note", actor=actor, at=at, note=note)
    if event.is_public and action in _TOLD and event.audience != Audience.CITIZEN:
        tell_all(complaint, action, key=event.pk, note=event.note)
    plan_telling(complaint, event)
    publish(complaint, MOVED, at=at, action=action, from_state=before)
    made: ComplaintEvent = event
    return made


def _received(action: str, actor: Any, audience: Audience | None, at: datetime) -> datetime:
    """When the clock hears of a move: a citizen's answer or reopening outside office hours counts as received when the
    office next opens (Electronic Performance of Public Administration Act 2565, s. 10)."""
    is_sent = action in {"answer", "reopen"} and (audience or casework.audience_of(actor)) == Audience.CITIZEN
    return calendar().legal_receipt(at) if is_sent else at


def _require_right(action: str, actor: Any, audience: Audience | None) -> None:
    """Officers act by their rights; citizens and the clock have none and need none."""
    if (audience or casework.audience_of(actor)) == Audience.OFFICER:
        require_right(actor, "complaints", right_of(action))


def check_note(note: str, need: NoteNeed) -> None:
    """Refuse a note that is shorter or longer than its move wants.

    Raises:
        Invalid: it is.
    """
    if need in {NoteNeed.REQUIRED, NoteNeed.REASON} and len(note) < MIN_NOTE:
        raise Invalid(TOO_SHORT, field="note", params={"least": MIN_NOTE})
    if len(note) > MAX_NOTE:
        raise Invalid(TOO_LONG, field="note", params={"most": MAX_NOTE})


def _clock(complaint: Complaint, action: str, at: datetime, received: datetime) -> dict[str, object]:
    """What a move does to the clock: it stands while the citizen is asked, and starts anew when reopened."""
    target = COMPLAINT_WORKFLOW.move(action).target
    if target in {State.WAITING, State.MERGED}:
        return {"paused_at": complaint.paused_at or at}
    if action in {"answer", "resume", "unmerge"}:
        return {"paused_at": None, "due_at": _later(complaint, received)}
    if action == "reopen":
        limit = limit_of(complaint.category, filed_at=complaint.submitted_at)
        return {
            "due_at": due_after(received, limit, calendar()),
            "resolved_at": None,
            "closed_at": None,
            "times_reopened": complaint.times_reopened + 1,
        }
    if target == State.RESOLVED:
        return {"resolved_at": at}
    return {"closed_at": at, "paused_at": None} if target in {State.CLOSED, State.FILED_IN_ERROR} else {}


def _later(complaint: Complaint, at: datetime) -> datetime | None:
    """The due time moved by the working days for which the clock stood."""
    if complaint.due_at is None or complaint.paused_at is None:
        return complaint.due_at
    return later(complaint.due_at, complaint.paused_at, at, calendar())
