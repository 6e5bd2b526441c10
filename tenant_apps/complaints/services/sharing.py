"""Who sees a restricted case, and who is told of a note."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from shared_apps.accounts.permissions import require_right
from shared_apps.audit import services as audit
from shared_apps.casework import services as casework
from tenant_apps.complaints.models import Complaint, NamedOfficer
from tenant_apps.complaints.selectors import may_see
from tenant_apps.complaints.selectors.desk import may_name_officers, mentioned_in
from tenant_apps.complaints.services.moving import check_note
from tenant_apps.complaints.services.telling import tell_officer
from tenant_apps.complaints.workflow import NoteNeed
from tenant_apps.registry.models import Officer

MAY_NOT_NAME = _("Only an administrator or the responsible officer says who else may see a restricted case.")
MAY_NOT_SEE = _("%(name)s may not see this restricted case. Name the officer under “Who may see it” first.")


@transaction.atomic
def name_officer(*, complaint: Complaint, officer: Officer, actor: Any, at: datetime) -> None:
    """Let one more officer see a restricted case, and tell the officer.

    Raises:
        Refused: `actor` may not decide that.
        NotFound: the case is gone: a sample that was cleared meanwhile.
    """
    _require_namer(complaint, actor)
    casework.lock(complaint)
    _row, is_new = NamedOfficer.objects.get_or_create(
        complaint=complaint, user=officer.user, defaults={"added_by": actor, "at": at}
    )
    if is_new:
        audit.record("complaints.name_officer", actor=actor, target=complaint, data={"user": officer.user_id}, at=at)
        tell_officer(complaint, officer.user, "named", key=f"named:{_row.pk}", actor=actor)


@transaction.atomic
def unname_officer(*, complaint: Complaint, user_id: int, actor: Any, at: datetime) -> None:
    """Let an officer see a restricted case no longer.

    Raises:
        Refused: `actor` may not decide that.
    """
    _require_namer(complaint, actor)
    deleted, _by_model = NamedOfficer.objects.filter(complaint=complaint, user=user_id).delete()
    if deleted:
        audit.record("complaints.unname_officer", actor=actor, target=complaint, data={"user": user_id}, at=at)


def _require_namer(complaint: Complaint, actor: Any) -> None:
    if not may_name_officers(actor, complaint):
        raise Refused(MAY_NOT_NAME, code="no_right")


def record_look(*, complaint: Complaint, actor: Any, at: datetime) -> None:
    """Record that an officer has opened a restricted case."""
    audit.record("complaints.restricted_seen", actor=actor, target=complaint, at=at)


@transaction.atomic
def add_note(*, complaint: Complaint, actor: Any, at: datetime, note: str) -> None:
    """Add an internal note, in any state; officers named in it after an @ are told.

    Raises:
        kit.errors.Invalid: it is too short or too long.
        Refused: an officer who is named may not see the case.
        NotFound: the case is gone: a sample that was cleared meanwhile.
    """
    require_right(actor, "complaints", "edit")
    casework.lock(complaint)
    check_note(note, NoteNeed.REQUIRED)
    mentioned = [officer.user for officer in mentioned_in(note)]
    for user in mentioned:
        if not may_see(user, complaint):
            raise Refused(MAY_NOT_SEE, field="note", params={"name": str(user)})
    event = casework.add_event(complaint, action="note", actor=actor, at=at, note=note)
    audit.record("complaints.note", actor=actor, target=complaint, data={"told": len(mentioned)}, at=at)
    for user in mentioned:
        tell_officer(complaint, user, "mentioned", key=event.pk, actor=actor)
