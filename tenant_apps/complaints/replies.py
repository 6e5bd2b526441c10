"""Ready texts of officers: what may stand in them, and how they are filled in for a case."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kit import clock
from shared_apps.notifications.links import links_in
from shared_apps.ui.templatetags.thai import thaidate
from tenant_apps.complaints.models import Complaint

PLACEHOLDERS: Mapping[str, Any] = {
    "number": _("case number"),
    "category": _("category"),
    "place": _("place of the matter"),
    "division": _("division"),
    "officer": _("the officer who writes"),
    "due": _("answer by"),
    "today": _("today"),
}
_PLACE = re.compile(r"\{([^{}]*)\}")


def unknown_in(text: str) -> list[str]:
    """Placeholders in `text` that nothing is known for."""
    return [name for name in _PLACE.findall(text) if name not in PLACEHOLDERS]


def has_link(text: str) -> bool:
    """Whether there is an address of the web in `text`: citizens are sent none."""
    return bool(links_in(text))


def filled(text: str, complaint: Complaint, officer: Any) -> str:
    """The text for one case. What is not known is left out."""
    words = {
        "number": complaint.number,
        "category": complaint.category.name,
        "place": complaint.place,
        "division": complaint.division.name if complaint.division else "",
        "officer": str(officer),
        "due": thaidate(complaint.due_at, "medium") if complaint.due_at else "",
        "today": thaidate(clock.today(), "medium"),
    }
    return _PLACE.sub(lambda found: words.get(found[1], found[0]), text)
