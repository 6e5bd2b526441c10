"""New PINs for cases whose PIN was lost."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kit.tracking import new_pin
from shared_apps.audit import services as audit
from shared_apps.casework import services as casework
from shared_apps.casework.codes import pin_digest
from tenant_apps.complaints.models import Complaint
from tenant_apps.complaints.services.telling import tell


@transaction.atomic
def issue_new_pin(*, complaint: Complaint, actor: Any, at: datetime) -> str:
    """Give the case another PIN and return it; the old one opens nothing any more.

    The caller has made sure who asks: by a code sent to the contact of the case, or an officer by looking at the
    person. The reporter is told that it happened, without the PIN. It is shown once and kept nowhere.
    """
    locked = casework.lock(complaint)
    pin = new_pin()
    digest = pin_digest(tracking_code=locked.tracking_code, pin=pin)
    Complaint.objects.filter(pk=locked.pk).update(pin_digest=digest)
    complaint.pin_digest = digest
    audit.record("complaints.new_pin", actor=actor, target=complaint, at=at)
    tell(complaint, "new_pin", key=f"new_pin:{digest[:16]}")
    return pin
