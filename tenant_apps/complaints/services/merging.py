"""Two cases about one matter become one that is worked on; and apart again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from tenant_apps.complaints.models import Complaint, ComplaintEvent, Merge
from tenant_apps.complaints.selectors import merged_into
from tenant_apps.complaints.services.moving import move

ITSELF = _("This is the number of the case itself. Write the number of the other case.")
FINISHED = _("The other case is finished. Open it again first, or join this one with a case that is still open.")
SAMPLES_APART = _("A sample is joined with another sample only, and a real case with a real one.")
STRICTER = _("A restricted case is only joined with a restricted one, so that no one else comes to see it.")


@transaction.atomic
def merge(
    *, complaint: Complaint, parent: Complaint, version: int, actor: Any, at: datetime, note: str = ""
) -> ComplaintEvent:
    """Make `complaint` and its duplicates duplicates of `parent`, of whose steps their reporters then hear.

    Raises:
        Refused: they are the same, `parent` is finished, only one is a sample, or only `complaint` is restricted.
        kit.errors.Conflict: the case has moved since `version`.
    """
    # Both rows in one order, so that two officers who join them crosswise do not wait for each other.
    locked = Complaint.objects.select_for_update(of=("self",)).filter(pk__in=(complaint.pk, parent.pk)).order_by("pk")
    parent = next(one for one in list(locked) if one.pk == parent.pk)
    _require_fit(complaint, parent)
    event = move(
        complaint,
        action="merge",
        actor=actor,
        at=at,
        note=note,
        expected_version=version,
        data={"with": parent.number},
    )
    Merge.objects.filter(parent=complaint).update(parent=parent)
    Merge.objects.create(child=complaint, parent=parent, at=at, by=actor)
    return event


def _require_fit(complaint: Complaint, parent: Complaint) -> None:
    if complaint.pk == parent.pk:
        raise Refused(ITSELF, field="parent")
    if complaint.is_sample != parent.is_sample:
        raise Refused(SAMPLES_APART, field="parent")
    if not parent.is_open:
        raise Refused(FINISHED, field="parent")
    if complaint.category.restricted and not parent.category.restricted:
        raise Refused(STRICTER, field="parent")


@transaction.atomic
def unmerge(*, complaint: Complaint, version: int, actor: Any, at: datetime, note: str = "") -> ComplaintEvent:
    """Let a duplicate stand on its own again; who does it is responsible unless somebody is.

    Raises:
        kit.errors.Conflict: the case has moved since `version`.
    """
    parent = merged_into(complaint)
    event = move(
        complaint,
        action="unmerge",
        actor=actor,
        at=at,
        note=note,
        expected_version=version,
        changes={} if complaint.assignee_id else {"assignee": actor},
        data={"with": parent.number} if parent else {},
    )
    Merge.objects.filter(child=complaint).delete()
    return event
