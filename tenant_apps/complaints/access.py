"""Who may see the photos of complaints."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from shared_apps.accounts import assurance
from shared_apps.accounts.levels import NONE, SELF_STATED
from shared_apps.files.models import StoredFile
from tenant_apps.complaints import selectors
from tenant_apps.complaints.models import Complaint, Draft

DRAFT_KEY = "complaint_draft"
DRAFT_COOKIE = ("__Host-" if settings.SESSION_COOKIE_SECURE else "") + "complaint_draft"
FOLLOWED_KEY = "complaints_followed"
_FOLLOWED_AT_ONCE = 20


def may_read_photo(request: HttpRequest, file: StoredFile) -> bool:
    """Officers who may see the case, its reporter, whoever has shown the PIN, and the writer of a draft."""
    complaint = selectors.photo_owner(file)
    if complaint is None:
        return _is_writer_of(request, str(file.pk)) or _sent_it(request, file)
    if request.user.is_authenticated and request.user.is_officer:
        return selectors.visible_to(request.user).filter(pk=complaint.pk).exists()
    return may_follow(request, complaint)


def _sent_it(request: HttpRequest, file: StoredFile) -> bool:
    """Whether this officer has sent the photo for a form that is not finished."""
    user: Any = request.user
    is_officer = user.is_authenticated and user.is_officer
    return bool(is_officer and file.uploaded_by_id == user.pk and not selectors.is_original(file))


def _is_writer_of(request: HttpRequest, photo: str) -> bool:
    """Whether the photo lies in a draft, or in a reply under way, of this visitor."""
    draft = draft_of(request)
    if draft is not None and photo in draft.photos:
        return True
    reply = selectors.reply_with_photo(photo)
    return reply is not None and reply.author == author_of(request) and may_follow(request, reply.complaint)


def draft_key(request: HttpRequest) -> UUID | None:
    """The id of the draft that this browser holds: in its session, or in the cookie that outlives the session."""
    key = request.session.get(DRAFT_KEY) or request.get_signed_cookie(DRAFT_COOKIE, default="", salt=DRAFT_KEY)
    try:
        return UUID(str(key)) if key else None
    except ValueError:
        return None


def draft_of(request: HttpRequest) -> Draft | None:
    """The draft that this browser holds, filed or not; another person's is none."""
    draft = selectors.draft_or_none(draft_key(request))
    user: Any = request.user
    return draft if draft is not None and draft.owner_id in {None, user.pk} else None


def author_of(request: HttpRequest) -> str:
    """By what this visitor's reply under way is known."""
    user: Any = request.user
    return f"user:{user.pk}" if user.is_authenticated else "guest"


def may_follow(request: HttpRequest, complaint: Complaint) -> bool:
    """Whether this visitor is the reporter or has shown the PIN in this session."""
    user: Any = request.user
    is_reporter = user.is_authenticated and complaint.reporter_id == user.pk
    return is_reporter or complaint.tracking_code in request.session.get(FOLLOWED_KEY, ())


def follow(request: HttpRequest, complaint: Complaint) -> None:
    """Remember that this visitor has shown the PIN."""
    others = [code for code in request.session.get(FOLLOWED_KEY, ()) if code != complaint.tracking_code]
    request.session[FOLLOWED_KEY] = [*others, complaint.tracking_code][-_FOLLOWED_AT_ONCE:]


def may_file_by_program(user: Any) -> bool:
    """Whether a program may file for `user` (None for a guest): not where the office asks for a Digital ID.

    An officer's program files what was checked at the counter.
    """
    if user is not None and user.is_officer:
        return True
    known = NONE if user is None else SELF_STATED
    return known >= assurance.required_assurance("complaints.file").ial
