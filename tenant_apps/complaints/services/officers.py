"""What officers do with a case. `version` is that of the page on which they decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import DomainError, Refused
from kit.workflow import Audience
from shared_apps.accounts.permissions import require_right
from shared_apps.audit import services as audit
from shared_apps.files import services as files
from shared_apps.files.models import StoredFile
from tenant_apps.complaints.models import MAX_PHOTOS, PHOTO_PURPOSE, Complaint, ComplaintEvent, Photo
from tenant_apps.complaints.selectors import silently_accepted
from tenant_apps.complaints.selectors.desk import loose_photos
from tenant_apps.complaints.services.moving import move
from tenant_apps.complaints.services.telling import tell_officer
from tenant_apps.complaints.workflow import State
from tenant_apps.registry.models import Division, Officer

NOT_ACTIVE = _("This officer cannot be given work any more. Choose another one.")
SAME_DIVISION = _("The case is there already. Choose another division or officer.")
NOWHERE = _("Choose a division or an officer.")


def accept(*, complaint: Complaint, version: int, actor: Any, at: datetime, note: str = "") -> ComplaintEvent:
    """Accept the case; who accepts is responsible unless somebody is."""
    return move(
        complaint,
        action="accept",
        actor=actor,
        at=at,
        note=note,
        expected_version=version,
        changes=_responsible(complaint, actor),
    )


@transaction.atomic
def assign(
    *,
    complaint: Complaint,
    version: int,
    officer: Officer,
    actor: Any,
    at: datetime,
    note: str = "",
    is_quiet: bool = False,
) -> ComplaintEvent:
    """Make `officer` responsible, also for a case that is being worked on; the officer's division follows.

    The officer is written to unless `is_quiet`.

    Raises:
        Refused: the officer is not active.
    """
    _require_active(officer)
    event = move(
        complaint,
        action="reassign" if complaint.state == State.IN_PROGRESS else "assign",
        actor=actor,
        at=at,
        note=note,
        expected_version=version,
        changes={"assignee": officer.user, "division": officer.division or complaint.division},
        data={"officer": str(officer.user)},
    )
    if not is_quiet:
        tell_officer(complaint, officer.user, "assigned", key=event.pk, actor=actor)
    return event


def start(*, complaint: Complaint, version: int, actor: Any, at: datetime, note: str = "") -> ComplaintEvent:
    """Begin the work."""
    return move(
        complaint,
        action="start",
        actor=actor,
        at=at,
        note=note,
        expected_version=version,
        changes=_responsible(complaint, actor),
    )


def ask(*, complaint: Complaint, version: int, actor: Any, at: datetime, note: str) -> ComplaintEvent:
    """Ask the citizen; the clock stands until the answer."""
    return move(complaint, action="ask", actor=actor, at=at, note=note, expected_version=version)


def resume(*, complaint: Complaint, version: int, actor: Any, at: datetime, note: str = "") -> ComplaintEvent:
    """Go on although the citizen has not answered."""
    return move(complaint, action="resume", actor=actor, at=at, note=note, expected_version=version)


@transaction.atomic
def resolve(
    *,
    complaint: Complaint,
    version: int,
    actor: Any,
    at: datetime,
    note: str,
    photos: "Sequence[UploadedFile[Any]]" = (),
    kept: Sequence[str] = (),
) -> ComplaintEvent:
    """Give the result, with photos of what was done; `kept` are ids of photos that `keep_photo` stored.

    Raises:
        kit.errors.Invalid: a photo cannot be read.
    """
    event = move(complaint, action="resolve", actor=actor, at=at, note=note, expected_version=version)
    stored = loose_photos(actor, kept)
    stored += [files.store_image(one, actor=actor, purpose=PHOTO_PURPOSE, at=at) for one in photos]
    Photo.objects.bulk_create(
        [Photo(complaint=complaint, file=file, moment=Photo.Moment.AFTER, event=event) for file in stored[:MAX_PHOTOS]]
    )
    return event


def keep_photo(*, upload: "UploadedFile[Any]", actor: Any, at: datetime) -> StoredFile:
    """Store one photo of the work before the result is sent, so that a refused form loses none.

    Raises:
        kit.errors.Invalid: it cannot be read.
        kit.errors.Refused: the officer may not work on cases.
    """
    require_right(actor, "complaints", "edit")
    return files.store_image(upload, actor=actor, purpose=PHOTO_PURPOSE, at=at)


def close(*, complaint: Complaint, version: int, actor: Any, at: datetime, note: str = "") -> ComplaintEvent:
    """Close an answered case."""
    return move(complaint, action="close", actor=actor, at=at, note=note, expected_version=version)


def file_in_error(*, complaint: Complaint, version: int, actor: Any, at: datetime, note: str) -> ComplaintEvent:
    """Close a case that was filed by mistake; the citizen reads the reason."""
    return move(complaint, action="file_in_error", actor=actor, at=at, note=note, expected_version=version)


def reopen(*, complaint: Complaint, version: int, actor: Any, at: datetime, note: str) -> ComplaintEvent:
    """Open a finished case again."""
    return move(complaint, action="reopen", actor=actor, at=at, note=note, expected_version=version)


@transaction.atomic
def forward(
    *,
    complaint: Complaint,
    version: int,
    division: Division | None = None,
    officer: Officer | None = None,
    actor: Any,
    at: datetime,
    note: str,
) -> ComplaintEvent:
    """Give the case to another division, where it is new and nobody's yet, or to `officer` of one.

    Raises:
        Refused: it is there already, nobody is named, or the officer is not active.
    """
    if officer is not None:
        _require_active(officer)
    target = (officer.division if officer else None) or division
    is_there = officer.user_id == complaint.assignee_id if officer else target and target.pk == complaint.division_id
    if is_there or (target is None and officer is None):
        raise Refused(SAME_DIVISION if is_there else NOWHERE, field="officer" if officer else "division")
    event = move(
        complaint,
        action="forward",
        actor=actor,
        at=at,
        note=note,
        expected_version=version,
        changes={"division": target or complaint.division, "assignee": officer.user if officer else None},
        data={
            **({"division": target.name} if target else {}),
            **({"officer": str(officer.user)} if officer else {}),
        },
    )
    if officer is not None:
        tell_officer(complaint, officer.user, "assigned", key=event.pk, actor=actor)
    return event


def _require_active(officer: Officer) -> None:
    if not officer.is_active:
        raise Refused(NOT_ACTIVE, field="officer")


def record_print(*, complaint: Complaint, actor: Any, at: datetime) -> None:
    """Record that an officer has taken a case out on paper."""
    audit.record("complaints.print", actor=actor, target=complaint, at=at)


def record_contact_seen(*, complaint: Complaint, actor: Any, at: datetime) -> None:
    """Record that an officer has looked at who the reporter is."""
    audit.record("complaints.contact_seen", actor=actor, target=complaint, at=at)


def record_same_person_seen(*, complaint: Complaint, found: int, actor: Any, at: datetime) -> None:
    """Record that an officer has looked at which other cases the reporter has filed."""
    audit.record("complaints.same_person_seen", actor=actor, target=complaint, data={"found": found}, at=at)


def close_silently_accepted(*, at: datetime) -> int:
    """Close what was answered and to which the citizen has said nothing in seven days; returns how many."""
    closed = 0
    for complaint in silently_accepted(at=at).select_related("category"):
        try:
            move(complaint, action="close", actor=None, at=at, audience=Audience.SYSTEM)
        except DomainError:  # an officer or the citizen was first
            continue
        closed += 1
    return closed


def _responsible(complaint: Complaint, actor: Any) -> dict[str, object]:
    return {} if complaint.assignee_id else {"assignee": actor}
