"""Writing of responses."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, Invalid
from kit.thai import search_fold
from shared_apps.audit import services as audit
from tenant_apps.registry.models import Division
from tenant_apps.surveys.models import Reason, Response

ONCE = _("This case has been rated already. Thank you.")
SCORE = _("Choose a score from 1 to 5.")
BOTH = _("The same thing is ticked as good and as not good. Tick it once.")
WHY = _("Write why the words are hidden, with at least 5 characters.")
LEAST_REASON = 5


@transaction.atomic
def respond(
    *,
    service: str,
    case_reference: str,
    division: Division | None,
    score: int,
    comment: str,
    actor: Any,
    at: datetime,
    is_restricted: bool = False,
    good: Collection[str] = (),
    bad: Collection[str] = (),
    is_sample: bool = False,
) -> Response:
    """Keep how satisfied somebody is with one case of a service; words about a restricted one are for few eyes.

    Raises:
        Conflict: the case has been rated.
        Invalid: the score is not one from 1 to 5, or the same reason is both `good` and `bad`.
    """
    if not 1 <= score <= 5:
        raise Invalid(SCORE, field="score")
    if set(good) & set(bad) or {*good, *bad} - {*Reason.values}:
        raise Invalid(BOTH, field="bad")
    try:
        with transaction.atomic():
            response = Response.objects.create(
                service=service,
                case_reference=case_reference,
                division=division,
                score=score,
                good=[reason for reason in Reason.values if reason in good],
                bad=[reason for reason in Reason.values if reason in bad],
                comment=comment,
                search_text=search_fold(comment),
                at=at,
                is_restricted=is_restricted,
                is_sample=is_sample,
            )
    except IntegrityError as error:
        raise Conflict(ONCE) from error
    data = {"service": service, "score": score, **({"sample": True} if is_sample else {})}
    audit.record("surveys.respond", actor=actor, target=response, data={**data}, at=at)
    return response


@transaction.atomic
def forget_sample(*, service: str, case_reference: str) -> int:
    """Remove what was said of a sample case; of a real one nothing is ever removed. Returns how many rows went."""
    rows = Response.objects.filter(service=service, case_reference=case_reference, is_sample=True)
    return rows.delete()[0]


@transaction.atomic
def hide_words(*, response: Response, reason: str, actor: Any, at: datetime) -> None:
    """Hide words that name somebody or insult; the score still counts.

    Raises:
        Invalid: the reason is too short.
    """
    if len(reason) < LEAST_REASON:
        raise Invalid(WHY, field="reason")
    Response.objects.filter(pk=response.pk).update(hidden_reason=reason)
    audit.record("surveys.hide", actor=actor, target=response, data={"reason": reason}, at=at)


@transaction.atomic
def show_words(*, response: Response, actor: Any, at: datetime) -> None:
    """Show words that were hidden."""
    Response.objects.filter(pk=response.pk).update(hidden_reason="")
    audit.record("surveys.show", actor=actor, target=response, at=at)


def record_export(*, actor: Any, at: datetime, form: str, rows: int) -> None:
    """Record that an officer has taken results out."""
    audit.record("surveys.export", actor=actor, data={"form": form, "rows": rows}, at=at)
