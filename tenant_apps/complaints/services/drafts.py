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
from tenant_apps.complaints.selectors import citizen_options, stale_drafts
from tenant_apps.complaints.services.filing import NO_DRAFT

TOO_MANY_PHOTOS = _("There are %(most)s photos already. Remove one before you add another.")
MAX_CAPTION = 150
MAX_TYPED = 5000
_FILED_KEPT_FOR = timedelta(days=1)


@transaction.atomic
def begin_draft(*, draft_id: UUID | None, at: datetime, owner: Any = None) -> Draft:
    """The draft of this id, or a new one when there is none or it was filed; of `owner`, if someone is signed in."""
    draft = _locked(draft_id)
    if draft is None or (draft.owner_id is not None and draft.owner_id != getattr(owner, "pk", None)):
        return Draft.objects.create(changed_at=at, owner=owner)
    if draft.owner_id is None and owner is not None:
        draft.owner = owner
        draft.save(update_fields=["owner"])
    return draft


@transaction.atomic
def save_step(
    *, draft_id: UUID | None, step: str, answers: Mapping[str, str], at: datetime, owner: Any = None
) -> Draft:
    """Keep the answers of one step; a draft is begun when there is none or the old one was filed."""
    draft = begin_draft(draft_id=draft_id, at=at, owner=owner)
    draft.answers = {**draft.answers, **answers}
    draft.typed = {name: typed for name, typed in draft.typed.items() if name != step}
    draft.done = [*(done for done in draft.done if done != step), step]
    draft.changed_at = at
    draft.save()
    return draft


@transaction.atomic
def keep_typed(*, draft_id: UUID, step: str, typed: Mapping[str, str], at: datetime) -> None:
    """Keep what stands in the fields of a step now, right or wrong, until the step is passed.

    Raises:
        NotFound: there is no such draft.
    """
    draft = _required(draft_id)
    kept = {name: storable(value) for name, value in typed.items()}
    Draft.objects.filter(pk=draft.pk).update(typed={**draft.typed, step: kept}, changed_at=at)


def storable(text: str) -> str:
    """What PostgreSQL takes: no NUL, no half of a character."""
    return text[:MAX_TYPED].encode("utf-8", "ignore").decode().replace("\x00", "")


@transaction.atomic
def add_photo(*, draft_id: UUID, upload: "UploadedFile[Any]", actor: Any, at: datetime, key: str = "") -> StoredFile:
    """Store one photo with the draft; sent again under the same `key`, it is not stored twice.

    Raises:
        NotFound: there is no such draft.
        OverLimit: it holds as many as it may.
        kit.errors.Invalid: it is no photo that can be read.
    """
    draft = _required(draft_id)
    known = _sent_before(draft, key)
    if known is not None:
        return known
    if len(draft.photos) >= MAX_PHOTOS:
        raise OverLimit(TOO_MANY_PHOTOS, code="too_many_photos", params={"most": MAX_PHOTOS})
    file = files.store_image(upload, actor=actor, purpose=PHOTO_PURPOSE, at=at)
    draft.photo_notes[str(file.pk)] = _note_of(file, key)
    _write_photos(draft, [*draft.photos, str(file.pk)], at)
    return file


def _sent_before(draft: Draft, key: str) -> StoredFile | None:
    found = [photo for photo in draft.photos if key and draft.photo_notes.get(photo, {}).get("key") == key]
    return StoredFile.objects.filter(pk__in=found).first()


def _note_of(file: StoredFile, key: str) -> dict[str, str]:
    note = {"key": key[:40]}
    if file.suggested_place is not None:
        latitude, longitude = file.suggested_place
        note |= {"latitude": f"{latitude:f}", "longitude": f"{longitude:f}"}
    return note


@transaction.atomic
def keep_photos(
    *, draft_id: UUID, kept: Sequence[str], actor: Any, at: datetime, captions: Mapping[str, str] | None = None
) -> None:
    """Forget the photos of the draft that are not in `kept`, whose order counts; ids of other files are passed over.

    `captions` say by id what a photo shows.
    """
    draft = _required(draft_id)
    wanted = [key for key in dict.fromkeys(kept) if key in draft.photos]
    _discard([key for key in draft.photos if key not in wanted], actor, at)
    notes = {key: draft.photo_notes.get(key, {}) for key in wanted}
    for key, caption in (captions or {}).items():
        if key in notes:
            notes[key] = {**notes[key], "caption": storable(caption)[:MAX_CAPTION]}
    draft.photo_notes = notes
    _write_photos(draft, wanted, at)


@transaction.atomic
def caption_photos(*, draft_id: UUID, captions: Mapping[str, str], at: datetime) -> None:
    """Keep what photos show, by id, while it is being typed.

    Raises:
        NotFound: there is no such draft.
    """
    keep_photos(draft_id=draft_id, kept=_required(draft_id).photos, captions=captions, actor=None, at=at)


@transaction.atomic
def remove_photo(*, draft_id: UUID, photo: str, actor: Any, at: datetime) -> None:
    """Take one photo out of the draft. Idempotent.

    Raises:
        NotFound: there is no such draft.
    """
    kept = [key for key in _required(draft_id).photos if key != photo]
    keep_photos(draft_id=draft_id, kept=kept, actor=actor, at=at)


@transaction.atomic
def discard_draft(*, draft_id: UUID, actor: Any, at: datetime) -> None:
    """Forget a draft that was not filed, with its photos."""
    draft = _locked(draft_id)
    if draft is not None:
        _discard(draft.photos, actor, at)
        draft.delete()


def drop_stale_drafts(*, at: datetime) -> int:
    """Forget drafts that nobody has touched for as long as the LGO keeps them, and filed ones after a day."""
    kept_for = timedelta(days=max(1, citizen_options().keeps_drafts_days))
    stale = [draft.pk for draft in stale_drafts(before=at - kept_for)]
    for draft_id in stale:
        discard_draft(draft_id=draft_id, actor=None, at=at)
    Draft.objects.filter(filed_at__lt=at - _FILED_KEPT_FOR).delete()
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
    Draft.objects.filter(pk=draft.pk).update(photos=photos, photo_notes=draft.photo_notes, changed_at=at)


def _discard(keys: Sequence[str], actor: Any, at: datetime) -> None:
    for file in StoredFile.objects.filter(pk__in=keys):
        files.discard(file, actor=actor, at=at)
