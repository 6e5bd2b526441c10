"""Who may see the photos of complaints."""

from typing import Any

from django.http import HttpRequest

from shared_apps.files.models import StoredFile
from tenant_apps.complaints import selectors
from tenant_apps.complaints.models import Complaint

DRAFT_KEY = "complaint_draft"
FOLLOWED_KEY = "complaints_followed"
_FOLLOWED_AT_ONCE = 20


def may_read_photo(request: HttpRequest, file: StoredFile) -> bool:
    """Officers who may see the case, its reporter, whoever has shown the PIN, and the writer of a draft."""
    complaint = selectors.photo_owner(file)
    if complaint is None:
        draft = selectors.draft_or_none(request.session.get(DRAFT_KEY))
        return draft is not None and str(file.pk) in draft.photos
    if request.user.is_authenticated and request.user.is_officer:
        return selectors.visible_to(request.user).filter(pk=complaint.pk).exists()
    return may_follow(request, complaint)


def may_follow(request: HttpRequest, complaint: Complaint) -> bool:
    """Whether this visitor is the reporter or has shown the PIN in this session."""
    user: Any = request.user
    is_reporter = user.is_authenticated and complaint.reporter_id == user.pk
    return is_reporter or complaint.tracking_code in request.session.get(FOLLOWED_KEY, ())


def follow(request: HttpRequest, complaint: Complaint) -> None:
    """Remember that this visitor has shown the PIN."""
    others = [code for code in request.session.get(FOLLOWED_KEY, ()) if code != complaint.tracking_code]
    request.session[FOLLOWED_KEY] = [*others, complaint.tracking_code][-_FOLLOWED_AT_ONCE:]
