"""The cases of the inbox on a map, and those in view as a list."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit import clock
from shared_apps.casework import work
from shared_apps.casework.work import EARTH, Area, Criteria, Pin
from shared_apps.ui.templatetags.thai import thainumber
from tenant_apps.desk.forms import MapForm, area_written
from tenant_apps.desk.panels import LABELS
from tenant_apps.desk.views.common import clean_query, tab_of, work_required
from tenant_apps.desk.views.inbox import table_of

_SQUARES = 6
"""So many squares lie side by side in the view: those of one square share a pin."""
_SMALLEST = 0.0005
"""About 55 m: a pin that is chosen leads to at least so much, and no square is smaller than its sixth."""
_NO_SERVICE = ("",)


@work_required("view")
@never_cache
@require_safe
def cases_map(request: HttpRequest) -> HttpResponse:
    """Pins of what the officer may see; the same search and filters as in the inbox, and a list of what is in view."""
    tab = tab_of(request.GET, request.GET.get("tab", "") or "all")
    form = MapForm(request.GET, user=request.user)
    everywhere = _placed(request.user, form.criteria(tab))
    query = _filters(request, form)
    address = f"{reverse('desk_map')}?{urlencode({'tab': tab})}&{query}"
    chosen = form.area_seen()
    view = chosen or _extent(request.user, everywhere)
    criteria = replace(everywhere, area=chosen or EARTH)
    pins = _pins(request.user, criteria, view) if view else []
    table = table_of(request, criteria, hidden=("pick",))
    if not request.GET:
        table.empty_text = _("No case has a place on the map yet. It appears here when a citizen puts a pin.")
    context = {
        "table": table,
        "filter": {"form": form},
        "tabs": _tabs(tab, query),
        "pins": json.dumps([_shown(pin, address) for pin in pins], ensure_ascii=False) if pins or chosen else "",
        "area": json.dumps([view.south, view.west, view.north, view.east]) if view else "",
        "whole_url": address if chosen else "",
        "inbox_url": f"{reverse('desk_inbox_tab', args=[tab])}?{query}",
        "without": 0 if chosen else _without_place(request.user, everywhere),
    }
    return render(request, "desk/map.html", context)


def _filters(request: HttpRequest, form: MapForm) -> str:
    given = request.GET.copy()
    for name in ("tab", "area"):
        given.pop(name, None)
    return clean_query(given, form)


def _placed(user: Any, criteria: Criteria) -> Criteria:
    """Only of services whose cases have places."""
    placed = tuple(one.service for one in work.sources(user) if one.has_places)
    wanted = tuple(code for code in placed if not criteria.services or code in criteria.services)
    return replace(criteria, services=wanted or _NO_SERVICE)


def _sources(user: Any, criteria: Criteria) -> list[work.WorkSource]:
    return [one for one in work.sources(user) if one.service in criteria.services]


def _extent(user: Any, criteria: Criteria) -> Area | None:
    at = clock.now()
    found = [area for one in _sources(user, criteria) if (area := one.extent(user, criteria, at=at))]
    if not found:
        return None
    return Area(
        south=min(area.south for area in found),
        west=min(area.west for area in found),
        north=max(area.north for area in found),
        east=max(area.east for area in found),
    )


def _pins(user: Any, criteria: Criteria, view: Area) -> list[Pin]:
    at = clock.now()
    size = max(view.north - view.south, view.east - view.west, _SMALLEST) / _SQUARES
    return [pin for one in _sources(user, criteria) for pin in one.pins(user, criteria, at=at, view=view, size=size)]


def _shown(pin: Pin, address: str) -> list[Any]:
    """A pin as `data-pins` wants it: one case leads to its page, several to the part of the map where they lie."""
    place = [round(pin.latitude, 6), round(pin.longitude, 6)]
    if pin.cases == 1:
        words = f"{pin.number} {pin.title}"
        if pin.is_sample:
            words = _("Sample: %(case)s") % {"case": words}
        return [*place, words, work.source_of(pin.service).url(pin.number)]
    words = _("%(count)s cases. Look at this part of the map.") % {"count": thainumber(pin.cases)}
    return [*place, words, f"{address}&{urlencode({'area': area_written(_padded(pin.area))})}", pin.cases]


def _padded(area: Area) -> Area:
    """The area with a margin."""
    high = max((area.north - area.south) * 0.1, _SMALLEST / 2)
    wide = max((area.east - area.west) * 0.1, _SMALLEST / 2)
    return Area(area.south - high, area.west - wide, area.north + high, area.east + wide)


def _without_place(user: Any, criteria: Criteria) -> int:
    """How many that fit are not on the map."""
    at = clock.now()
    every = work.find(user, criteria, at=at)
    placed = work.find(user, replace(criteria, area=EARTH), at=at)
    return every.count() - placed.count() if every is not None and placed is not None else 0


def _tabs(current: str, query: str) -> list[dict[str, Any]]:
    return [
        {"label": LABELS[tab], "url": f"{reverse('desk_map')}?tab={tab}&{query}", "active": tab == current}
        for tab in work.TABS
    ]
