"""Complaints as a part of the officers' inbox."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import BoolAnd
from django.db import models
from django.db.models import Avg, Count, Exists, F, Max, Min, OuterRef, Q, Value
from django.db.models.functions import Cast, Floor
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kit import clock
from kit.errors import NotFound
from shared_apps.casework import work
from shared_apps.casework.work import Area, Choice, Criteria, Pin
from tenant_apps.complaints import selectors, services
from tenant_apps.complaints.models import Complaint, Follower, Kind
from tenant_apps.complaints.selectors.desk import latest_moves
from tenant_apps.complaints.workflow import CLOCK_RUNS, OPEN, State
from tenant_apps.registry.selectors import officer_of

_HINT = 160
GONE = _("You may not see this case any more.")


_EDGES = {
    "south": Min("latitude"),
    "west": Min("longitude"),
    "north": Max("latitude"),
    "east": Max("longitude"),
}


class ComplaintWork(work.WorkSource):
    """Complaints, requests for advice and suggestions."""

    service = "complaints"
    label = _("Complaints and requests")
    export_code = "complaints"
    has_places = True

    def rows(self, user: Any, criteria: Criteria, *, at: datetime) -> "models.QuerySet[Any, dict[str, Any]]":
        found = found_by(user, criteria, at=at).select_related(None)
        rows: models.QuerySet[Any, dict[str, Any]] = found.annotate(
            service=Value(self.service),
            category_name=F("category__name_en" if _is_english() else "category__name_th"),
            division_name=F("division__name"),
            division_order=F("division__order"),
            assignee_name=F("assignee__display_name"),
            is_restricted=F("category__restricted"),
        ).values(*work.COLUMNS)
        return rows

    def keys(self, user: Any, criteria: Criteria, *, at: datetime) -> "models.QuerySet[Any, dict[str, Any]]":
        keys: models.QuerySet[Any, Any] = found_by(user, criteria, at=at).select_related(None).values("id")
        return keys

    def hints(self, keys: Sequence[int]) -> Mapping[int, str]:
        """Why a case was forwarded, until whoever got it does something with it."""
        moves: Any = latest_moves(keys)  # with the reason that was written along
        return {
            row.case_id: gettext("Forwarded by %(name)s: %(reason)s")
            % {"name": row.actor_name, "reason": Truncator(row.reason).chars(_HINT)}
            for row in moves
            if row.action == "forward" and row.reason
        }

    def extent(self, user: Any, criteria: Criteria, *, at: datetime) -> Area | None:
        found = found_by(user, criteria, at=at).select_related(None).aggregate(**_EDGES)
        return None if found["south"] is None else _area(found)

    def pins(self, user: Any, criteria: Criteria, *, at: datetime, view: Area, size: float) -> Sequence[Pin]:
        placed = found_by(user, criteria, at=at).select_related(None).filter(latitude__isnull=False)
        squares = placed.annotate(row=_step("latitude", view.south, size), column=_step("longitude", view.west, size))
        middle = {"middle_latitude": Avg("latitude"), "middle_longitude": Avg("longitude")}
        one = {"one_number": Min("number"), "one_title": Min("title"), "all_samples": BoolAnd("is_sample")}
        rows: Any = squares.values("row", "column").annotate(cases=Count("pk"), **_EDGES, **middle, **one)
        return [
            Pin(
                service=self.service,
                cases=row["cases"],
                latitude=float(row["middle_latitude"]),
                longitude=float(row["middle_longitude"]),
                area=_area(row),
                number=row["one_number"],
                title=row["one_title"],
                is_sample=row["all_samples"],
            )
            for row in rows.order_by("row", "column")
        ]

    def counts(self, user: Any, *, at: datetime) -> Mapping[str, int]:
        tabs = {tab: Count("pk", filter=in_tab(tab, user, at)) for tab in work.TABS if tab != "all"}
        rows = selectors.visible_to(user).select_related(None).filter(state__in=OPEN).order_by()
        found: dict[str, int] = rows.aggregate(**tabs)
        return found

    def waiting_for(self, user: Any) -> int:
        return selectors.waiting_for(user)

    def states(self) -> Sequence[Choice]:
        return [Choice(state.value, state.label) for state in State]

    def state_shown(self, code: str) -> State:
        return State(code)

    def url(self, number: str) -> str:
        return reverse("desk_complaint", args=[number])

    def kinds(self) -> Sequence[Choice]:
        return [Choice(kind.value, kind.label) for kind in Kind]

    def categories(self) -> Sequence[Choice]:
        return [Choice(one.code, one.name) for one in selectors.categories(active_only=False)]

    def clock_stands(self, state: str) -> bool:
        return state == State.WAITING

    def is_open(self, state: str) -> bool:
        return state in OPEN

    def assign(self, *, pk: int, version: int, officer: Any, actor: Any, at: datetime, note: str) -> None:
        case = _case(actor, pk)
        services.assign(complaint=case, version=version, officer=officer, actor=actor, at=at, note=note, is_quiet=True)

    def forward(self, *, pk: int, version: int, division: Any, actor: Any, at: datetime, note: str) -> None:
        services.forward(complaint=_case(actor, pk), version=version, division=division, actor=actor, at=at, note=note)


def found_by(user: Any, criteria: Criteria, *, at: datetime) -> selectors.Complaints:
    """The complaints that an officer may see and that fit; without an order."""
    rows = selectors.visible_to(user).filter(in_tab(criteria.tab, user, at), _narrowed(criteria, at))
    if criteria.filed_from:
        rows = selectors.filed_from(rows, criteria.filed_from, "from")
    if criteria.filed_until:
        rows = selectors.filed_from(rows, criteria.filed_until, "until")
    if criteria.area:
        rows = rows.filter(_inside(criteria.area))
    if not criteria.samples:
        rows = selectors.real(rows)
    picked = criteria.picked_of(ComplaintWork.service)
    if picked is not None:
        rows = rows.filter(pk__in=picked)
    return selectors.matching(rows, criteria.words).order_by()


def _inside(area: Area) -> Q:
    return Q(latitude__range=(area.south, area.north), longitude__range=(area.west, area.east))


def _step(name: str, edge: float, size: float) -> Floor:
    """In which row or column of squares a place lies."""
    return Floor((Cast(name, models.FloatField()) - Value(edge)) / Value(size), output_field=models.FloatField())


def _area(edges: Mapping[str, Any]) -> Area:
    return Area(**{edge: float(edges[edge]) for edge in _EDGES})


def in_tab(tab: str, user: Any, at: datetime) -> Q:
    """What a tab of the inbox holds."""
    if tab == "mine":
        return Q(assignee=user, state__in=OPEN)
    if tab == "division":
        return _of_division(user)
    if tab == "unassigned":
        return Q(assignee=None, state__in=OPEN)
    if tab == "overdue":
        return Q(due_at__lt=at, state__in=CLOCK_RUNS)
    return Q(state=State.WAITING) if tab == "waiting" else Q()


def _of_division(user: Any) -> Q:
    officer = officer_of(user)
    division = officer.division_id if officer else None
    return Q(division=division, state__in=OPEN) if division else Q(pk=None)


def _narrowed(criteria: Criteria, at: datetime) -> Q:
    given = {
        "state__in": criteria.states,
        "kind__in": criteria.kinds,
        "category__code__in": criteria.categories,
        "division": criteria.division,
        "assignee": criteria.assignee,
        "times_reopened__gt": 0 if criteria.reopened else None,
    }
    fits = Q(**{name: value for name, value in given.items() if value not in (None, ())}) & _due(criteria.due, at)
    is_followed = Exists(Follower.objects.filter(complaint=OuterRef("pk")))
    return fits & Q(is_followed) if criteria.followed else fits


def _due(due: str, at: datetime) -> Q:
    """By when the office has to answer, in days of Bangkok; only where the clock runs."""
    if not due:
        return Q()
    tonight = clock.bangkok(at).replace(hour=23, minute=59, second=59, microsecond=999999)
    soon = tonight + timedelta(days=3)
    span = {
        "late": Q(due_at__lt=at),
        "today": Q(due_at__gte=at, due_at__lte=tonight),
        "three_days": Q(due_at__gte=at, due_at__lte=soon),
        "later": Q(due_at__gt=soon),
    }
    return span[due] & Q(state__in=CLOCK_RUNS)


def _case(actor: Any, pk: int) -> Complaint:
    complaint = selectors.visible_to(actor).filter(pk=pk).first()
    if complaint is None:
        raise NotFound(GONE)
    return complaint


def _is_english() -> bool:
    return (get_language() or "th").startswith("en")
