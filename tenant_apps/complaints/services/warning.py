"""Warnings before and after a case is due, and reminders to citizens who were asked: one message a person and day.

Of a late case the responsible officer hears again each time that the citizen has to be told why it takes longer
(Licensing Facilitation Act 2558, s. 10).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from kit import clock
from kit.calendar import WorkingCalendar
from shared_apps.accounts.rights import Duty
from shared_apps.casework import services as casework
from shared_apps.casework.deadlines import share_used
from shared_apps.notifications.services import Recipient, notify
from shared_apps.ui.templatetags.thai import thainumber
from tenant_apps.complaints.models import CaseWarning, Complaint, ComplaintEvent, EscalationStep, Policy
from tenant_apps.complaints.selectors import calendar, escalation_steps, may_see, policy, running_cases, waiting_cases
from tenant_apps.complaints.services.telling import tell
from tenant_apps.registry.selectors import acting_with_duty, administrators, stand_ins, users_with_duty

REASON = "reason"
"""In place of a rung's moment: the citizen has to be told why, for the so manieth time."""
SHOWN = 20
"""Cases named in one message; the rest is counted."""


@dataclass(frozen=True)
class _Reached:
    case: Complaint
    step: EscalationStep
    in_place_of: str = ""

    @property
    def code(self) -> str:
        return f"{self.step.moment}:{self.step.value}"

    @property
    def wants_reason(self) -> bool:
        """Whether the citizen has to be told why it takes longer."""
        return self.step.moment == REASON


def warn_officers(*, at: datetime) -> int:
    """Warn officers of the cases that have reached a new rung of the ladder; returns how many people were told.

    Nothing on a day off. Run twice on a day, it tells nobody twice.
    """
    working, today = calendar(), clock.bangkok_day(at)
    if not working.is_working_day(today):
        return 0
    with transaction.atomic():
        Policy.objects.get_or_create(id=1)
        Policy.objects.select_for_update().get(id=1)  # one run at a time
        new = _newly_reached(list(escalation_steps()), at, working)
        told = _by_person([*new, *_reasons_due(at)], today)
        for user, reached in told.items():
            _tell_officer(user, reached, at)
    return len(told)


def _newly_reached(steps: Sequence[EscalationStep], at: datetime, working: WorkingCalendar) -> list[_Reached]:
    """The highest new rung of each case; the rungs below it count as done too."""
    known = set(CaseWarning.objects.filter(complaint__in=running_cases()).values_list("complaint", "step", "due_at"))
    found: list[_Reached] = []
    kept: list[CaseWarning] = []
    for case in running_cases().select_related("category", "assignee", "division"):
        if case.due_at is None:
            continue
        reached = [_Reached(case, step) for step in steps if _is_reached(case, step, at, working)]
        new = [one for one in reached if (case.pk, one.code, case.due_at) not in known]
        kept += [CaseWarning(complaint=case, step=one.code, due_at=case.due_at, at=at) for one in new]
        if new and new[-1] is reached[-1]:
            found.append(new[-1])
    CaseWarning.objects.bulk_create(kept, ignore_conflicts=True, batch_size=1000)
    return found


