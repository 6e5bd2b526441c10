"""The copy of the reasons for delay that the office sends to the Public Sector Development Commission."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, Refused
from shared_apps.accounts.permissions import require_right
from shared_apps.audit import services as audit
from tenant_apps.complaints.models import CopiedReason, DelayCopy

NOTHING_LEFT = _("All of these reasons were sent already. Look at the list again.")
NOT_YOURS = _("Only an administrator or who noted it may take this back.")


@transaction.atomic
def record_delay_copy(*, events: Sequence[int], sent_on: date, letter: str, actor: Any, at: datetime) -> DelayCopy:
    """Note that these entries of timelines were sent; those that are in a copy already stay there.

    Raises:
        Conflict: somebody has noted all of them meanwhile.
        Refused: `actor` may not take reports out.
    """
    require_right(actor, "reports", "export")
    copy = DelayCopy.objects.create(sent_on=sent_on, letter=letter, at=at, by=actor)
    CopiedReason.objects.bulk_create(
        [CopiedReason(copy=copy, event_id=event) for event in sorted(events)], ignore_conflicts=True
    )
    kept = copy.reasons.count()
    if not kept:
        raise Conflict(NOTHING_LEFT)
    audit.record("complaints.delay_copy", actor=actor, target=copy, data={"reasons": kept, "letter": letter}, at=at)
    return copy


@transaction.atomic
def take_back_delay_copy(*, copy: DelayCopy, actor: Any, at: datetime) -> None:
    """Forget that a copy was sent, when it was noted by mistake; its reasons are to be sent again.

    Raises:
        Refused: `actor` neither noted it nor is an administrator.
    """
    require_right(actor, "reports", "export")
    if not (actor.is_administrator or copy.by_id == actor.pk):
        raise Refused(NOT_YOURS, code="no_right")
    data = {"reasons": copy.reasons.count(), "letter": copy.letter, "sent_on": copy.sent_on.isoformat()}
    audit.record("complaints.delay_copy_taken_back", actor=actor, target=copy, data=data, at=at)
    copy.delete()
