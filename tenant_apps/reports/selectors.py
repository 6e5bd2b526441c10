"""The numbers of the reports: counted once in the database, then rolled up, so that parts and totals agree."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Func, Q, Sum, Value
from django.db.models.functions import Coalesce, TruncDate, TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kit import clock
from kit.calendar import WorkingCalendar
from shared_apps.casework.periods import Period, month_label
from shared_apps.ui.figures import Cell, Figure, Row
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.selectors import categories
from tenant_apps.complaints.workflow import CLOCK_RUNS, OPEN, State
from tenant_apps.registry.selectors import divisions
from tenant_apps.site.selectors import working_calendar

Cases = models.QuerySet[Complaint]
_EPOCH = date(2020, 1, 1)
_AHEAD = 400
_ANSWERED = (State.RESOLVED, State.CLOSED)


@dataclass(frozen=True)
class Sums:
    """What is added up of some cases."""

    filed: int = 0
    answered: int = 0
    on_time: int = 0
    late: int = 0
    reopened: int = 0
    open: int = 0
    days: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        names = self.__dataclass_fields__
        return Sums(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def on_time_share(self) -> float | None:
        """Answered within the time limit, in percent of what was answered or is late already."""
        due = self.answered + self.late
        return 100 * self.on_time / due if due else None

    @property
    def average_days(self) -> float | None:
        """Working days from the legal receipt to the answer."""
        return self.days / self.answered if self.answered else None

    @property
    def reopened_share(self) -> float | None:
        """Cases that were opened again, in percent."""
        return 100 * self.reopened / self.filed if self.filed else None


@dataclass(frozen=True)
class Report:
    """All figures about some cases."""

    total: Sums
    figures: tuple[Figure, ...]


class _Index(Func):
    """From a list that holds a number for each day since the epoch, that of a day: `_Index(numbers, day)`."""

    arg_joiner = "::int[])["
    template = f"((%(expressions)s - DATE '{_EPOCH.isoformat()}' + 1])"
    output_field = models.IntegerField()


def cases(
    period: Period, *, division: int | None = None, category: str = "", kind: str = "", source: str = ""
) -> Cases:
    """The cases that were filed in a period. Duplicates and cases filed in error are among them, samples are not."""
    rows = Complaint.objects.filter(**period.of("submitted_at"), is_sample=False)
    rows = rows.filter(division=division) if division else rows
    rows = rows.filter(category__code=category) if category else rows
    rows = rows.filter(kind=kind) if kind else rows
    if source == "web":
        return rows.filter(intake__isnull=True)
    return rows.filter(intake__source__code=source) if source else rows


def has_as_many(number: int) -> bool:
    """Whether there are at least so many cases."""
    return Complaint.objects.order_by("submitted_at")[number - 1 : number].exists()


def report(rows: Cases, *, at: datetime) -> Report:
    """Everything about these cases in two queries; restricted ones are counted and never named."""
    groups = _groups(rows, at)
    total = _add(groups)
    return Report(
        total,
        (
            _states(groups, total),
            _by(groups, "category", _("By category"), _names(categories(active_only=False))),
            _by(groups, "division", _("By division"), _names(divisions(active_only=False))),
            _by_month(groups),
            _backlog(rows, groups),
        ),
    )


def _groups(rows: Cases, at: datetime) -> list[dict[str, Any]]:
    calendar = working_calendar()
    answered = Q(state__in=_ANSWERED, resolved_at__isnull=False)
    spent = _working_days(calendar, at)
    found: Any = (
        rows.order_by()
        .annotate(month=TruncMonth("submitted_at", tzinfo=clock.BANGKOK))
        .values("state", "category", "division", "month")
        .annotate(
            filed=Count("pk"),
            answered=Count("pk", filter=answered),
            on_time=Count("pk", filter=answered & (Q(resolved_at__lte=F("due_at")) | Q(due_at=None))),
            late=Count("pk", filter=Q(state__in=CLOCK_RUNS, due_at__lt=at)),
            reopened=Count("pk", filter=Q(times_reopened__gt=0)),
            open=Count("pk", filter=Q(state__in=OPEN)),
            days=Coalesce(Sum(spent, filter=answered), 0),
        )
    )
    return [{**group, "sums": Sums(**{name: group[name] for name in Sums.__dataclass_fields__})} for group in found]


def _working_days(calendar: WorkingCalendar, at: datetime) -> Any:
    """Working days after the day of receipt, up to the day of the answer."""
    numbers = Value(_running_number(calendar, at), output_field=ArrayField(models.IntegerField()))

    def index(field: str) -> Any:
        return _Index(numbers, TruncDate(field, tzinfo=clock.BANGKOK))

    return index("resolved_at") - index("legal_received_at")


def _running_number(calendar: WorkingCalendar, at: datetime) -> list[int]:
    """How many working days there were up to each day since the epoch."""
    numbers, count = [], 0
    for place in range((clock.bangkok_day(at) - _EPOCH).days + _AHEAD):
        count += calendar.is_working_day(_EPOCH + timedelta(days=place))
        numbers.append(count)
    return numbers


def _add(groups: Iterable[dict[str, Any]]) -> Sums:
    return sum((group["sums"] for group in groups), Sums())


def _parts(groups: list[dict[str, Any]], key: str) -> dict[Any, Sums]:
    found: dict[Any, Sums] = {}
    for group in groups:
        found[group[key]] = found.get(group[key], Sums()) + group["sums"]
    return found


def _names(rows: Iterable[Any]) -> Callable[[Any], str]:
    names = {row.pk: str(row) for row in rows}
    return lambda key: names.get(key, _("Not given"))


def _states(groups: list[dict[str, Any]], total: Sums) -> Figure:
    parts = _parts(groups, "state")
    rows = [
        Row(str(state.label), (Cell(parts[state].filed), Cell(100 * parts[state].filed / total.filed, 1)))
        for state in State
        if state in parts
    ]
    headings = (_("Status"), _("Cases"), _("Share (%)"))
    return Figure(code="status", title=_("By status"), headings=headings, rows=rows)


def _by(groups: list[dict[str, Any]], key: str, title: str, name: Callable[[Any], str]) -> Figure:
    parts = sorted(_parts(groups, key).items(), key=lambda part: -part[1].filed)
    return _table(key, title, [(name(part), sums) for part, sums in parts])


def _by_month(groups: list[dict[str, Any]]) -> Figure:
    parts = sorted(_parts(groups, "month").items())
    return _table(
        "month", _("By month of filing"), [(month_label(clock.bangkok_day(day)), sums) for day, sums in parts]
    )


def _table(code: str, title: str, parts: list[tuple[str, Sums]]) -> Figure:
    headings = (
        title,
        pgettext("report", "Filed"),
        _("Answered"),
        pgettext("report", "Open"),
        _("On time (%)"),
        _("Average working days"),
        _("Reopened (%)"),
    )
    return Figure(code=code, title=title, headings=headings, rows=[_line(label, sums) for label, sums in parts])


def _line(label: str, sums: Sums) -> Row:
    return Row(
        label,
        (
            Cell(sums.filed),
            Cell(sums.answered),
            Cell(sums.open),
            Cell(sums.on_time_share, 1),
            Cell(sums.average_days, 1),
            Cell(sums.reopened_share, 1),
        ),
    )


def _backlog(rows: Cases, groups: list[dict[str, Any]]) -> Figure:
    """Cases of the period that were still open at the end of each month."""
    filed = {month: sums.filed for month, sums in _parts(groups, "month").items()}
    ended = Coalesce("resolved_at", "closed_at", "state_changed_at")
    finished = rows.order_by().exclude(state__in=OPEN).annotate(month=TruncMonth(ended, tzinfo=clock.BANGKOK))
    done: dict[Any, int] = dict(
        finished.values_list("month").annotate(number=Count("pk")).values_list("month", "number")
    )
    waiting, lines = 0, []
    for month in sorted({*filed, *done}):
        waiting += filed.get(month, 0) - done.get(month, 0)
        cells = (Cell(waiting), Cell(filed.get(month, 0)), Cell(done.get(month, 0)))
        lines.append(Row(month_label(clock.bangkok_day(month)), cells))
    headings = (_("Month"), _("Open at its end"), pgettext("report", "Filed"), _("Finished"))
    return Figure(code="backlog", title=_("Backlog"), headings=headings, rows=lines, kind="line", charted=3)
