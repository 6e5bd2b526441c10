"""Samples are taken away with all that hangs on them, and with nothing else."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models, transaction

from shared_apps.audit import services as audit
from shared_apps.casework.services import forget_book, forget_timeline
from shared_apps.files.models import StoredFile
from shared_apps.files.services import discard
from tenant_apps.complaints.models import Complaint, ComplaintEvent, Merge
from tenant_apps.complaints.services.filing import SAMPLE_BOOK
from tenant_apps.complaints.services.merging import unmerge
from tenant_apps.desk import services as desk
from tenant_apps.registry.selectors import administrators
from tenant_apps.surveys import services as surveys

_SERVICE = "complaints"


@transaction.atomic
def clear_next(*, actor: Any, at: datetime) -> bool:
    """Remove one sample with its timeline, photos, rating and place in lists of work; False when there is none.

    Only what `is_sample` is removed. A real case that was joined with a sample stands on its own again.
    """
    complaint = Complaint.objects.select_for_update(of=("self",)).filter(is_sample=True).order_by("-pk").first()
    if complaint is None:
        forget_book(book=SAMPLE_BOOK)
        return False
    _set_real_cases_free(complaint, actor=actor, at=at)
    surveys.forget_sample(service=_SERVICE, case_reference=complaint.number)
    desk.forget_sample(service=_SERVICE, case_id=complaint.pk)
    files = _files_of(complaint)
    audit.record("complaints.clear_sample", actor=actor, target=complaint, data={"number": complaint.number}, at=at)
    for rows in _hanging_on(Complaint.objects.filter(pk=complaint.pk, is_sample=True)):
        if rows.model is ComplaintEvent:
            forget_timeline(complaint)
        else:
            rows.delete()
    for file in files:
        discard(file, actor=actor, at=at, bytes_too=True)
    return True


def _set_real_cases_free(sample: Complaint, *, actor: Any, at: datetime) -> None:
    """`merge` lets no real case be joined with a sample; should one be, it is not lost with it."""
    doer = actor if actor is not None and actor.may("complaints", "edit") else administrators().first()
    for merge in Merge.objects.filter(parent=sample, child__is_sample=False).select_related("child__category"):
        unmerge(complaint=merge.child, version=merge.child.version, actor=doer, at=at)


def _files_of(complaint: Complaint) -> list[StoredFile]:
    """The photos of a case, and what lies under those that are covered."""
    photos = models.Q(pk__in=complaint.photos.values("file"))
    originals = models.Q(pk__in=complaint.photos.filter(redaction__isnull=False).values("redaction__original"))
    return list(StoredFile.objects.filter(photos | originals))


def _hanging_on(rows: "models.QuerySet[Any]") -> "Iterator[models.QuerySet[Any]]":
    """These rows after all rows of this app that refer to them, the farthest first."""
    for relation in rows.model._meta.related_objects:
        if relation.related_model._meta.app_label == rows.model._meta.app_label:
            others: Any = models.QuerySet(relation.related_model)
            yield from _hanging_on(others.filter(**{f"{relation.field.name}__in": rows}))
    yield rows
