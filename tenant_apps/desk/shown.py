"""Rows of the inbox in words and badges. No query is made here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import clock
from shared_apps.casework import work
from shared_apps.ui.templatetags.thai import thainumber

NEAR = 3


@dataclass(frozen=True)
class Badge:
    """What `status_badge` shows."""

    label: str
    tone: str


def due_badge(row: Mapping[str, Any], *, at: datetime) -> Badge | None:
    """How long the office has, in calendar days; nothing once it has answered."""
    source = work.source_of(row["service"])
    if source.clock_stands(row["state"]):
        return Badge(_("Clock stopped"), "neutral")
    if row["due_at"] is None or not source.is_open(row["state"]):
        return None
    return days_badge((clock.bangkok_day(row["due_at"]) - clock.bangkok_day(at)).days)


def days_badge(days: int) -> Badge:
    """So many days until the deadline, or after it."""
    if days < 0:
        late = ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": thainumber(-days)}
        return Badge(late, "danger")
    if days == 0:
        return Badge(_("Due today"), "warning")
    left = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": thainumber(days)}
    return Badge(left, "warning" if days <= NEAR else "success")


def address_of(view: Any) -> str:
    """The address of a saved view."""
    query = QueryDict(view.query, mutable=True)
    query["view"] = str(view.pk)
    return f"{reverse('desk_inbox_tab', args=[view.tab])}?{query.urlencode()}"
