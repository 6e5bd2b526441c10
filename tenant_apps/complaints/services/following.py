"""Following a case of somebody else: those with the same trouble are counted, and told at public steps."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kit.errors import Invalid, Refused
from kit.phones import parse_phone
from shared_apps.audit import services as audit
from shared_apps.jobs.services import enqueue
from shared_apps.notifications.services import Recipient, notify
from tenant_apps.complaints.models import Complaint, ComplaintEvent, Follower
from tenant_apps.complaints.selectors import followers_of, public_case_by_number
from tenant_apps.complaints.workflow import ACTS, DONE

TOLD = frozenset({"accept", "start", "resolve", "close", "reopen", "file_in_error"})
NOT_PUBLIC = _("This case cannot be followed. It may be finished, or it is not shown to others.")
ITS_REPORTER = _("You filed this case yourself and are told of every step already.")
NO_CONTACT = _("Give an e-mail address or a mobile phone number.")


@transaction.atomic
def follow_case(
    *, number: str, actor: Any, at: datetime, email: str = "", phone: str = "", language: str = "th"
) -> Follower:
    """Follow an open public case as `actor`, or as a guest with an address whose code was typed in. Idempotent.

    Raises:
        Refused: the case is not public or not open, or it is the actor's own.
        Invalid: a guest without an address.
    """
    found = public_case_by_number(number)
    if found is None or found[0].state in DONE:
        raise Refused(NOT_PUBLIC, code="not_public")
    complaint = found[1]
    if _is_its_reporter(complaint, actor, email, phone):
        raise Refused(ITS_REPORTER, code="its_reporter")
    if actor is None and not (email or phone):
        raise Invalid(NO_CONTACT, field="contact")
    who: dict[str, Any] = {"user": actor} if actor else {"email": email} if email else {"phone": phone}
    follower, is_new = Follower.objects.get_or_create(
        complaint=complaint, **who, defaults={"language": language, "since": at}
    )
    if is_new:
        audit.record("complaints.follow", actor=actor, target=complaint, at=at)
    return follower


def _is_its_reporter(complaint: Complaint, actor: Any, email: str, phone: str) -> bool:
    if actor is not None and complaint.reporter_id == actor.pk:
        return True
    return bool((email and email == complaint.reporter_email) or (phone and phone == complaint.reporter_phone))


@transaction.atomic
def unfollow_case(*, follower: Follower, actor: Any, at: datetime) -> None:
    """Follow no longer; the person is forgotten."""
    audit.record("complaints.unfollow", actor=actor, target=follower.complaint, at=at)
    Follower.objects.filter(pk=follower.pk).delete()


def plan_telling(complaint: Complaint, event: ComplaintEvent) -> None:
    """Have the followers told of a public step after the commit, if there are any."""
    if event.is_public and event.action in TOLD and Follower.objects.filter(complaint=complaint).exists():
        enqueue("complaints.tell_followers", key=f"complaints.followers:{event.pk}", event_id=event.pk)


def tell_followers(*, event_id: int) -> int:
    """Tell everyone who follows the case of this step; each once, however often this runs. Returns how many."""
    event = ComplaintEvent.objects.select_related("case__category").get(pk=event_id)
    told = 0
    for follower in followers_of(event.case).iterator(chunk_size=500):
        told += _tell(follower, event)
    return told


def _tell(follower: Follower, event: ComplaintEvent) -> bool:
    to = recipient_of_follower(follower)
    with override(to.language):
        context = {
            "number": event.case.number,
            "category": event.case.category.name,
            "step": str(ACTS[event.action].done),
        }
    return bool(notify("complaints/followed", to=to, context=context, key=f"{event.pk}:{follower.pk}"))


def recipient_of_follower(follower: Follower) -> Recipient:
    """How a follower is reached: as the account chose, or by the contact that was verified."""
    user: Any = follower.user
    if user is None:
        return Recipient(email=follower.email, phone=follower.phone, language=follower.language)
    phone = user.phone if user.phone and parse_phone(user.phone).mobile else ""
    return Recipient(
        email=user.email or "", phone=phone, name=user.display_name, language=follower.language, user_id=user.pk
    )
