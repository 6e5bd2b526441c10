"""Covering parts of a photo, such as faces and number plates: burned into a copy that everyone sees from then on."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageDraw

from kit.errors import Invalid, Refused
from shared_apps.accounts.permissions import require_right
from shared_apps.audit import services as audit
from shared_apps.casework import services as casework
from shared_apps.files import services as files
from shared_apps.files.models import StoredFile
from tenant_apps.complaints.models import PHOTO_PURPOSE, Photo, Redaction
from tenant_apps.complaints.selectors.desk import may_see_original, redaction_of

WHOLE = 1000
MOST_BOXES = 10
Box = tuple[int, int, int, int]
NO_BOX = _("Draw at least one box over what is to be covered.")
OUTSIDE = _("A box lies outside the photo. Use numbers from 0 to 100, with a width and a height above 0.")
NO_RIGHT = _("Only administrators, the responsible officer and the division of the case may do this.")


@transaction.atomic
def cover(*, photo: Photo, boxes: Sequence[Box], actor: Any, at: datetime) -> Redaction:
    """Burn black boxes into a copy of the photo's original; citizens and other divisions see the copy only.

    `boxes` are (left, top, width, height) in parts of a thousand. Covering again begins from the original.

    Raises:
        Invalid: there is no box, or one lies outside.
        Refused: the officer may not see the original.
        NotFound: the case is gone: a sample that was cleared meanwhile.
    """
    _require(photo, actor)
    _check(boxes)
    casework.lock(photo.complaint)
    known = redaction_of(photo)
    original = known.original if known else photo.file
    copy = files.store_image(_burned(original, boxes), actor=actor, purpose=PHOTO_PURPOSE, at=at)
    made, _is_new = Redaction.objects.update_or_create(
        photo=photo, defaults={"original": original, "boxes": [list(box) for box in boxes], "at": at, "by": actor}
    )
    Photo.objects.filter(pk=photo.pk).update(file=copy)
    if known:
        files.discard(photo.file, actor=actor, at=at)
    audit.record("complaints.cover", actor=actor, target=photo.complaint, data={"photo": photo.pk}, at=at)
    return made


@transaction.atomic
def uncover(*, photo: Photo, actor: Any, at: datetime) -> None:
    """Show the photo as it was sent again.

    Raises:
        Refused: the officer may not see the original.
    """
    _require(photo, actor)
    known = redaction_of(photo)
    if known is None:
        return
    covered = photo.file
    Photo.objects.filter(pk=photo.pk).update(file=known.original)
    Redaction.objects.filter(pk=known.pk).delete()
    files.discard(covered, actor=actor, at=at)
    audit.record("complaints.uncover", actor=actor, target=photo.complaint, data={"photo": photo.pk}, at=at)


def record_original_seen(*, photo: Photo, actor: Any, at: datetime) -> None:
    """Record that an officer has looked at what is covered."""
    audit.record("complaints.original_seen", actor=actor, target=photo.complaint, data={"photo": photo.pk}, at=at)


def _require(photo: Photo, actor: Any) -> None:
    require_right(actor, "complaints", "edit")
    if not may_see_original(actor, photo.complaint):
        raise Refused(NO_RIGHT, code="no_right")


def _check(boxes: Sequence[Box]) -> None:
    if not boxes:
        raise Invalid(NO_BOX)
    for left, top, width, height in boxes[:MOST_BOXES]:
        is_inside = min(left, top) >= 0 and left + width <= WHOLE and top + height <= WHOLE
        if not (is_inside and width > 0 and height > 0):
            raise Invalid(OUTSIDE)


def _burned(original: StoredFile, boxes: Sequence[Box]) -> SimpleUploadedFile:
    with default_storage.open(files.path_of(original.sha256, original.extension)) as content:
        picture = Image.open(content).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for left, top, width, height in boxes[:MOST_BOXES]:
        corner = (left * picture.width // WHOLE, top * picture.height // WHOLE)
        opposite = (-(-(left + width) * picture.width // WHOLE), -(-(top + height) * picture.height // WHOLE))
        draw.rectangle([corner, opposite], fill="black")
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=92)
    return SimpleUploadedFile(original.original_name, target.getvalue(), content_type="image/jpeg")
