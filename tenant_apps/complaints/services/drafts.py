"""Drafts: what a citizen has filled in so far, kept so that nothing is lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import NotFound, OverLimit
from shared_apps.files import services as files
from shared_apps.files.models import StoredFile
from tenant_apps.complaints.models import MAX_PHOTOS, PHOTO_PURPOSE, Draft
from tenant_apps.complaints.selectors import stale_drafts
from tenant_apps.complaints.services.filing import NO_DRAFT

KEPT_FOR = timedelta(days=7)
TOO_MANY_PHOTOS = _("There are %(most)s photos already. Remove one before you add another.")


@transaction.atomic
def begin_draft(*, draft_id: UUID | None, at: datetime) -> Draft:
    """The draft of this id, or a new one when there is none or it was filed."""
    draft = _locked(draft_id)
    return draft or Draft.objects.create(changed_at=at)


@transaction.atomic
def save_step(*, draft_id: UUID | None, step: str, answers: Mapping[str, str], at: datetime) -> Draft:
    """Keep the answers of one step; a draft is begun when there is none or the old one was filed."""
    draft = begin_draft(draft_id=draft_id, at=at)
    draft.answers = {**draft.answers, **answers}
    draft.done = [*(done for done in draft.done if done != step), step]
    draft.changed_at = at
    draft.save()
    return draft


@transaction.atomic
def add_photo(*, draft_id: UUID, upload: "UploadedFile[Any]", actor: Any, at: datetime) -> StoredFile:
    """Store one photo with the draft.

    Raises:
        NotFound: there is no such draft.
        OverLimit: it holds as many as it may.
        kit.errors.Invalid: it is no photo that can be read.
    """
    draft = _required(draft_id)
    if len(draft.photos) >= MAX_PHOTOS:
        raise OverLimit(TOO_MANY_PHOTOS, code="too_many_photos", params={"most": MAX_PHOTOS})
    file = files.store_image(upload, actor=actor, purpose=PHOTO_PURPOSE, at=at)
    _write_photos(draft, [*draft.photos, str(file.pk)], at)
    return file


@transaction.atomic
def keep_photos(*, draft_id: UUID, kept: Sequence[str], actor: Any, at: datetime) -> None:
    """Forget the photos of the draft that are not in `kept`; ids of other files are passed over."""
    draft = _required(draft_id)
    wanted = set(kept)
    _discard([key for key in draft.photos if key not in wanted], actor, at)
    _write_photos(draft, [key for key in draft.photos if key in wanted], at)


@transaction.atomic
def discard_draft(*, draft_id: UUID, actor: Any, at: datetime) -> None:
    """Forget a draft that was not filed, with its photos."""
    draft = _locked(draft_id)
    if draft is not None:
        _discard(draft.photos, actor, at)
        draft.delete()


def drop_stale_drafts(*, at: datetime) -> int:
    """Forget drafts that nobody has touched for a week, and filed ones after a day."""
    stale = [draft.pk for draft in stale_drafts(before=at - KEPT_FOR)]
    for draft_id in stale:
        discard_draft(draft_id=draft_id, actor=None, at=at)
    Draft.objects.filter(filed_at__lt=at - timedelta(days=1)).delete()
    return len(stale)


def _locked(draft_id: UUID | None) -> Draft | None:
    rows = Draft.objects.select_for_update().filter(complaint__isnull=True)
    return rows.filter(pk=draft_id).first() if draft_id else None


def _required(draft_id: UUID) -> Draft:
    draft = _locked(draft_id)
    if draft is None:
        raise NotFound(NO_DRAFT)
    return draft


def _write_photos(draft: Draft, photos: list[str], at: datetime) -> None:
    Draft.objects.filter(pk=draft.pk).update(photos=photos, changed_at=at)


def _discard(keys: Sequence[str], actor: Any, at: datetime) -> None:
    for file in StoredFile.objects.filter(pk__in=keys):
        files.discard(file, actor=actor, at=at)
