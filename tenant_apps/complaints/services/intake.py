"""Cases that an officer takes down for somebody: at the counter, by telephone, from a letter or another system."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shared_apps.accounts.permissions import require_right
from shared_apps.audit import services as audit
from tenant_apps.complaints.models import Intake, Source
from tenant_apps.complaints.selectors.desk import loose_photos
from tenant_apps.complaints.services.filing import Filing, Receipt, file_complaint


@transaction.atomic
def take_down(
    *,
    filing: Filing,
    source: Source,
    reference: str,
    photos: Sequence[str],
    actor: Any,
    at: datetime,
    notice_version: str = "",
) -> Receipt:
    """File for somebody else. The office has received it now, whatever the hour; `photos` are ids from `keep_photo`.

    `notice_version` is that of the privacy notice which the person was shown, if any.

    Raises:
        kit.errors.Refused: the officer may not take cases down.
    """
    require_right(actor, "complaints", "add")
    receipt = file_complaint(
        filing=filing, reporter=None, at=at, photos=loose_photos(actor, photos), notice_version=notice_version
    )
    Intake.objects.create(complaint=receipt.complaint, source=source, reference=reference, taken_by=actor)
    audit.record("complaints.take_down", actor=actor, target=receipt.complaint, data={"source": source.code}, at=at)
    return receipt


def record_person_sought(*, actor: Any, at: datetime, found: int) -> None:
    """Record that an officer looked for who has a telephone number."""
    audit.record("complaints.person_sought", actor=actor, data={"found": found}, at=at)
