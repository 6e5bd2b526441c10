"""Invitations to the operator's staff: by e-mail, with a link that works once. Public scope."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, NotFound, Refused
from provisioning import selectors
from provisioning.models import StaffInvitation
from provisioning.services.staff import set_duties
from shared_apps.accounts.models import User
from shared_apps.accounts.selectors import site_url, user_by_email
from shared_apps.accounts.services import create_staff
from shared_apps.audit.services import record
from shared_apps.notifications.services import Recipient, notify

LIFETIME = timedelta(days=7)
_PAUSE = timedelta(minutes=1)
TAKEN = _("Somebody of the staff has this e-mail already.")
INVITED = _("This person is invited already. Send the invitation again instead.")
GONE = _("This invitation no longer works.")
TOO_SOON = _("The invitation was sent only a moment ago. Wait a minute, and check the address.")


def check_invitation(email: str, *, at: datetime) -> None:
    """Raise Conflict when somebody has this address, or is invited at it."""
    if user_by_email(email) is not None:
        raise Conflict(TAKEN, code="taken", field="email")
    if any(one.is_valid(at) for one in selectors.staff_invitations().filter(email=email)):
        raise Conflict(INVITED, code="invited", field="email")


@transaction.atomic
def invite(*, email: str, display_name: str, duties: Sequence[str], actor: Any, at: datetime) -> StaffInvitation:
    """Send somebody a link with which to join, with these duties. One that ran out is replaced.

    Raises:
        Conflict: the person is there or invited already.
    """
    check_invitation(email, at=at)
    selectors.staff_invitations().filter(email=email).update(withdrawn_at=at)
    token = _new_token()
    made = StaffInvitation.objects.create(
        email=email,
        display_name=display_name,
        duties=sorted(duties),
        token_hash=_hash(token),
        invited_by=actor,
        sent_at=at,
        expires_at=at + LIFETIME,
    )
    record("staff.invited", actor=actor, target=made, data={"name": display_name, "duties": sorted(duties)}, at=at)
    _send(made, token)
    return made


@transaction.atomic
def send_again(*, invitation: StaffInvitation, actor: Any, at: datetime) -> None:
    """Send a new link; the old one stops working.

    Raises:
        NotFound: it was accepted or withdrawn.
        Refused: it was sent a moment ago.
    """
    locked = _locked(invitation)
    if at - locked.sent_at < _PAUSE:
        raise Refused(TOO_SOON, code="too_soon")
    token = _new_token()
    locked.token_hash, locked.sent_at, locked.expires_at = _hash(token), at, at + LIFETIME
    locked.save()
    record("staff.invited_again", actor=actor, target=locked, at=at)
    _send(locked, token)


@transaction.atomic
def withdraw(*, invitation: StaffInvitation, actor: Any, at: datetime) -> None:
    """Let the link work no more.

    Raises:
        NotFound: it was accepted or withdrawn.
    """
    locked = _locked(invitation)
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    record("staff.invitation_withdrawn", actor=actor, target=locked, at=at)


def find_invitation(*, token: str, at: datetime) -> StaffInvitation | None:
    """The invitation whose link this is, while it works."""
    found = StaffInvitation.objects.filter(token_hash=_hash(token)).first()
    return found if found is not None and found.is_valid(at) else None


@transaction.atomic
def join(*, token: str, display_name: str, password: str, at: datetime) -> User:
    """Make the invited person one of the staff, once. The second factor is set up at the first sign-in.

    Raises:
        NotFound: the link does not work, or no longer.
        Conflict: somebody has the address meanwhile.
    """
    found = StaffInvitation.objects.select_for_update().filter(token_hash=_hash(token)).first()
    if found is None or not found.is_valid(at):
        raise NotFound(GONE, code="gone")
    user = create_staff(email=found.email, display_name=display_name, password=password, actor=None, at=at)
    set_duties(user=user, duties=found.duties, actor=found.invited_by, at=at)
    found.accepted_at = at
    found.save(update_fields=["accepted_at"])
    record("staff.joined", actor=user, target=found, at=at)
    return user


def _locked(invitation: StaffInvitation) -> StaffInvitation:
    locked = selectors.staff_invitations().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if locked is None:
        raise NotFound(GONE, code="gone")
    return locked


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _hash(token: str) -> str:
    """Bound to this purpose, so that a row copied elsewhere opens nothing."""
    return sha256(f"provisioning.staff_invitation:{token}".encode()).hexdigest()


def _send(invitation: StaffInvitation, token: str) -> None:
    notify(
        "provisioning/staff_invitation",
        to=Recipient(email=invitation.email, name=invitation.display_name),
        context={
            "url": f"{site_url()}{reverse('staff_join', settings.PUBLIC_SCHEMA_URLCONF, args=[token])}",
            "days": str(LIFETIME.days),
            "inviter": str(invitation.invited_by or ""),
        },
        key=f"staff-invitation:{invitation.pk}:{invitation.sent_at.isoformat()}",
        secret=True,
    )
