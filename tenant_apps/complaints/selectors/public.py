"""What everyone may read of cases, and nothing else.

Public are: number, type, category, status, dates, division, how many follow it, and the pin rounded to three decimals
(about 110 m). The subject is added unless the reporter hid it; identity and telephone numbers in it are blacked out.
Never public: the details, the words of the place (they name people and houses), photos, who reported, notes, restricted
categories, cases filed in error or joined with another, samples. Places are looked up by the rounded pin, so that
answers do not betray the exact one.
"""

import math
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.cache import cache
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Round
from django.utils.translation import gettext

from kit.masking import mask
from kit.thai import search_fold
from tenant_apps.complaints.models import Category, CitizenOptions, Complaint, ComplaintEvent, Follower
from tenant_apps.complaints.workflow import ACTS, OPEN, State

OPTIONS_KEY = "complaints:citizen-options"
_OPTIONS_SECONDS = 300
_DECIMALS = 3
_METRES_PER_DEGREE = 111_320
_LIKENESS = 0.42
_COMPARED = 1000
MOST_NEARBY = 20
_STEPS = ("file", "accept", "start", "resolve", "close", "reopen")
_GOOD = ("resolve", "close")
SHOWN_STATES = tuple(state for state in State if state not in {State.FILED_IN_ERROR, State.MERGED})


@dataclass(frozen=True, kw_only=True)
class PublicCase:
    """One case as everyone may read it. `title` is empty when it is hidden; `metres` is set among nearby ones."""

    number: str
    kind: str
    kind_label: str
    category_code: str
    category: str
    icon: str
    state: State
    title: str
    submitted_at: datetime
    state_changed_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    division: str
    latitude: Decimal | None
    longitude: Decimal | None
    followers: int = 0
    metres: int | None = field(default=None)

    @property
    def people(self) -> int:
        """How many have this trouble: the reporter and those who follow."""
        return self.followers + 1


def citizen_options() -> CitizenOptions:
    """What the LGO lets citizens do and see, cached; the defaults until it says otherwise."""
    found: CitizenOptions | None = cache.get(OPTIONS_KEY)
    if found is None:
        found = CitizenOptions.objects.first() or CitizenOptions()
        cache.set(OPTIONS_KEY, found, _OPTIONS_SECONDS)
    return found


def public_cases() -> "models.QuerySet[Complaint]":
    """Every case that is public, with its rounded pin and number of followers: read it through `public_case` only.

    What makes a case unfit for the public is decided here and nowhere else; where fit ones are published, in
    `publication`. Lists for everyone read `listed_cases`.
    """
    rows = Complaint.objects.filter(is_sample=False, category__restricted=False, state__in=SHOWN_STATES)
    return rows.select_related("category", "division").annotate(
        public_latitude=Round("latitude", precision=_DECIMALS),
        public_longitude=Round("longitude", precision=_DECIMALS),
    )


def with_followers(rows: "models.QuerySet[Complaint]") -> "models.QuerySet[Complaint]":
    """The rows with how many follow each, as `follower_count`."""
    counts = Follower.objects.filter(complaint=OuterRef("pk")).order_by().values("complaint")
    return rows.annotate(follower_count=Coalesce(Subquery(counts.values(count=Count("pk"))), 0))


def public_case(complaint: Any) -> PublicCase:
    """A row of `public_cases` as everyone may read it."""
    return PublicCase(
        number=complaint.number,
        kind=complaint.kind,
        kind_label=complaint.get_kind_display(),
        category_code=complaint.category.code,
        category=complaint.category.name,
        icon=complaint.category.icon,
        state=complaint.state_shown,
        title="" if complaint.is_private else mask(complaint.title),
        submitted_at=complaint.submitted_at,
        state_changed_at=complaint.state_changed_at,
        resolved_at=complaint.resolved_at,
        closed_at=complaint.closed_at,
        due_at=complaint.due_at,
        division=complaint.division.name if complaint.division else "",
        latitude=complaint.public_latitude,
        longitude=complaint.public_longitude,
        followers=getattr(complaint, "follower_count", 0),
    )


def narrowed(
    rows: "models.QuerySet[Complaint]", *, category: Category | None, state: str
) -> "models.QuerySet[Complaint]":
    """Those of one category and status; open ones when `state` is empty, every one for `all`."""
    if category is not None:
        rows = rows.filter(category=category)
    if state == "all":
        return rows
    return rows.filter(state=state) if state else rows.filter(state__in=OPEN)


