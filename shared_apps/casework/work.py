"""One list of work over all services.

A service registers a `WorkSource` in its `AppConfig.ready`. Each gives rows of the same `COLUMNS`, so that the inbox is
one query whatever the number of services:

    work.register(ComplaintWork())
    work.find(user, Criteria(tab="mine"), at=now)      # rows as dictionaries of COLUMNS, not yet in any order
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from typing import Any

from django.db import models

COLUMNS = (
    "service",
    "id",
    "version",
    "number",
    "title",
    "kind",
    "category_name",
    "state",
    "division_name",
    "division_order",
    "assignee_id",
    "assignee_name",
    "submitted_at",
    "due_at",
    "times_reopened",
    "is_restricted",
    "is_sample",
)
"""What each source gives, in this order; names are in the reader's language."""

TABS = ("mine", "division", "unassigned", "overdue", "waiting", "all")
DUE = ("late", "today", "three_days", "later")


@dataclass(frozen=True)
class Area:
    """A part of a map, in degrees; its edges belong to it."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True)
class Pin:
    """Cases that lie so near to each other that a map shows one pin.

    `number`, `title` and `is_sample` count when it is one case.
    """

    service: str
    cases: int
    latitude: float
    longitude: float
    area: Area
    number: str
    title: str
    is_sample: bool = False


EARTH = Area(-90, -180, 90, 180)
"""Every place there is."""


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """What is looked for; what is left empty does not narrow.

    `states`, `kinds` and `categories` are codes of the services; a service that has none of them gives no row.
    `assignee` is a user's id. `picked` are cases chosen by hand, as (service, id), among those that fit.
    `area` keeps those with a place inside. Without `samples` only real cases are found.
    """

    tab: str = "all"
    words: str = ""
    services: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    division: int | None = None
    assignee: int | None = None
    due: str = ""
    filed_from: date | None = None
    filed_until: date | None = None
    reopened: bool = False
    followed: bool = False
    samples: bool = True
    picked: tuple[tuple[str, int], ...] | None = None
    area: Area | None = None

    def picked_of(self, service: str) -> tuple[int, ...] | None:
        """The ids of the cases of a service that were picked by hand; None when none were."""
        return None if self.picked is None else tuple(pk for owner, pk in self.picked if owner == service)


@dataclass(frozen=True)
class Choice:
    """A code with what people read."""

    code: str
    label: Any


class WorkSource(ABC):
    """The cases of one service. `service` is its code in `shared_apps.accounts.rights`.

    `export_code` names its own list in `shared_apps.exports`, when it has more to tell than `COLUMNS`. One whose cases
    have places says `has_places`, and gives `extent` and `pins`.
    """

    service: str
    label: Any
    export_code: str = ""
    has_places: bool = False

    @abstractmethod
    def rows(self, user: Any, criteria: Criteria, *, at: datetime) -> "models.QuerySet[Any, dict[str, Any]]":
        """What `user` may see of what is looked for, as `.values(*COLUMNS)` without an order."""

    def keys(self, user: Any, criteria: Criteria, *, at: datetime) -> "models.QuerySet[Any, dict[str, Any]]":
        """The `id` of the same rows, for counting them without what is shown of them."""
        return self.rows(user, criteria, at=at).values("id")

    @abstractmethod
    def counts(self, user: Any, *, at: datetime) -> Mapping[str, int]:
        """How many open cases each of `TABS` holds but `all`, in one query."""

    @abstractmethod
    def waiting_for(self, user: Any) -> int:
        """How many open cases `user` is responsible for, in one cheap query."""

    @abstractmethod
    def states(self) -> Sequence[Choice]:
        """Every state a case can be in."""

    @abstractmethod
    def state_shown(self, code: str) -> Any:
        """The state with `label` and `tone`, for `status_badge`."""

    @abstractmethod
    def url(self, number: str) -> str:
        """The officers' page of a case."""

    def kinds(self) -> Sequence[Choice]:
        """The kinds of cases."""
        return ()

    def categories(self) -> Sequence[Choice]:
        """What cases can be about."""
        return ()

    def clock_stands(self, state: str) -> bool:
        """Whether no time runs in this state although the case is not finished."""
        return False

    def is_open(self, state: str) -> bool:
        """Whether the office still has to do something."""
        return True

    def hints(self, keys: Sequence[int]) -> Mapping[int, str]:
        """What who gets these cases should read before opening them, such as why one was forwarded; in one query."""
        return {}

    def extent(self, user: Any, criteria: Criteria, *, at: datetime) -> Area | None:
        """The smallest area with all places of what `user` may see of what is looked for, in one query."""
        return None

    def pins(self, user: Any, criteria: Criteria, *, at: datetime, view: Area, size: float) -> Sequence[Pin]:
        """What `user` may see of what is looked for, in one query.

        One pin for each square of `size` degrees, counted from the corner of `view`.
        """
        return ()

    @abstractmethod
    def assign(self, *, pk: int, version: int, officer: Any, actor: Any, at: datetime, note: str) -> None:
        """Give one case to an officer, without a message: a run tells once. DomainError when not possible now."""

    @abstractmethod
    def forward(self, *, pk: int, version: int, division: Any, actor: Any, at: datetime, note: str) -> None:
        """Give one case to a division. DomainError when not possible now."""


