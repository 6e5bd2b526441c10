"""Word to other systems that something happened with a case. Nothing of people, words or exact places is in it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tenant_apps.complaints.models import Complaint
from tenant_apps.integrations.events import Event
from tenant_apps.integrations.selectors import is_heard
from tenant_apps.integrations.services import emit

FILED, MOVED, RATED = "complaint.filed", "complaint.state_changed", "complaint.rated"
EVENTS = (
    Event(code=FILED, label=_("A case was filed"), order=10),
    Event(code=MOVED, label=_("A case moved: accepted, assigned, answered, closed …"), order=11),
    Event(code=RATED, label=_("A case was rated"), order=12),
)


def publish(complaint: Complaint, event: str, *, at: datetime, **more: object) -> None:
    """Tell those who listen; of restricted cases and samples nobody is told."""
    if complaint.is_sample or not is_heard(event) or complaint.category.restricted:
        return
    data = {
        "number": complaint.number,
        "kind": complaint.kind,
        "category": complaint.category.code,
        "state": complaint.state,
        "version": complaint.version,
        "division": complaint.division.name if complaint.division else None,
        "submitted_at": complaint.submitted_at.isoformat(),
        "due_at": complaint.due_at.isoformat() if complaint.due_at else None,
        **more,
    }
    emit(event, subject=complaint.number, data=data, at=at)
