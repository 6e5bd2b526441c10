"""Reading of complaints: what each person may see, lists, timelines, drafts."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q

from kit import clock
from kit.errors import Invalid
from kit.numbering import parse_case_number
from kit.thai import search_fold
from kit.tracking import parse_tracking_code
from kit.workflow import Audience, Move
from shared_apps.casework.services import audience_of
from shared_apps.files.models import StoredFile
from tenant_apps.complaints.models import (
    Category,
    Complaint,
    ComplaintEvent,
    Draft,
    Kind,
    Merge,
    NamedOfficer,
    Photo,
    Redaction,
)
from tenant_apps.complaints.selectors.drafts import filed_draft, pending_reply, reply_with_photo, stale_drafts
from tenant_apps.complaints.selectors.following import (
    followed_by,
    follower_count,
    follower_counts,
    follower_of,
    followers_of,
    is_contact_of,
)
from tenant_apps.complaints.selectors.policy import (
    answered_before,
    calendar,
    category_by_id,
    category_lines,
    delay_copy,
    escalation_steps,
    is_late,
    limit_of,
    limits_of,
    may_explain_delay,
    may_extend,
    number_example,
    policy,
    reason_is_due,
    reasons_told,
    reopen_until,
    running_cases,
    sources,
    timing_acts,
    waiting_cases,
)
from tenant_apps.complaints.selectors.public import (
    SHOWN_STATES,
    PublicCase,
    PublicStep,
    alike_cases,
    citizen_options,
    narrowed,
    nearby_cases,
    pins_of,
    public_case,
    public_cases,
    public_steps,
    public_text,
    with_followers,
)
from tenant_apps.complaints.selectors.publication import (
    Publication,
    listed_cases,
    public_case_by_code,
    public_case_by_number,
    publication,
    readable_cases,
)
from tenant_apps.complaints.workflow import CLOCK_RUNS, COMPLAINT_WORKFLOW, DONE, OPEN, UNTOUCHED, State, right_of
from tenant_apps.registry.selectors import officer_of

__all__ = [
    "SHOWN_STATES",
    "PublicCase",
    "PublicStep",
    "Publication",
    "alike_cases",
    "answered_before",
    "calendar",
    "category_by_id",
    "category_lines",
    "citizen_options",
    "delay_copy",
    "escalation_steps",
    "filed_draft",
    "followed_by",
    "follower_count",
    "follower_counts",
    "follower_of",
    "followers_of",
    "is_contact_of",
    "is_late",
    "limit_of",
    "limits_of",
    "listed_cases",
    "may_explain_delay",
    "may_extend",
    "narrowed",
    "nearby_cases",
    "number_example",
    "pending_reply",
    "pins_of",
    "policy",
    "public_case",
    "public_case_by_code",
    "public_case_by_number",
    "public_cases",
    "public_steps",
    "public_text",
    "publication",
    "readable_cases",
    "reason_is_due",
    "reasons_told",
    "reopen_until",
    "reply_with_photo",
    "running_cases",
    "sources",
    "stale_drafts",
    "timing_acts",
    "waiting_cases",
    "with_followers",
]

Complaints = models.QuerySet[Complaint]
_TERMS = 8
STEPS = ("topic", "place", "details", "contact", "check")
"""The steps of filing. The place comes first, so that neighbours' cases are shown before anything is typed."""
_DRAFTS_SHOWN = 3
TABS = ("new", "mine", "division", "overdue", "all")
TOLD_TO_DUPLICATES = frozenset({"accept", "assign", "start", "resolve", "close", "forward", "file_in_error", "reopen"})
"""Steps of a case of which those are told whose cases were joined with it."""


def categories(*, active_only: bool = True) -> "models.QuerySet[Category]":
    """The categories in their order."""
    rows = Category.objects.select_related("division").order_by("order", "pk")
    return rows.filter(active=True) if active_only else rows


def category_by_code(code: str) -> Category | None:
    """The category of this code, in use or not."""
    return Category.objects.select_related("division").filter(code=code).first()


def real(rows: Complaints) -> Complaints:
    """Those of `rows` that are no samples: what is counted, reported, exported, and read by other systems."""
    return rows.filter(is_sample=False)


def visible_to(user: Any) -> Complaints:
    """What an officer may see: all but restricted cases; those as administrator, responsible or named officer.

    Samples are among it.
    """
    rows = Complaint.objects.select_related("category", "division", "assignee")
    if user.is_administrator:
        return rows
    named = NamedOfficer.objects.filter(user=user).values("complaint")
    return rows.filter(Q(category__restricted=False) | Q(assignee=user) | Q(pk__in=named))


