"""What complaints add to the pages of the site."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts.models import User
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.selectors import cases_of, waiting_for
from tenant_apps.site.extensions import CaseLine, MenuItem, SiteService

INBOX = MenuItem(
    name="complaints", label=_("Inbox"), icon="inbox", url_name="desk_complaints", order=10, badge=waiting_for
)
SERVICE = SiteService(
    code="complaints",
    label=_("Complaints and requests"),
    description=_("Citizens report problems, ask for advice and make suggestions."),
    icon="megaphone",
    entry_paths=("/complaints/new",),
)


def latest_cases(user: User, limit: int) -> Sequence[CaseLine]:
    """The newest cases of a citizen, for the home page."""
    return [_line(complaint) for complaint in cases_of(user)[:limit]]


def _line(complaint: Complaint) -> CaseLine:
    state: Any = complaint.state_shown
    url = reverse("complaint_case", args=[complaint.tracking_code])
    return CaseLine(title=complaint.title, number=complaint.number, url=url, at=complaint.submitted_at, state=state)
