"""What the citizen does with the case. `actor` is None for a guest, who has shown the PIN."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from kit.workflow import Audience
from shared_apps.audit import services as audit
from tenant_apps.complaints.models import Complaint, ComplaintEvent
from tenant_apps.complaints.selectors import may_rate, may_reopen
from tenant_apps.complaints.services.moving import move
from tenant_apps.complaints.services.publishing import RATED, publish
from tenant_apps.surveys.models import Response
from tenant_apps.surveys.services import respond

TOO_LATE = _("The time to reopen this case is over. Please file a new one and mention the number of this one.")
NOT_NOW = _("A case is rated once, after it is closed.")


def answer(*, complaint: Complaint, actor: Any, at: datetime, note: str) -> ComplaintEvent:
    """Answer the officer's question; the clock goes on."""
    return move(complaint, action="answer", actor=actor, at=at, note=note, audience=Audience.CITIZEN)


def confirm(*, complaint: Complaint, actor: Any, at: datetime) -> ComplaintEvent:
    """Say that it is solved: the case is closed."""
    return move(complaint, action="close", actor=actor, at=at, audience=Audience.CITIZEN)


def reopen_as_citizen(*, complaint: Complaint, actor: Any, at: datetime, note: str) -> ComplaintEvent:
    """Say within seven days that it is not solved.

    Raises:
        Refused: it is too late.
    """
    if not may_reopen(complaint, at=at):
        raise Refused(TOO_LATE, code="too_late")
    return move(complaint, action="reopen", actor=actor, at=at, note=note, audience=Audience.CITIZEN)


@transaction.atomic
def rate(
    *,
    complaint: Complaint,
    score: int,
    comment: str,
    actor: Any,
    at: datetime,
    good: Collection[str] = (),
    bad: Collection[str] = (),
) -> Response:
    """Keep the citizen's rating, with the codes of what was `good` and `bad`.

    Raises:
        Refused: the case is not closed.
        kit.errors.Invalid: the score or a reason cannot be.
        kit.errors.Conflict: it is rated already.
    """
    if not may_rate(complaint):
        raise Refused(NOT_NOW)
    rating = respond(
        service="complaints",
        case_reference=complaint.number,
        division=complaint.division,
        score=score,
        comment=comment,
        actor=actor,
        at=at,
        is_restricted=complaint.category.restricted,
        good=good,
        bad=bad,
        is_sample=complaint.is_sample,
    )
    complaint.__dict__.pop("rating", None)
    publish(complaint, RATED, at=at, score=score)
    return rating


def record_own_export(*, actor: Any, at: datetime, form: str, rows: int) -> None:
    """Record that a citizen took the list of their own cases along."""
    audit.record("complaints.own_export", actor=actor, data={"form": form, "rows": rows}, at=at)