def _reasons_due(at: datetime) -> list[_Reached]:
    """The late cases whose citizen was not told why for as many days as the rules say; each once in so many days."""
    days = policy().late_reason_days
    late = running_cases().filter(due_at__lt=at)
    if not days:
        return []
    since = at - timedelta(days=days)
    told = ComplaintEvent.objects.filter(case__in=late, action__in=("delay", "extend"), at__gt=since).values("case")
    known = set(CaseWarning.objects.filter(complaint__in=late).values_list("complaint", "step", "due_at"))
    found: list[_Reached] = []
    for case in late.exclude(pk__in=told).select_related("category", "assignee", "division"):
        late_for = (clock.bangkok_day(at) - clock.bangkok_day(case.due_at or at)).days
        one = _Reached(case, EscalationStep(moment=REASON, value=late_for // days))
        if (case.pk, one.code, case.due_at) not in known:
            found.append(one)
    CaseWarning.objects.bulk_create(
        [CaseWarning(complaint=one.case, step=one.code, due_at=one.case.due_at or at, at=at) for one in found],
        ignore_conflicts=True,
        batch_size=1000,
    )
    return found


def _is_reached(case: Complaint, step: EscalationStep, at: datetime, working: WorkingCalendar) -> bool:
    if case.due_at is None:
        return False
    if step.moment == EscalationStep.Moment.SHARE:
        return share_used(case.legal_received_at, case.due_at, at, working) >= step.value
    late = working.working_days_between(clock.bangkok_day(case.due_at), clock.bangkok_day(at))
    return late >= step.value


def _by_person(reached: Iterable[_Reached], today: date) -> dict[Any, list[_Reached]]:
    executives = [*_with_duty(Duty.EXECUTIVE, today), *administrators()]
    heads: dict[int | None, list[Any]] = {}
    deputies = stand_ins(today)
    told: dict[Any, list[_Reached]] = {}
    for one in reached:
        division = one.case.division_id
        if division not in heads:
            heads[division] = _with_duty(Duty.HEAD, today, division) if division else []
        for user, in_place_of in _standing_in(_people(one, heads[division], executives), one.case, deputies).items():
            told.setdefault(user, []).append(replace(one, in_place_of=in_place_of))
    return told


def _with_duty(duty: str, today: date, division: int | None = None) -> list[Any]:
    """Who holds the duty, and who acts today in a vacant position that has it."""
    return [*users_with_duty(duty, division=division), *acting_with_duty(duty, on=today, division=division)]


def _standing_in(people: Iterable[Any], case: Complaint, deputies: Mapping[int, Sequence[Any]]) -> dict[Any, str]:
    """Each of `people`, or who acts in that one's place today and may see the case, with the name of the other."""
    found: dict[Any, str] = {}
    for user in people:
        acting = [one for one in deputies.get(user.pk, ()) if not case.category.restricted or may_see(one, case)]
        for one in acting or [user]:
            found[one] = "" if one == user or found.get(one) == "" else str(user)
    return found


def _people(one: _Reached, heads: list[Any], executives: list[Any]) -> list[Any]:
    """Whom a rung names. Where nobody is responsible yet, the heads; where there are none, the executives."""
    step, people = one.step, []
    if step.to_assignee and one.case.assignee and one.case.assignee.is_active:
        people.append(one.case.assignee)
    if step.to_heads or (step.to_assignee and not people):
        people += heads or executives
    if step.to_executives:
        people += executives
    if not one.case.category.restricted:
        return people
    return [user for user in people if may_see(user, one.case)] or [
        user for user in executives if may_see(user, one.case)
    ]


def _tell_officer(user: Any, reached: list[_Reached], at: datetime) -> None:
    # A case once: what asks for a reason comes last, and says more.
    once = {one.case.pk: one for one in reached}.values()
    ordered = sorted(once, key=lambda one: (one.case.due_at or at, one.case.number))
    with override(user.language):
        lines = [_line(one, at) for one in ordered[:SHOWN]]
        if len(ordered) > SHOWN:
            lines.append(_("and %(count)s more") % {"count": thainumber(len(ordered) - SHOWN)})
        context = {"count": thainumber(len(ordered)), "cases": "\n".join(lines)}
    to = Recipient(email=user.email or "", name=str(user), language=user.language, user_id=user.pk)
    notify("complaints/warning", to=to, context=context, key=f"{user.pk}:{clock.bangkok_day(at).isoformat()}")


def _line(one: _Reached, at: datetime) -> str:
    line = f"- {one.case.number} ({one.case.category.name}) {_how_late(one.case, at)}"
    more = [_("tell the citizen why it takes longer")] if one.wants_reason else []
    more += [_("in place of %(name)s") % {"name": one.in_place_of}] if one.in_place_of else []
    return " · ".join([line, *more])


def _how_late(case: Complaint, at: datetime) -> str:
    if case.due_at is None:
        return ""
    days = (clock.bangkok_day(case.due_at) - clock.bangkok_day(at)).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": thainumber(-days)}
    if days == 0:
        return _("Due today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": thainumber(days)}


def remind_citizens(*, at: datetime) -> int:
    """Remind citizens who were asked and have not answered; returns how many.

    Nothing on a day off; so often and so many working days apart as the rules say.
    """
    rules, working, today = policy(), calendar(), clock.bangkok_day(at)
    if not rules.remind_days or not working.is_working_day(today):
        return 0
    reminded = 0
    for key in list(waiting_cases().values_list("pk", flat=True)):
        reminded += _remind(key, at, rules)
    return reminded


@transaction.atomic
def _remind(key: int, at: datetime, rules: Policy) -> bool:
    case = waiting_cases().select_for_update(of=("self",)).filter(pk=key).first()
    if case is None or case.paused_at is None:
        return False
    waited = calendar().working_days_between(clock.bangkok_day(case.paused_at), clock.bangkok_day(at))
    done = ComplaintEvent.objects.filter(case=case, action="remind", at__gte=case.paused_at).count()
    if done >= rules.remind_times or waited < rules.remind_days * (done + 1):
        return False
    event = casework.add_event(case, action="remind", actor=None, at=at, is_public=True)
    asked = ComplaintEvent.objects.filter(case=case, action="ask").order_by("-at", "-pk").first()
    tell(case, "remind", key=event.pk, note=asked.note if asked else "")
    return True
