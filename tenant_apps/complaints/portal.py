"""What complaints add to the pages of the site."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.models import User
from tenant_apps.complaints.access import draft_of
from tenant_apps.complaints.models import Complaint, DayUnit, Draft
from tenant_apps.complaints.selectors import cases_of, drafts_of, number_example, open_over
from tenant_apps.site.extensions import CalendarListener, CaseLine, SettingsPage, SiteService, Unfinished

CALENDAR = CalendarListener(job="complaints.recount", concerned=open_over)
SERVICE = SiteService(
    code="complaints",
    label=_("Complaints and requests"),
    description=_("Citizens report problems, ask for advice and make suggestions."),
    icon="megaphone",
    entry_paths=("/complaints/new",),
    number_example=number_example,
)

SETTINGS = (
    SettingsPage(
        name="ways_in",
        label=_("Ways in"),
        description=_("How cases reach the office when an officer takes them down: counter, telephone, letter …"),
        icon="signpost-2",
        url_name="ways_in",
        order=14,
        right=("complaints", "settings"),
        actions=("complaints.add_source", "complaints.change_source"),
    ),
    SettingsPage(
        name="ready_texts",
        label=_("Ready texts"),
        description=_("Questions, results and reasons that officers write often."),
        icon="chat-left-text",
        url_name="ready_texts",
        order=13,
        right=("complaints", "settings"),
    ),
    SettingsPage(
        name="complaint_categories",
        label=_("Categories and time limits"),
        description=_("What citizens report, which division answers, and in how many days."),
        icon="tags",
        url_name="complaint_categories",
        order=10,
        right=("complaints", "settings"),
        actions=("complaints.add_category", "complaints.change_category"),
    ),
    SettingsPage(
        name="complaint_policy",
        label=_("Rules for complaints"),
        description=_("Reopening, extensions, reminders, anonymous cases, public list, case numbers."),
        icon="sliders",
        url_name="complaint_policy",
        order=11,
        right=("complaints", "settings"),
        actions=("complaints.change_policy",),
    ),
    SettingsPage(
        name="complaint_ladder",
        label=_("Warnings before and after the due day"),
        description=_("Who is warned, and when."),
        icon="bell",
        url_name="complaint_ladder",
        order=12,
        right=("complaints", "settings"),
        actions=("complaints.change_ladder",),
    ),
)


CHANGE_LABELS = {"days": _("Time limit, days"), "unit": _("Days counted"), "steps": _("Warnings")}
CHANGE_WORDS = {
    "unit": lambda value: str(DayUnit(value).label),
    "steps": lambda value: ngettext("%(count)s warning", "%(count)s warnings", len(value)) % {"count": len(value)},
}


def latest_cases(user: User, limit: int) -> Sequence[CaseLine]:
    """The newest cases of a citizen, for the home page."""
    return [_line(complaint) for complaint in cases_of(user)[:limit]]


def _line(complaint: Complaint) -> CaseLine:
    state: Any = complaint.state_shown
    url = reverse("complaint_case", args=[complaint.tracking_code])
    return CaseLine(title=complaint.title, number=complaint.number, url=url, at=complaint.submitted_at, state=state)


def begun_by(request: HttpRequest) -> Sequence[Unfinished]:
    """What this visitor has begun to file: in this browser, or signed in on another device."""
    held = draft_of(request)
    user: Any = request.user
    lines = [_begun(held, here=True)] if held is not None and held.answers and held.complaint_id is None else []
    if user.is_authenticated and not user.is_officer:
        lines += [_begun(draft, here=False) for draft in drafts_of(user) if held is None or draft.pk != held.pk]
    return lines


def _begun(draft: Draft, *, here: bool) -> Unfinished:
    title = draft.answers.get("title") or draft.typed.get("details", {}).get("title")
    return Unfinished(
        title=title or gettext("File a case"),
        at=draft.changed_at,
        url=reverse("complaint_new"),
        discard_url=reverse("complaint_discard") if here else "",
    )
