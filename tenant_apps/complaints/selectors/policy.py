"""Reading of the rules: the LGO's policy, time limits, the ladder of warnings."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db import models
from django.db.models import OuterRef, Subquery

from kit import clock
from kit.calendar import WorkingCalendar
from kit.numbering import case_number
from shared_apps.casework.deadlines import Limit
from tenant_apps.complaints.models import (
    Category,
    Complaint,
    ComplaintEvent,
    DayUnit,
    DelayCopy,
    EscalationStep,
    Policy,
    Source,
    TimeLimit,
)
from tenant_apps.complaints.workflow import CLOCK_RUNS, State
from tenant_apps.site.selectors import working_calendar

POLICY_KEY = "complaints:policy"
_SECONDS = 300


def policy() -> Policy:
    """The LGO's rules for complaints: one row, cached. Before the seed, the defaults."""
    found: Policy | None = cache.get(POLICY_KEY)
    if found is None:
        found = Policy.objects.first() or Policy()
        cache.set(POLICY_KEY, found, _SECONDS)
    return found


def number_example() -> str:
    """A number as cases filed today get it, for people to compare theirs with."""
    rules = policy()
    return case_number(rules.number_prefix, 1, clock.today()).written(rules.number_digits)


def calendar() -> WorkingCalendar:
    """The days on which this office works."""
    return working_calendar()


def limit_of(category: Category, *, filed_at: datetime) -> Limit:
    """The time limit that was in force when a case was filed."""
    row = TimeLimit.objects.filter(category=category, since__lte=filed_at).first()
    return Limit(row.days, row.unit == DayUnit.WORKING) if row else Limit(category.working_days, is_working=True)


def limits_of(category: Category) -> "models.QuerySet[TimeLimit]":
    """The time limits of a category, newest first."""
    return TimeLimit.objects.filter(category=category)


def category_by_id(category_id: int) -> Category | None:
    """The category of this id, in use or not."""
    return Category.objects.select_related("division").filter(pk=category_id).first()


def category_lines() -> "models.QuerySet[Category]":
    """All categories in their order, with `unit` of their time limit."""
    newest = TimeLimit.objects.filter(category=OuterRef("pk"), since__lte=clock.now()).values("unit")[:1]
    return Category.objects.select_related("division").order_by("order", "pk").annotate(unit=Subquery(newest))


def sources() -> "models.QuerySet[Source]":
    """The ways in which officers take cases down, in their order."""
    return Source.objects.order_by("order", "pk")


def escalation_steps() -> "models.QuerySet[EscalationStep]":
    """The ladder of warnings from the first rung to the last."""
    return EscalationStep.objects.order_by("-moment", "value")


def may_extend(complaint: Complaint) -> bool:
    """Whether a case may be given more time: it is open, has a due day, and was not extended too often."""
    clock_stands = complaint.paused_at is not None
    has_time = complaint.is_open and complaint.due_at is not None and not clock_stands
    return has_time and complaint.extensions.count() < policy().extension_times


def is_late(complaint: Complaint, *, at: datetime) -> bool:
    """Whether an open case is past its due time, and its clock runs."""
    return complaint.state in CLOCK_RUNS and complaint.due_at is not None and complaint.due_at < at


may_explain_delay = is_late


def reason_is_due(complaint: Complaint, *, at: datetime) -> bool:
    """Whether the citizen of a late case has to be told why, again (Licensing Facilitation Act 2558, s. 10)."""
    days = policy().late_reason_days
    if not days or not is_late(complaint, at=at):
        return False
    told = ComplaintEvent.objects.filter(case=complaint, action__in=("delay", "extend"))
    return not told.filter(at__gt=at - timedelta(days=days)).exists()


def reasons_told(user: Any) -> "models.QuerySet[ComplaintEvent]":
    """Why cases took longer, as their citizens were told, newest first; of cases that `user` may see.

    The office sends a copy to the Public Sector Development Commission (Licensing Facilitation Act 2558, s. 10).
    """
    from tenant_apps.complaints.selectors import visible_to

    rows = ComplaintEvent.objects.filter(
        action__in=("delay", "extend"), case__in=visible_to(user).filter(is_sample=False).order_by()
    )
    return rows.select_related("case__category", "case__division", "copied__copy").order_by("-at", "-pk")


def delay_copy(copy_id: int) -> DelayCopy | None:
    """One copy of reasons that was sent, with who noted it."""
    return DelayCopy.objects.select_related("by").filter(pk=copy_id).first()


def timing_acts(complaint: Complaint, *, at: datetime) -> list[str]:
    """What an officer may do about the time of a case, besides its moves."""
    acts = {"extend": may_extend(complaint), "delay": may_explain_delay(complaint, at=at)}
    return [act for act, may in acts.items() if may]


def running_cases() -> "models.QuerySet[Complaint]":
    """Cases whose clock runs; nobody is warned of a sample."""
    rows = Complaint.objects.filter(is_sample=False, state__in=CLOCK_RUNS, due_at__isnull=False)
    return rows.order_by("due_at", "pk")


def waiting_cases() -> "models.QuerySet[Complaint]":
    """Cases that wait for the citizen's answer."""
    return Complaint.objects.filter(is_sample=False, state=State.WAITING, paused_at__isnull=False).order_by("pk")


def reopen_until(complaint: Complaint) -> datetime:
    """The last moment at which the citizen may say that it is not solved: so many days after the answer.

    That nobody contests it closes a case, and does not begin the time anew. A citizen's period that ends on a holiday
    ends on the next working day (Administrative Procedure Act 2539, s. 64).
    """
    since = complaint.resolved_at or complaint.closed_at or complaint.state_changed_at
    last = calendar().citizen_deadline(clock.bangkok_day(since), policy().reopen_days)
    return datetime.combine(last, time.max, clock.BANGKOK)


def answered_before(today: date) -> datetime:
    """Cases answered before this moment can no longer be contested on the day `today`."""
    days, working = policy().reopen_days, calendar()
    day = today - timedelta(days=days + 1)
    while working.citizen_deadline(day, days) >= today:
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time.min, clock.BANGKOK)
