"""Photos that come with a filing in one request, or after it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from kit.errors import OverLimit, Refused
from shared_apps.audit import services as audit
from shared_apps.casework import services as casework
from shared_apps.files import services as files
from shared_apps.files.models import StoredFile
from tenant_apps.complaints.models import MAX_PHOTOS, PHOTO_PURPOSE, Complaint, Photo
from tenant_apps.complaints.selectors.desk import abandoned_photos
from tenant_apps.complaints.services.drafts import TOO_MANY_PHOTOS
from tenant_apps.complaints.services.filing import Filing, Receipt, file_complaint
from tenant_apps.complaints.workflow import OPEN

_KEPT_LOOSE = timedelta(days=2)
IS_FINISHED = _("The case is finished, so that no photo can be added. Reopen it first, if it is not solved.")


def drop_abandoned_photos(*, at: datetime) -> int:
    """Forget photos that officers sent two days ago or more and never attached; returns how many."""
    found = abandoned_photos(before=at - _KEPT_LOOSE)
    return sum(_drop(file, at) for file in found)


@transaction.atomic
def _drop(file: StoredFile, at: datetime) -> bool:
    # Locked, so that a form which attaches it now either comes first, or finds it gone.
    StoredFile.objects.select_for_update().filter(pk=file.pk).first()
    try:
        with transaction.atomic():
            files.discard(file, actor=None, at=at)
    except ProtectedError:
        return False
    return True


@transaction.atomic
def file_with_photos(
    *, filing: Filing, reporter: Any, uploads: "Sequence[UploadedFile[Any]]", actor: Any, at: datetime
) -> Receipt:
    """File with photos that come in the same request, all of them or nothing; `actor` sends them.

    Raises:
        OverLimit: more than five photos, or the LGO has no room for them.
        kit.errors.Invalid: one cannot be read.
    """
    if len(uploads) > MAX_PHOTOS:
        raise OverLimit(TOO_MANY_PHOTOS, code="too_many_photos", params={"most": MAX_PHOTOS})
    stored = [files.store_image(one, actor=actor, purpose=PHOTO_PURPOSE, at=at) for one in uploads]
    return file_complaint(filing=filing, reporter=reporter, at=at, photos=stored, sender=actor)


@transaction.atomic
def add_photo_to_case(
    *, complaint: Complaint, upload: "UploadedFile[Any]", actor: Any, at: datetime, moment: str = Photo.Moment.BEFORE
) -> Photo:
    """Add one photo to a case, at most five of each moment; those of the work also to an answered case.

    Raises:
        Refused: the case is finished.
        OverLimit: there are five already.
        kit.errors.Invalid: it is no photo that can be read.
    """
    # Locked so that two photos sent at once do not both find the last place.
    locked = casework.lock(complaint)
    if locked.state not in OPEN and not (moment == Photo.Moment.AFTER and locked.resolved_at):
        raise Refused(IS_FINISHED, code="finished")
    if locked.photos.filter(moment=moment).count() >= MAX_PHOTOS:
        raise OverLimit(TOO_MANY_PHOTOS, code="too_many_photos", params={"most": MAX_PHOTOS})
    file = files.store_image(upload, actor=actor, purpose=PHOTO_PURPOSE, at=at)
    photo = Photo.objects.create(complaint=complaint, file=file, moment=moment)
    audit.record("complaints.photo", actor=actor, target=complaint, data={"moment": str(moment)}, at=at)
    return photo