def pins_of(rows: "models.QuerySet[Complaint]", most: int) -> list[tuple[str, str, str, str]]:
    """Rounded latitude and longitude, words and number of the newest `most` rows of `public_cases` with a pin."""
    names = {category.pk: category.name for category in Category.objects.all()}
    fields = ("public_latitude", "public_longitude", "category_id", "state", "number")
    found: Any = rows.filter(latitude__isnull=False).order_by("-submitted_at").values_list(*fields)[:most]
    return [
        (f"{latitude:.3f}", f"{longitude:.3f}", f"{names[category]} · {State(state).label}", number)
        for latitude, longitude, category, state, number in found
    ]


@dataclass(frozen=True)
class PublicStep:
    """A public step of a case: what happened when, without words or names."""

    title: str
    at: datetime
    tone: str = "brand"


def public_steps(complaint: Complaint) -> list[PublicStep]:
    """The public steps of a case, newest first."""
    rows = ComplaintEvent.objects.filter(case=complaint, is_public=True, action__in=_STEPS).order_by("-at", "-pk")
    return [PublicStep(_step_title(row.action), row.at, "success" if row.action in _GOOD else "brand") for row in rows]


def _step_title(action: str) -> str:
    return str(ACTS[action].done) if action in ACTS else gettext("The case was filed")


def nearby_cases(
    *, latitude: Decimal, longitude: Decimal, metres: int, category: Category | None = None
) -> list[PublicCase]:
    """Open public cases within `metres`, those of `category` first, then the nearest; two queries at most.

    Distances are to rounded pins: right to about 80 m. None within 0 metres: the LGO does not show them.
    """
    if not metres:
        return []
    rows = with_followers(_in_box(latitude, longitude, metres)).order_by(*_nearest(latitude, longitude, category))
    found = []
    row: Any  # annotated with the rounded pin
    for row in rows[:MOST_NEARBY]:
        away = _metres(latitude, longitude, row.public_latitude, row.public_longitude)
        if away <= metres:
            found.append(PublicCase(**{**public_case(row).__dict__, "metres": round(away, -1)}))
    return found


def _in_box(latitude: Decimal, longitude: Decimal, metres: int) -> Any:
    high = Decimal(metres / _METRES_PER_DEGREE)
    wide = Decimal(metres / (_METRES_PER_DEGREE * math.cos(math.radians(latitude))))
    rows: models.QuerySet[Any] = public_cases()
    return rows.filter(
        state__in=OPEN,
        public_latitude__range=(_rounded(latitude - high), _rounded(latitude + high)),
        public_longitude__range=(_rounded(longitude - wide), _rounded(longitude + wide)),
    )


def _nearest(latitude: Decimal, longitude: Decimal, category: Category | None) -> tuple[Any, ...]:
    narrowing = Decimal(math.cos(math.radians(latitude)) ** 2)
    north, east = F("public_latitude") - latitude, F("public_longitude") - longitude
    away = north * north + east * east * narrowing
    if category is None:
        return (away.asc(), "pk")
    return (Case(When(category=category, then=Value(0)), default=Value(1)).asc(), away.asc(), "pk")


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.001"))


def _metres(latitude: Decimal, longitude: Decimal, to_latitude: Decimal, to_longitude: Decimal) -> int:
    north = float(to_latitude - latitude) * _METRES_PER_DEGREE
    east = float(to_longitude - longitude) * _METRES_PER_DEGREE * math.cos(math.radians(latitude))
    return int(math.hypot(north, east))


def alike_cases(typed: str, *, category: Category | None = None) -> list[PublicCase]:
    """Open public cases whose shown subject is like what was typed, for those who have no pin; the likest first.

    None where the LGO does not show nearby ones either.
    """
    words = search_fold(typed)
    if len(words) < 3 or not citizen_options().nearby_metres:
        return []
    rows = Complaint.objects.filter(state__in=OPEN, is_sample=False, is_private=False, category__restricted=False)
    if category is not None:
        rows = rows.filter(category=category)
    # Only the newest are compared, so that the work has a bound however many there are.
    newest = rows.order_by("-submitted_at").values("pk")[:_COMPARED]
    likeness = TrigramWordSimilarity(words, "public_text")
    found = with_followers(public_cases()).filter(pk__in=newest).annotate(likeness=likeness)
    return [public_case(row) for row in found.filter(likeness__gte=_LIKENESS).order_by("-likeness")[:MOST_NEARBY]]


def public_text(complaint: Complaint) -> str:
    """By what others may find a case: its subject as they may read it."""
    return "" if complaint.is_private else search_fold(mask(complaint.title))
