"""More time for a case, reasons for a delay, and due days counted anew when the office's calendar changes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.calendar import WorkingCalendar
from kit.errors import Conflict, Invalid, Refused
from shared_apps.accounts.permissions import require_right
from shared_apps.audit import services as audit
from shared_apps.casework import services as casework
from shared_apps.casework.deadlines import Effect, Fact, end_of, recounted
from shared_apps.ui.templatetags.thai import thaidate
from tenant_apps.complaints.models import Complaint, ComplaintEvent, Extension
from tenant_apps.complaints.selectors import limit_of, may_explain_delay, may_extend, policy
from tenant_apps.complaints.services.moving import RECEIVED, check_note
from tenant_apps.complaints.services.publishing import MOVED, publish
from tenant_apps.complaints.services.telling import tell_all
from tenant_apps.complaints.workflow import OPEN, NoteNeed
from tenant_apps.site.selectors import working_calendar

NO_MORE = _("This case cannot be extended: it is finished, its clock stands, or it was extended as often as allowed.")
NOT_LATER = _("Choose a day after the day on which the case is due now.")
TOO_FAR = _("One extension is at most %(days)s working days. Choose %(day)s or an earlier day.")
DAY_OFF = _("The office is closed on this day. Choose a working day.")
NOT_LATE = _("The case is not late.")

EFFECTS: Mapping[str, Effect] = {
    "ask": Effect.STOP,
    "merge": Effect.STOP,
    "answer": Effect.GO_ON,
    "resume": Effect.GO_ON,
    "unmerge": Effect.GO_ON,
    "reopen": Effect.RESTART,
    "extend": Effect.SET,
}
_BATCH = 500


@transaction.atomic
def extend(*, complaint: Complaint, version: int, due: date, note: str, actor: Any, at: datetime) -> ComplaintEvent:
    """Give a case more time; the citizen is told the new day and the reason.

    Raises:
        Refused: it may not be extended any more.
        Invalid: the day is no working day, not later than now, or too far away; or the reason is too short.
        Conflict: the case has moved since `version`.
    """
    require_right(actor, "complaints", "edit")
    check_note(note, NoteNeed.REQUIRED)
    locked = _locked(complaint, version)
    if not may_extend(locked) or locked.due_at is None:
        raise Refused(NO_MORE, code="no_more")
    _check_day(due, locked.due_at, at)
    new = end_of(due)
    Extension.objects.create(complaint=locked, old_due_at=locked.due_at, new_due_at=new, reason=note, by=actor, at=at)
    _write(complaint, due_at=new, version=locked.version + 1)
    event = _add(complaint, "extend", actor, at, note=note, data={"due": due.isoformat()})
    audit.record("complaints.extend", actor=actor, target=complaint, data={"due": due.isoformat()}, at=at)
    tell_all(complaint, "extend", key=event.pk, note=note)
    publish(complaint, MOVED, at=at, action="extend", from_state=complaint.state)
    return event


@transaction.atomic
def explain_delay(*, complaint: Complaint, version: int, note: str, actor: Any, at: datetime) -> ComplaintEvent:
    """Tell the citizen why a late case takes longer (Licensing Facilitation Act 2558, s. 10).

    Raises:
        Refused: the case is not late.
        Invalid: the reason is too short.
        Conflict: the case has moved since `version`.
    """
    require_right(actor, "complaints", "edit")
    check_note(note, NoteNeed.REQUIRED)
    locked = _locked(complaint, version)
    if not may_explain_delay(locked, at=at):
        raise Refused(NOT_LATE, code="not_late")
    _write(complaint, version=locked.version + 1)
    event = _add(complaint, "delay", actor, at, note=note)
    audit.record("complaints.delay", actor=actor, target=complaint, at=at)
    tell_all(complaint, "delay", key=event.pk, note=note)
    return event


def recount_open_cases(*, at: datetime) -> int:
    """Count the due days of open cases anew after the office's calendar has changed; returns how many moved.

    A day that was promised by an extension stays.
    """
    working = working_calendar()
    moved, last = 0, 0
    while keys := list(_open_after(last)):
        with transaction.atomic():
            moved += sum(_recount(case, at, working) for case in _with_events(keys))
        last = keys[-1]
    return moved


def _open_after(last: int) -> Iterable[int]:
    rows = Complaint.objects.filter(pk__gt=last, state__in=OPEN, due_at__isnull=False)
    return rows.order_by("pk").values_list("pk", flat=True)[:_BATCH]


def _with_events(keys: list[int]) -> list[tuple[Complaint, list[Fact]]]:
    cases = Complaint.objects.select_for_update(of=("self",)).select_related("category").filter(pk__in=keys)
    facts: dict[int, list[Fact]] = {}
    events = ComplaintEvent.objects.filter(case__in=keys, action__in=EFFECTS).order_by("at", "pk")
    for event in events.only("case_id", "action", "at", "data"):
        facts.setdefault(event.case_id, []).append(_fact(event))
    return [(case, facts.get(case.pk, [])) for case in cases.order_by("pk")]


def _fact(event: ComplaintEvent) -> Fact:
    day, received = event.data.get("due"), event.data.get(RECEIVED)
    at = datetime.fromisoformat(str(received)) if received else event.at
    return Fact(EFFECTS[event.action], at, end_of(date.fromisoformat(str(day))) if day else None)


def _recount(found: tuple[Complaint, list[Fact]], at: datetime, working: WorkingCalendar) -> bool:
    case, facts = found
    if not case.is_open or case.due_at is None:
        return False
    limit = limit_of(case.category, filed_at=case.submitted_at)
    received = _receipt(case, at, working)
    due = recounted(received, limit, facts, working)
    if clock.bangkok_day(due) == clock.bangkok_day(case.due_at) and received == case.legal_received_at:
        return False
    data = {"due": clock.bangkok_day(due).isoformat()}
    _write(case, due_at=due, legal_received_at=received)
    _add(case, "recount", None, at, data=data)
    audit.record("complaints.recount", actor=None, target=case, data={**data}, at=at)
    return True


def _receipt(case: Complaint, at: datetime, working: WorkingCalendar) -> datetime:
    """A receipt that is still to come is counted anew; one that was stays."""
    is_to_come = case.legal_received_at > at
    return working.legal_receipt(case.submitted_at) if is_to_come else case.legal_received_at


def _locked(complaint: Complaint, version: int) -> Complaint:
    locked = casework.lock(complaint)
    if locked.version != version:
        raise Conflict(casework.STALE, code="stale")
    return locked


def _check_day(day: date, due_at: datetime, at: datetime) -> None:
    working, rules = working_calendar(), policy()
    start = max(clock.bangkok_day(due_at), clock.bangkok_day(at))
    last = working.add_working_days(start, rules.extension_days)
    if day <= clock.bangkok_day(due_at) or day <= clock.bangkok_day(at):
        raise Invalid(NOT_LATER, field="due")
    if day > last:
        raise Invalid(TOO_FAR, field="due", params={"days": rules.extension_days, "day": thaidate(last, "medium")})
    if not working.is_working_day(day):
        raise Invalid(DAY_OFF, field="due")


def _write(complaint: Complaint, **values: object) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(**values)
    complaint.refresh_from_db(fields=list(values))


def _add(
    complaint: Complaint, action: str, actor: Any, at: datetime, *, note: str = "", data: Any = None
) -> ComplaintEvent:
    event: Any = casework.add_event(complaint, action=action, actor=actor, at=at, note=note, data=data, is_public=True)
    made: ComplaintEvent = event
    return made