def may_see(user: Any, complaint: Complaint) -> bool:
    """Whether an officer may see this case."""
    return visible_to(user).filter(pk=complaint.pk).exists()


def duplicates_of(complaint: Complaint) -> Complaints:
    """The cases that were joined with this one, oldest first."""
    rows = Complaint.objects.filter(merged_into__parent=complaint).select_related("category")
    return rows.order_by("submitted_at", "pk")


def merged_into(complaint: Complaint) -> Complaint | None:
    """The case with which this one was joined."""
    return Complaint.objects.filter(duplicates__child=complaint).select_related("category", "division").first()


def officers_case(user: Any, number: str) -> Complaint | None:
    """The complaint of this number, if the officer may see it."""
    try:
        wanted = parse_case_number(number)
    except Invalid:
        return None
    return visible_to(user).filter(number__in=wanted.spellings).first()


def cases_of(citizen: Any) -> Complaints:
    """What a signed-in citizen has filed, newest first."""
    return real(Complaint.objects.filter(reporter=citizen)).select_related("category").order_by("-submitted_at", "-pk")


def filed_from(rows: Complaints, day: date, side: str) -> Complaints:
    """Those of `rows` filed `from` a day in Bangkok on, or `until` its end."""
    start = datetime.combine(day, time.min, clock.BANGKOK)
    if side == "from":
        return rows.filter(submitted_at__gte=start)
    return rows.filter(submitted_at__lt=start + timedelta(days=1))


def finished(rows: Complaints, show: str) -> Complaints:
    """The `open`, `done` or `waiting` ones (for the citizen) of `rows`; all of them for anything else."""
    states = {"open": OPEN, "done": DONE, "waiting": (State.WAITING,)}
    return rows.filter(state__in=states[show]) if show in states else rows


def in_tab(rows: Complaints, tab: str, *, user: Any, at: datetime) -> Complaints:
    """The part of an inbox that a tab shows."""
    return rows.filter(_tab(tab, user, at))


def waiting_for(user: Any) -> int:
    """How many open cases an officer is responsible for, for the menu."""
    return Complaint.objects.filter(assignee=user, state__in=OPEN).count()


def _tab(tab: str, user: Any, at: datetime) -> Q:
    if tab == "new":
        return Q(state__in=UNTOUCHED)
    if tab == "mine":
        return Q(assignee=user, state__in=OPEN)
    if tab == "division":
        officer = officer_of(user)
        division = officer.division_id if officer else None
        return Q(division=division, state__in=OPEN) if division else Q(pk=None)
    return Q(due_at__lt=at, state__in=CLOCK_RUNS) if tab == "overdue" else Q(pk__isnull=False)


def matching(rows: Complaints, typed: str) -> Complaints:
    """Those of `rows` that hold every word of `typed`, whatever its spelling, digits or spaces."""
    for term in search_fold(typed).split()[:_TERMS]:
        rows = rows.filter(search_text__contains=term)
    return rows


def case_by_reference(typed: str) -> Complaint | None:
    """The complaint of a number or tracking code, however it was typed."""
    try:
        return _followed().filter(number__in=parse_case_number(typed).spellings).first()
    except Invalid:
        return case_by_tracking_code(typed)


def case_by_tracking_code(typed: str) -> Complaint | None:
    """The complaint of a tracking code, however it was typed."""
    try:
        return _followed().filter(tracking_code=parse_tracking_code(typed)).first()
    except Invalid:
        return None


def _followed() -> Complaints:
    return real(Complaint.objects.all()).select_related("category", "division")


def timeline(complaint: Complaint, *, public_only: bool) -> list[ComplaintEvent]:
    """The entries of a case, newest first, with their photos; of a duplicate also the office's steps in the other."""
    rows = ComplaintEvent.objects.filter(_told_of(complaint)).order_by("-at", "-pk")
    rows = rows.prefetch_related(Prefetch("photos", Photo.objects.select_related("file")))
    return list(rows.filter(is_public=True) if public_only else rows)


def _told_of(complaint: Complaint) -> Q:
    own = Q(case=complaint)
    if complaint.state != State.MERGED:
        return own
    merge = Merge.objects.filter(child=complaint).first()
    if merge is None:
        return own
    return own | Q(case=merge.parent_id, at__gte=merge.at, is_public=True, action__in=TOLD_TO_DUPLICATES)


def question_to_citizen(complaint: Complaint) -> str:
    """What the officer asks now; empty when the citizen is not asked anything."""
    if complaint.state != State.WAITING:
        return ""
    asked = ComplaintEvent.objects.filter(case=complaint, action="ask").order_by("-at", "-pk").first()
    return asked.note if asked else ""


