"""What a citizen writes to the office about a case, kept with its photos until it is sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kit.errors import OverLimit
from shared_apps.files import services as files
from shared_apps.files.models import StoredFile
from tenant_apps.complaints.models import MAX_PHOTOS, PHOTO_PURPOSE, Complaint, ComplaintEvent, PendingReply, Photo
from tenant_apps.complaints.services.citizens import answer, reopen_as_citizen
from tenant_apps.complaints.services.drafts import TOO_MANY_PHOTOS, storable

ACTIONS = ("answer", "reopen")
_VERBS = {"answer": answer, "reopen": reopen_as_citizen}


@transaction.atomic
def keep_reply(*, complaint: Complaint, action: str, author: str, note: str, at: datetime) -> PendingReply:
    """Keep the words of a reply as they stand; `author` tells apart who writes about the same case."""
    reply = _locked(complaint, action, author, at)
    reply.note, reply.changed_at = storable(note), at
    reply.save(update_fields=["note", "changed_at"])
    return reply


@transaction.atomic
def add_reply_photo(
    *, complaint: Complaint, action: str, author: str, upload: "UploadedFile[Any]", actor: Any, at: datetime
) -> StoredFile:
    """Store one photo with a reply.

    Raises:
        OverLimit: it holds as many as it may.
        kit.errors.Invalid: it is no photo that can be read.
    """
    reply = _locked(complaint, action, author, at)
    if len(reply.photos) >= MAX_PHOTOS:
        raise OverLimit(TOO_MANY_PHOTOS, code="too_many_photos", params={"most": MAX_PHOTOS})
    file = files.store_image(upload, actor=actor, purpose=PHOTO_PURPOSE, at=at)
    _write_photos(reply, [*reply.photos, str(file.pk)], at)
    return file


@transaction.atomic
def keep_reply_photos(
    *, complaint: Complaint, action: str, author: str, kept: Sequence[str], actor: Any, at: datetime
) -> None:
    """Forget the photos of a reply that are not in `kept`, whose order counts."""
    reply = _locked(complaint, action, author, at)
    wanted = [key for key in dict.fromkeys(kept) if key in reply.photos]
    _discard([key for key in reply.photos if key not in wanted], actor, at)
    _write_photos(reply, wanted, at)


def remove_reply_photo(*, complaint: Complaint, action: str, author: str, photo: str, actor: Any, at: datetime) -> None:
    """Take one photo out of a reply. Idempotent."""
    with transaction.atomic():
        kept = [key for key in _locked(complaint, action, author, at).photos if key != photo]
        keep_reply_photos(complaint=complaint, action=action, author=author, kept=kept, actor=actor, at=at)


@transaction.atomic
def send_reply(
    *,
    complaint: Complaint,
    action: str,
    author: str,
    actor: Any,
    at: datetime,
    note: str,
    captions: Mapping[str, str] | None = None,
) -> ComplaintEvent:
    """Answer the officer's question, or say that it is not solved, with the photos kept for it.

    Raises:
        kit.workflow.TransitionRefused: nothing is asked, or the case cannot be reopened, now.
        kit.errors.Refused: it is too late to reopen.
    """
    reply = _locked(complaint, action, author, at)
    event = _VERBS[action](complaint=complaint, actor=actor, at=at, note=note)
    words = captions or {}
    found = {str(file.pk): file for file in StoredFile.objects.filter(pk__in=reply.photos)}
    Photo.objects.bulk_create(
        Photo(complaint=complaint, file=found[key], event=event, caption=storable(words.get(key, ""))[:150])
        for key in reply.photos
        if key in found
    )
    PendingReply.objects.filter(pk=reply.pk).delete()
    return event


def drop_stale_replies(*, before: datetime) -> int:
    """Forget replies that nobody has touched since `before`, with their photos."""
    stale = list(PendingReply.objects.filter(changed_at__lt=before))
    for reply in stale:
        with transaction.atomic():
            _discard(reply.photos, None, before)
            PendingReply.objects.filter(pk=reply.pk).delete()
    return len(stale)


def _locked(complaint: Complaint, action: str, author: str, at: datetime) -> PendingReply:
    PendingReply.objects.get_or_create(complaint=complaint, action=action, author=author, defaults={"changed_at": at})
    return PendingReply.objects.select_for_update().get(complaint=complaint, action=action, author=author)


def _write_photos(reply: PendingReply, photos: list[str], at: datetime) -> None:
    reply.photos = photos
    PendingReply.objects.filter(pk=reply.pk).update(photos=photos, changed_at=at)


def _discard(keys: Sequence[str], actor: Any, at: datetime) -> None:
    for file in StoredFile.objects.filter(pk__in=keys):
        files.discard(file, actor=actor, at=at)
