"""The adoption dashboard in figures, and its map of provinces, which is drawn from their seats."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from provisioning.review import short_type_label
from provisioning.selectors import Funnel, GroupUse, MonthUse, month_label
from shared_apps.geography.provinces import PROVINCES, province
from shared_apps.ui.figures import Cell, Figure, Row
from tenants.models import Service


def funnel_figure(found: Funnel) -> Figure:
    """How far LGOs have come, each step in percent of the sign-ups."""
    steps = (
        (pgettext("step", "Signed up"), found.signed_up),
        (_("Site set up"), found.provisioned),
        (_("First officer"), found.first_officer),
        (_("First case"), found.first_case),
        (_("In use every week"), found.weekly),
    )
    return Figure(
        code="funnel",
        title=_("From the sign-up to the use of every week"),
        headings=[_("Step"), _("Local governments"), _("Of the sign-ups")],
        rows=[Row(label, (Cell(count), Cell(_percent(count, found.signed_up), 1, " %"))) for label, count in steps],
        note=_("In use every week: a case was filed and an officer worked in the last seven days."),
    )


def month_figure(found: list[MonthUse]) -> Figure:
    """The trend of a year."""
    return Figure(
        code="months",
        title=_("Use by month"),
        headings=[_("Month"), _("Local governments with a case"), _("Cases")],
        rows=[Row(month_label(one.month), (Cell(one.lgos), Cell(one.cases))) for one in found],
        charted=1,
    )


def type_figure(found: list[GroupUse]) -> Figure:
    """Services in use among LGOs of each type."""
    return _group_figure("types", _("Use by type"), _("Type"), [(short_type_label(one.key), one) for one in found])


def province_figure(found: list[GroupUse]) -> Figure:
    """Services in use in each province, the most first."""
    rows = sorted(found, key=lambda one: (-one.used, -one.lgos, one.key))
    labelled = [(str(province(one.key)), one) for one in rows]
    return _group_figure("provinces", _("Use by province"), _("Province"), labelled, kind="")


def _group_figure(code: str, title: str, head: str, rows: list[tuple[str, GroupUse]], kind: str = "bar") -> Figure:
    services = [str(Service(one).label) for one in Service.values]
    return Figure(
        code=code,
        title=title,
        headings=[head, pgettext("step", "Signed up"), _("With cases"), _("In use every week"), _("Cases"), *services],
        rows=[
            Row(
                label,
                (
                    *(Cell(number) for number in (one.lgos, one.used, one.weekly, one.cases)),
                    *(Cell(one.services[service]) for service in Service.values),
                ),
            )
            for label, one in rows
        ],
        kind=kind,
        charted=3,
    )


def _percent(part: int, whole: int) -> float | None:
    return part * 100 / whole if whole else None


# --- the map ----------------------------------------------------------------------------------------------------------

WIDTH, HEIGHT = 420, 740
_WEST, _NORTH, _SCALE = 97.2, 20.7, 48.0
_RADIUS = 11


@dataclass(frozen=True)
class Place:
    """A province on the map; `share` of 0 to 4 says how many of its LGOs use a service."""

    x: float
    y: float
    radius: int
    share: int
    title: str
    url: str


def map_of(found: list[GroupUse]) -> list[Place]:
    """All provinces at their seats, moved apart where they would overlap."""
    by_code = {one.key: one for one in found}
    return [_place(one, spot, by_code.get(one.code)) for one, spot in zip(PROVINCES, _spots(), strict=True)]


@cache
def _spots() -> list[tuple[float, float]]:
    return _apart([((one.longitude - _WEST) * _SCALE, (_NORTH - one.latitude) * _SCALE) for one in PROVINCES])


def _place(one: Any, spot: tuple[float, float], use: GroupUse | None) -> Place:
    lgos, used = (use.lgos, use.used) if use else (0, 0)
    title = _("%(province)s: %(used)s of %(lgos)s in use") % {"province": one, "used": used, "lgos": lgos}
    url = f"{reverse('console_tenants')}?province_code={one.code}"
    return Place(round(spot[0], 1), round(spot[1], 1), _RADIUS, _class(lgos, used), title, url)


def _class(lgos: int, used: int) -> int:
    """0: nobody signed up; 1: signed up, nobody uses it; 2 to 4: up to a third, two thirds, all."""
    if not lgos:
        return 0
    return 1 + -(-used * 3 // lgos)


def _apart(spots: list[tuple[float, float]], rounds: int = 60) -> list[tuple[float, float]]:
    """Push places that overlap away from each other, a little at a time."""
    points = [list(spot) for spot in spots]
    least = 2 * _RADIUS + 2
    for _round in range(rounds):
        moved = False
        for here, first in enumerate(points):
            for second in points[here + 1 :]:
                moved = _push(first, second, least) or moved
        if not moved:
            break
    return [(point[0], point[1]) for point in points]


def _push(first: list[float], second: list[float], least: float) -> bool:
    dx, dy = second[0] - first[0], second[1] - first[1]
    distance = (dx * dx + dy * dy) ** 0.5 or 0.01
    if distance >= least:
        return False
    by = (least - distance) / distance / 2
    first[0] -= dx * by
    first[1] -= dy * by
    second[0] += dx * by
    second[1] += dy * by
    return True