def photos_of(complaint: Complaint, moment: str) -> list[Photo]:
    """The photos of a case before or after the work."""
    return list(complaint.photos.filter(moment=moment).select_related("file"))


def shown_photos_of(complaint: Complaint) -> list[Photo]:
    """The photos of a case as everybody who follows it sees them, those of before the work first."""
    moments = (Photo.Moment.BEFORE, Photo.Moment.AFTER)
    return [photo for moment in moments for photo in photos_of(complaint, moment)]


def all_photos_of(complaint: Complaint) -> list[Photo]:
    """Every photo of a case."""
    return list(complaint.photos.select_related("file").order_by("pk"))


def photo_owner(file: StoredFile) -> Complaint | None:
    """The case whose photo a file is."""
    photo = Photo.objects.select_related("complaint__category").filter(file=file).first()
    return photo.complaint if photo else None


def is_original(file: StoredFile) -> bool:
    """Whether a file is what lies under a covered photo."""
    return Redaction.objects.filter(original=file).exists()


def moves_open(complaint: Complaint, *, actor: Any, at: datetime) -> tuple[Move[Any], ...]:
    """The moves that this person may make now; None is a guest with the PIN."""
    audience = Audience.CITIZEN if actor is None else audience_of(actor)
    moves = COMPLAINT_WORKFLOW.open_to(complaint.state, audience)
    if audience == Audience.CITIZEN and not may_reopen(complaint, at=at):
        return tuple(move for move in moves if move.action != "reopen")
    if audience == Audience.OFFICER:
        return tuple(move for move in moves if actor.may("complaints", right_of(move.action)))
    return moves


def may_reopen(complaint: Complaint, *, at: datetime) -> bool:
    """Whether a citizen may still say that it is not solved."""
    return at <= reopen_until(complaint)


def may_rate(complaint: Complaint) -> bool:
    """Whether the citizen may rate: once, when the case is closed."""
    return complaint.state == State.CLOSED and complaint.rating is None


def draft_or_none(key: str | UUID | None) -> Draft | None:
    """The draft of this id."""
    try:
        return Draft.objects.filter(pk=key).first() if key else None
    except (ValidationError, ValueError):
        return None


def drafts_of(user: Any) -> "models.QuerySet[Draft]":
    """What a signed-in citizen has begun and not sent, the latest first."""
    return Draft.objects.filter(owner=user, complaint__isnull=True).order_by("-changed_at")[:_DRAFTS_SHOWN]


def steps_of(kind: str) -> tuple[str, ...]:
    """The steps of filing: who asks for advice is not asked for a place."""
    return tuple(step for step in STEPS if step != "place" or kind != Kind.ADVICE)


def step_to_do(draft: Draft) -> str:
    """The first step of a draft that still wants an answer; `check` when there is none."""
    answers, category = draft.answers, category_by_code(draft.answers.get("category", ""))
    if category is None or not category.active:
        return "topic"
    if _place_is_wanted(draft, category):
        return "place"
    if not (answers.get("title") and answers.get("description")):
        return "details"
    lacks_person = answers.get("whose") == "other" and not answers.get("behalf_name")
    return "contact" if lacks_person or "contact" not in draft.done else "check"


def _place_is_wanted(draft: Draft, category: Category) -> bool:
    answers, kind = draft.answers, draft.answers.get("kind", "")
    has_place = bool(answers.get("place") or answers.get("latitude"))
    is_missing = needs_place(category, kind) and not has_place
    return kind != Kind.ADVICE and ("place" not in draft.done or is_missing)


def needs_place(category: Category | None, kind: str) -> bool:
    """Whether the matter cannot be found without a place."""
    return category is not None and category.needs_place and kind == Kind.COMPLAINT


def open_over(days: Sequence[date]) -> int:
    """How many open cases have one of the days between receipt and due day, or nearly: what a holiday may move."""
    since = datetime.combine(min(days), time.min, clock.BANGKOK)
    until = datetime.combine(max(days), time.max, clock.BANGKOK)
    return real(Complaint.objects.filter(state__in=OPEN, due_at__gte=since, legal_received_at__lte=until)).count()


def silently_accepted(*, at: datetime) -> Complaints:
    """Answered cases to which the citizen has said nothing within the time given."""
    before = answered_before(clock.bangkok_day(at))
    return real(Complaint.objects.filter(state=State.RESOLVED, resolved_at__lt=before)).order_by("pk")
