"""Reading for the officers' page of a case: what lies near, who reported more, who may see it, ready texts."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from shared_apps.files.models import StoredFile
from tenant_apps.complaints.models import (
    PHOTO_PURPOSE,
    Category,
    Complaint,
    ComplaintEvent,
    Draft,
    NamedOfficer,
    PendingReply,
    Photo,
    Redaction,
    ReplyTemplate,
    Source,
)
from tenant_apps.complaints.selectors import visible_to
from tenant_apps.complaints.workflow import COMPLAINT_WORKFLOW
from tenant_apps.registry.models import Officer
from tenant_apps.registry.selectors import officer_of, officers

SHOWN = 8
_BOX = Decimal("0.0015")
"""About 160 m of latitude, a little less of longitude."""


def latest_moves(keys: Iterable[int]) -> "models.QuerySet[ComplaintEvent]":
    """The entry by which each of these cases (by primary key) came to where it stands.

    `reason` is the internal note that was written along with it.
    """
    along = ComplaintEvent.objects.filter(
        case=OuterRef("case"), action="note", at=OuterRef("at"), actor=OuterRef("actor"), pk__gt=OuterRef("pk")
    )
    moves = ComplaintEvent.objects.filter(case__in=list(keys), action__in=COMPLAINT_WORKFLOW.actions)
    moves = moves.annotate(reason=Subquery(along.order_by("pk").values("note")[:1]))
    return moves.order_by("case", "-at", "-pk").distinct("case")


def same_place(user: Any, complaint: Complaint) -> "models.QuerySet[Complaint]":
    """Other cases whose pin lies within a box of about 160 m around that of `complaint`, newest first.

    Samples lie beside samples only.
    """
    if complaint.latitude is None or complaint.longitude is None:
        return Complaint.objects.none()
    near = visible_to(user).filter(
        is_sample=complaint.is_sample,
        latitude__range=(complaint.latitude - _BOX, complaint.latitude + _BOX),
        longitude__range=(complaint.longitude - _BOX, complaint.longitude + _BOX),
    )
    return near.exclude(pk=complaint.pk).order_by("-submitted_at", "pk")[:SHOWN]


def same_person(user: Any, complaint: Complaint) -> "models.QuerySet[Complaint]":
    """Other cases of the same reporter, by account, telephone or e-mail, newest first."""
    who = Q(pk=None)
    if complaint.reporter_id:
        who |= Q(reporter=complaint.reporter_id)
    if complaint.reporter_phone:
        who |= Q(reporter_phone=complaint.reporter_phone)
    if complaint.reporter_email:
        who |= Q(reporter_email=complaint.reporter_email)
    found = visible_to(user).filter(who, is_sample=complaint.is_sample).exclude(pk=complaint.pk)
    return found.order_by("-submitted_at", "pk")[:SHOWN]


def named_officers(complaint: Complaint) -> "models.QuerySet[NamedOfficer]":
    """Who may see a restricted case besides the responsible officer and administrators."""
    return NamedOfficer.objects.filter(complaint=complaint).select_related("user").order_by("user__display_name", "pk")


def may_name_officers(user: Any, complaint: Complaint) -> bool:
    """Administrators, and the responsible officer, say who else may see a restricted case."""
    is_responsible = complaint.assignee_id is not None and complaint.assignee_id == user.pk
    return bool(complaint.category.restricted and (user.is_administrator or is_responsible))


def mentioned_in(note: str) -> list[Officer]:
    """The active officers whose names follow an @ in `note`; the longest name that fits counts."""
    if "@" not in note:
        return []
    found: dict[int, Officer] = {}
    by_length = sorted(officers(), key=lambda officer: len(str(officer.user)), reverse=True)
    for part in note.split("@")[1:]:
        name = next((one for one in by_length if part.startswith(str(one.user))), None)
        if name is not None:
            found[name.pk] = name
    return list(found.values())


def replies_for(complaint: Complaint, act: str) -> "models.QuerySet[ReplyTemplate]":
    """The ready texts for a move on this case."""
    fits = Q(category=None) | Q(category=complaint.category_id)
    return ReplyTemplate.objects.filter(fits, active=True, act__in=("", act)).order_by("name", "pk")


def replies() -> "models.QuerySet[ReplyTemplate]":
    """All ready texts."""
    return ReplyTemplate.objects.select_related("category").order_by("name", "pk")


def reply_by_id(reply_id: int) -> ReplyTemplate | None:
    """The ready text of this id."""
    return replies().filter(pk=reply_id).first()


def loose_photos(user: Any, keys: Iterable[str]) -> list[StoredFile]:
    """Photos that this officer has sent and that belong to no case yet, in the order of `keys`."""
    wanted = [key for key in dict.fromkeys(keys) if _is_uuid(key)]
    rows = StoredFile.objects.filter(pk__in=wanted, purpose=PHOTO_PURPOSE, uploaded_by=user)
    taken = set(Photo.objects.filter(file__in=rows).values_list("file_id", flat=True))
    found = {str(file.pk): file for file in rows if file.pk not in taken}
    return [found[key] for key in wanted if key in found]


def abandoned_photos(*, before: datetime) -> list[StoredFile]:
    """Photos kept before `before` that belong to no case, no covered photo, no draft and no reply under way."""
    key = OuterRef("pk")
    rows = StoredFile.objects.filter(purpose=PHOTO_PURPOSE, created_at__lt=before)
    rows = rows.exclude(Exists(Photo.objects.filter(file=key))).exclude(Exists(Redaction.objects.filter(original=key)))
    begun = [*Draft.objects.values_list("photos", flat=True), *PendingReply.objects.values_list("photos", flat=True)]
    kept = {one for photos in begun for one in photos}
    return [file for file in rows if str(file.pk) not in kept]


def _is_uuid(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def photo_of(complaint: Complaint, photo_id: int) -> Photo | None:
    """One photo of a case."""
    return Photo.objects.filter(complaint=complaint, pk=photo_id).select_related("file").first()


def redaction_of(photo: Photo) -> Redaction | None:
    """How a photo is covered, with its original."""
    return Redaction.objects.filter(photo=photo).select_related("original", "by").first()


def sources() -> "models.QuerySet[Source]":
    """The ways in that officers choose from."""
    return Source.objects.filter(active=True).order_by("order", "pk")


def alike_open_cases(user: Any, *, words: str, category: Category | None = None) -> "models.QuerySet[Complaint]":
    """Open cases that an officer may see whose texts hold all of `words`, newest first."""
    from tenant_apps.complaints.selectors import finished, matching, real

    rows = matching(finished(real(visible_to(user)), "open"), words)
    if category is not None:
        rows = rows.filter(category=category)
    return rows.order_by("-submitted_at", "pk")[:SHOWN]


def may_see_original(user: Any, complaint: Complaint) -> bool:
    """Whether an officer may see what is covered on photos: administrator, responsible, or of the case's division."""
    officer = officer_of(user)
    is_own = officer is not None and officer.division_id is not None and officer.division_id == complaint.division_id
    return bool(user.is_administrator or complaint.assignee_id == user.pk or is_own)


def photos_to_cover(complaint: Complaint) -> "models.QuerySet[Photo]":
    """All photos of a case, with whether they are covered."""
    return Photo.objects.filter(complaint=complaint).select_related("file", "redaction").order_by("pk")
