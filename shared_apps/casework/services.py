"""Moves of cases: row lock → table → state, event and audit in one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, NotFound
from kit.tracking import new_tracking_code
from kit.workflow import NOT_OPEN, Audience, Move, TransitionRefused, Workflow
from shared_apps.audit import services as audit
from shared_apps.casework.models import AbstractCase, AbstractEvent, Counter
from shared_apps.casework.numbers import new_case_number, next_number
from shared_apps.casework.tracking import verify_pin

__all__ = [
    "add_event",
    "advance",
    "audience_of",
    "audit_mark",
    "forget_book",
    "forget_timeline",
    "insert_case",
    "lock",
    "new_case_number",
    "next_number",
    "verify_pin",
]

Case = TypeVar("Case", bound=AbstractCase)

STALE = _("Someone else has just worked on this case. What you wrote is kept; look at the case again and then decide.")

GONE = _("This case is not there any more.")


def audience_of(actor: Any) -> Audience:
    """As what a user acts on a case: an officer, a citizen, or the system when there is nobody."""
    if actor is None:
        return Audience.SYSTEM
    return Audience.OFFICER if getattr(actor, "is_officer", False) else Audience.CITIZEN


_TRIES = 5
"""With a million cases, one new code in 30,000 is taken already; five in a row are a fault elsewhere."""


def insert_case(case: AbstractCase, *, prepare: Callable[[], None]) -> None:
    """Insert a new case under a tracking code that no other case of the LGO has.

    `prepare` fills in what depends on the code, and runs again with each new one. Inside the caller's transaction.

    Raises:
        IntegrityError: the row breaks another rule.
    """
    for tries_left in reversed(range(_TRIES)):
        case.tracking_code = new_tracking_code()
        prepare()
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError as error:
            if not (tries_left and _is_code_taken(case, error)):
                raise
        else:
            return


def _is_code_taken(case: AbstractCase, error: IntegrityError) -> bool:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) == f"{case._meta.label_lower.replace('.', '_')}_tracking"


@transaction.atomic
def advance(
    case: Case,
    *,
    workflow: Workflow[Case],
    action: str,
    actor: Any,
    at: datetime,
    note: str = "",
    data: dict[str, object] | None = None,
    audience: Audience | None = None,
    changes: Mapping[str, object] | None = None,
    is_public: bool = True,
    expected_version: int | None = None,
) -> AbstractEvent:
    """Make one move of `case` and return its entry in the timeline; `case` then holds the new values.

    `changes` are further fields set by the move, such as the assignee. A guest has no user: pass
    `audience=Audience.CITIZEN`. `expected_version` is the version that the page showed.

    Raises:
        TransitionRefused: the table, a condition or the audience forbids it.
        Conflict: the case has moved since `expected_version`.
    """
    locked = lock(case)
    if expected_version is not None and locked.version != expected_version:
        raise Conflict(STALE, code="stale")
    move = workflow.plan(locked, state=locked.state, action=action)
    who = audience or audience_of(actor)
    _require_audience(move, who, locked)
    values = {
        **(changes or {}),
        "state": move.target,
        "state_changed_at": at,
        "version": locked.version + 1,
    }
    _write(locked, case, values)
    event = add_event(
        case,
        action=action,
        actor=actor,
        at=at,
        note=note,
        data=data,
        audience=who,
        is_public=is_public,
        states=(locked.state, move.target),
    )
    moved = {"from": locked.state, "to": move.target, "event": event.pk, **audit_mark(case)}
    audit.record(f"{case._meta.app_label}.{action}", actor=actor, target=case, data=moved, at=at)
    return event


@transaction.atomic
def add_event(
    case: AbstractCase,
    *,
    action: str,
    actor: Any,
    at: datetime,
    note: str = "",
    data: dict[str, object] | None = None,
    audience: Audience | None = None,
    is_public: bool = False,
    states: tuple[str, str] | None = None,
) -> AbstractEvent:
    """Append an entry to the timeline of `case` that needs no move, such as its filing or an internal note.

    It writes no audit row: the caller's verb does.
    """
    before, after = states or (case.state, case.state)
    event: AbstractEvent = case.events.create(
        at=at,
        action=action,
        from_state=before,
        to_state=after,
        audience=audience or audience_of(actor),
        actor=actor,
        actor_name=str(actor) if actor is not None else "",
        note=note,
        is_public=is_public,
        data=data or {},
        is_sample=case.is_sample,
    )
    return event


def audit_mark(case: AbstractCase) -> dict[str, object]:
    """What the audit rows of a sample say besides, so that nobody takes them for work on a real case."""
    return {"sample": True} if case.is_sample else {}


def forget_book(*, book: str) -> None:
    """Let a book of samples begin again. The book of real cases is never forgotten: its numbers are given once."""
    Counter.objects.filter(book=book).delete()


def forget_timeline(case: AbstractCase) -> int:
    """Remove the entries of a sample; of a real case nothing goes. Returns how many went.

    A tenant's role may delete no entry: a function of the database does it, for entries written as a sample's only.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_sample_entries(%s, %s)", [case.events.model._meta.db_table, case.pk])
        gone: int = cursor.fetchone()[0]
        return gone


def lock(case: Case) -> Case:
    """The case as it is in the database, locked until the transaction ends.

    Raises:
        NotFound: it is gone: a sample that was cleared meanwhile.
    """
    locked = models.QuerySet(type(case)).select_for_update(of=("self",)).filter(pk=case.pk).first()
    if locked is None:
        raise NotFound(GONE, code="gone")
    return locked


def _require_audience(move: Move[Any], audience: Audience, case: AbstractCase) -> None:
    if audience not in move.audience:
        raise TransitionRefused(NOT_OPEN, action=move.action, state=case.state, code="audience")


def _write(locked: Case, case: Case, values: Mapping[str, object]) -> None:
    models.QuerySet(type(case)).filter(pk=locked.pk).update(**values)
    case.refresh_from_db()
