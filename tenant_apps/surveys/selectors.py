"""Reading of responses: totals, averages, shares, words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from kit import clock
from kit.thai import search_fold
from shared_apps.casework.periods import Period, month_label
from shared_apps.ui.figures import Cell, Figure, Row
from tenant_apps.registry.selectors import divisions
from tenant_apps.site.extensions import services as site_services
from tenant_apps.surveys.models import Reason, Response

SCORES = (5, 4, 3, 2, 1)
FEW = 30
"""Below this many answers an average says little."""
Responses = models.QuerySet[Response]


@dataclass(frozen=True)
class Total:
    """Answers by score; `counts[score]`."""

    counts: dict[int, int]

    @property
    def count(self) -> int:
        """How many answered."""
        return sum(self.counts.values())

    @property
    def average(self) -> float | None:
        """The mean score, if anybody answered."""
        return sum(score * number for score, number in self.counts.items()) / self.count if self.count else None

    @property
    def satisfied(self) -> float | None:
        """The share of 4 and 5 in percent."""
        return self.share(5, 4)

    def share(self, *scores: int) -> float | None:
        """The share of these scores in percent."""
        return 100 * sum(self.counts.get(score, 0) for score in scores) / self.count if self.count else None

    @property
    def is_few(self) -> bool:
        """Whether the numbers are too small to compare."""
        return 0 < self.count < FEW


def response_of(service: str, case_reference: str) -> Response | None:
    """The answer about one case."""
    return Response.objects.filter(service=service, case_reference=case_reference).first()


def with_scores(cases: "models.QuerySet[Any]", *, service: str = "complaints") -> "models.QuerySet[Any]":
    """The cases of a service, each with the `score` that was given to it."""
    scores = Response.objects.filter(service=service, case_reference=OuterRef("number")).values("score")
    found: models.QuerySet[Any] = cases.annotate(score=Subquery(scores))
    return found


def response_by_id(response_id: int, *, user: Any) -> Response | None:
    """The answer of this id, if the officer may read its words."""
    return worded(Response.objects.filter(is_sample=False), user=user).filter(pk=response_id).first()


def responses(period: Period, *, service: str = "", division: int | None = None) -> Responses:
    """The answers of a period."""
    rows = Response.objects.filter(**period.of("at"), is_sample=False)
    rows = rows.filter(service=service) if service else rows
    return rows.filter(division=division) if division else rows


def worded(rows: Responses, *, user: Any, typed: str = "", score: str = "") -> Responses:
    """Those with words, newest first; hidden ones too, which the page covers. Restricted ones for administrators."""
    rows = rows if user.is_administrator else rows.filter(is_restricted=False)
    rows = rows.exclude(comment="").select_related("division").order_by("-at", "-pk")
    if score in {"1", "2", "3", "4", "5"}:
        rows = rows.filter(score=int(score))
    for term in search_fold(typed).split()[:8]:
        rows = rows.filter(search_text__contains=term, hidden_reason="")
    return rows


@dataclass(frozen=True)
class Results:
    """All numbers of one page, from two queries."""

    total: Total
    figures: tuple[Figure, ...]


def results(rows: Responses) -> Results:
    """Totals, shares, and by service, division and month; counted once and rolled up, so that they agree."""
    groups = rows.order_by().annotate(month=TruncMonth("at", tzinfo=clock.BANGKOK))
    found: list[Any] = list(groups.values("service", "division", "month", "score").annotate(number=Count("pk")))
    total = _total(found)
    services = {str(one.code): str(one.label) for one in site_services()}
    names = {division.pk: division.name for division in divisions(active_only=False)}
    figures = (
        _shares(total),
        _reasons(rows),
        _by("service", _("By service"), found, lambda key: services.get(key, key)),
        _by("division", _("By division"), found, lambda key: names.get(key, _("No division"))),
        _by("month", _("By month"), found, _month, kind="line"),
    )
    return Results(total, figures)


def _month(key: Any) -> str:
    return month_label(clock.bangkok_day(key))


def _total(found: Iterable[dict[str, Any]]) -> Total:
    counts = dict.fromkeys(SCORES, 0)
    for group in found:
        counts[group["score"]] += group["number"]
    return Total(counts)


def _shares(total: Total) -> Figure:
    rows = [Row(_score_label(score), (Cell(total.counts[score]), Cell(total.share(score), 1))) for score in SCORES]
    headings = (_("Score"), _("Answers"), _("Share (%)"))
    return Figure(code="score", title=_("By score"), headings=headings, rows=rows if total.count else [])


def _reasons(rows: Responses) -> Figure:
    """How often each thing was ticked as good and as not good."""
    counts = {
        f"{side}_{reason.value}": Count("pk", filter=Q(**{f"{side}__contains": [reason.value]}))
        for side in ("good", "bad")
        for reason in Reason
    }
    found = rows.order_by().aggregate(**counts)
    lines = [
        Row(str(reason.label), (Cell(found[f"good_{reason.value}"]), Cell(found[f"bad_{reason.value}"])))
        for reason in Reason
    ]
    return Figure(
        code="reason",
        title=_("By reason"),
        headings=(_("Reason"), _("Good"), _("Not good")),
        rows=lines if any(found.values()) else [],
        charted=2,
    )


def _score_label(score: int) -> str:
    words = {5: _("Very good"), 4: _("Good"), 3: _("Fair"), 2: _("Poor"), 1: _("Very poor")}
    return f"{score} – {words[score]}"


def _by(key: str, title: str, found: list[dict[str, Any]], name: Any, *, kind: str = "bar") -> Figure:
    parts: dict[Any, list[dict[str, Any]]] = {}
    for group in found:
        parts.setdefault(group[key], []).append(group)
    totals = [(part, _total(rows)) for part, rows in parts.items()]
    if key == "month":
        totals.sort(key=lambda pair: pair[0])
    else:
        totals.sort(key=lambda pair: -pair[1].count)
    rows = [_line(name(part), total) for part, total in totals]
    headings = (title, _("Average"), _("Answers"), _("Satisfied (4–5, %)"))
    note = _("Some lines have fewer than %(few)s answers: compare them with care.") % {"few": FEW}
    few = any(total.is_few for _part, total in totals)
    return Figure(code=key, title=title, headings=headings, rows=rows, kind=kind, note=note if few else "")


def _line(label: str, total: Total) -> Row:
    return Row(label, (Cell(total.average, 2), Cell(total.count), Cell(total.satisfied, 1)))