_sources: dict[str, WorkSource] = {}


def register(source: WorkSource) -> None:
    """Add the cases of a service to the inbox, or replace those of that service."""
    _sources[source.service] = source


def forget(service: str) -> None:
    """Take a service out again; for tests."""
    _sources.pop(service, None)


def sources(user: Any, action: str = "view") -> list[WorkSource]:
    """The services in which this officer may do `action`."""
    return [source for source in _sources.values() if user.may(source.service, action)]


def source_of(service: str) -> WorkSource:
    """The source of a service.

    Raises:
        KeyError: there is none.
    """
    return _sources[service]


def find(
    user: Any, criteria: Criteria, *, at: datetime, action: str = "view", columns: Sequence[str] = COLUMNS
) -> "models.QuerySet[Any, dict[str, Any]] | None":
    """The rows of all services that fit, as one query; None when no service is asked.

    Fewer `columns` are named here, not by `values` on what is returned: that names those of a union by their place.
    """
    wanted = _wanted(user, criteria, action)
    return _joined(source.rows(user, criteria, at=at).values(*columns) for source in wanted)


def find_keys(user: Any, criteria: Criteria, *, at: datetime) -> "models.QuerySet[Any, dict[str, Any]] | None":
    """What `find` finds, to be counted: only the `id` of each row; None when no service is asked."""
    return _joined(source.keys(user, criteria, at=at) for source in _wanted(user, criteria, "view"))


def _wanted(user: Any, criteria: Criteria, action: str) -> list[WorkSource]:
    return [one for one in sources(user, action) if not criteria.services or one.service in criteria.services]


def _joined(
    parts: "Iterable[models.QuerySet[Any, dict[str, Any]]]",
) -> "models.QuerySet[Any, dict[str, Any]] | None":
    found = list(parts)
    return reduce(lambda one, other: one.union(other, all=True), found) if found else None


def with_hints(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A page of rows with `hint`, empty where there is none; one query for each service in it."""
    keys: dict[str, list[int]] = {}
    for row in rows:
        keys.setdefault(row["service"], []).append(row["id"])
    hints = {service: source_of(service).hints(found) for service, found in keys.items()}
    return [{**row, "hint": hints[row["service"]].get(row["id"], "")} for row in rows]


def counts(user: Any, *, at: datetime) -> dict[str, int]:
    """How many open cases each tab holds over all services; `all` is not counted."""
    total = dict.fromkeys((tab for tab in TABS if tab != "all"), 0)
    for source in sources(user):
        for tab, number in source.counts(user, at=at).items():
            total[tab] += number
    return total


def choices(per_source: Iterable[Sequence[Choice]]) -> list[tuple[str, Any]]:
    """The choices of several services, each code once, as forms want them."""
    found: dict[str, Any] = {}
    for one in per_source:
        for choice in one:
            found.setdefault(choice.code, choice.label)
    return list(found.items())
