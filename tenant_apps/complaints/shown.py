"""Cases in words and badges: due times, timelines, masked contacts. No query is made here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import clock
from kit.masking import masked_email, masked_name, masked_phone
from kit.workflow import Audience
from shared_apps.ui.templatetags.thai import thaidate, thainumber
from tenant_apps.complaints.models import Complaint, ComplaintEvent, Photo
from tenant_apps.complaints.workflow import ACTS, State

NEAR = 3
_TONES = {"resolve": "success", "close": "neutral", "ask": "warning", "reopen": "danger", "file_in_error": "neutral"}


@dataclass(frozen=True)
class Badge:
    """What `status_badge` shows."""

    label: str
    tone: str


def due_badge(complaint: Complaint, *, at: datetime) -> Badge | None:
    """How long the office has, in calendar days; nothing once it has answered."""
    if complaint.state == State.WAITING:
        return Badge(_("Clock stopped"), "neutral")
    if not complaint.is_open or complaint.due_at is None:
        return None
    days = (clock.bangkok_day(complaint.due_at) - clock.bangkok_day(at)).days
    if days < 0:
        late = ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": thainumber(-days)}
        return Badge(late, "danger")
    if days == 0:
        return Badge(_("Due today"), "warning")
    left = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": thainumber(days)}
    return Badge(left, "warning" if days <= NEAR else "success")


def photos_shown(photos: Iterable[Photo]) -> list[dict[str, str]]:
    """Photos with their addresses."""
    return [
        {
            "url": reverse("file", args=[photo.file_id]),
            "moment": photo.moment,
            "thumbnail_url": reverse("file_thumbnail", args=[photo.file_id]),
            "alt": photo.caption
            or _("%(moment)s, photo %(number)s") % {"moment": photo.get_moment_display(), "number": number},
        }
        for number, photo in enumerate(photos, start=1)
    ]


def events_shown(events: Iterable[ComplaintEvent], *, for_officer: bool) -> list[dict[str, Any]]:
    """Entries as `ui/timeline.html` wants them. Citizens read no officer's name; officers read no reporter's."""
    return [
        {
            "title": _title(event, for_officer=for_officer),
            "at": event.at,
            "actor": _actor(event, for_officer=for_officer),
            "note": event.note,
            "tone": "neutral" if not event.is_public else _TONES.get(event.action, "brand"),
            "photos": photos_shown(event.photos.all()),
        }
        for event in events
    ]


def _title(event: ComplaintEvent, *, for_officer: bool) -> str:
    if event.action == "file":
        return _("The case was filed")
    if event.action == "note":
        return _("Internal note")
    done = str(ACTS[event.action].done)
    more = [event.data.get("division"), event.data.get("with"), event.data.get("officer") if for_officer else None]
    if due := event.data.get("due"):
        more.append(thaidate(date.fromisoformat(str(due)), "medium"))
    named = " · ".join(str(one) for one in more if one)
    return f"{done}: {named}" if named else done


def _actor(event: ComplaintEvent, *, for_officer: bool) -> str:
    if event.audience == Audience.CITIZEN:
        return _("The reporter") if for_officer else ""
    if event.audience == Audience.SYSTEM:
        return _("Automatically")
    return event.actor_name if for_officer else _("The office")


def masked_contact(complaint: Complaint) -> dict[str, str]:
    """Who the reporter is, recognisable only to those who know anyway."""
    return {
        "name": masked_name(complaint.reporter_name),
        "phone": masked_phone(complaint.reporter_phone),
        "email": masked_email(complaint.reporter_email),
    }


def when_due(complaint: Complaint) -> str:
    """The day by which the office answers."""
    return thaidate(complaint.due_at, "medium") if complaint.due_at else ""
