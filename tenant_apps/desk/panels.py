"""What waits, on the first page of the desk and in the menu."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.casework import work
from tenant_apps.site.extensions import Panel

LABELS = {
    "mine": _("Mine"),
    "division": _("My division"),
    "unassigned": _("Nobody's yet"),
    "overdue": _("Overdue"),
    "waiting": _("Waiting for the citizen"),
    "all": _("All"),
}
_ICONS = {
    "mine": "person-check",
    "division": "people",
    "unassigned": "inbox",
    "overdue": "clock-history",
    "waiting": "hourglass-split",
}


def waiting_for(user: Any) -> int:
    """How many open cases an officer is responsible for, over all services."""
    return sum(source.waiting_for(user) for source in work.sources(user))


def _work(user: Any) -> dict[str, Any]:
    """The counts of the inbox's tabs, each leading there; nothing for officers without any service."""
    if not work.sources(user):
        return {}
    counts = work.counts(user, at=clock.now())
    tiles = [
        {
            "label": LABELS[tab],
            "icon": icon,
            "count": counts[tab],
            "url": reverse("desk_inbox_tab", args=[tab]),
            "late": tab == "overdue" and counts[tab] > 0,
        }
        for tab, icon in _ICONS.items()
    ]
    return {"tiles": tiles}


WORK = Panel(name="work", template="desk/panel.html", context=_work, order=10)
