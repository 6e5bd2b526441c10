"""Inviting officers by e-mail."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, NotFound, OverLimit, Refused
from shared_apps.accounts.models import Invitation, User, UserKind
from shared_apps.accounts.selectors import accounts_in_use, invitations, site_url, user_by_email
from shared_apps.accounts.services.locks import lock_people
from shared_apps.accounts.services.officers import check_room, create_officer
from shared_apps.audit.services import record
from shared_apps.notifications.services import Recipient, notify
from tenants.scope import current_key, require_tenant

LIFETIME = timedelta(days=14)
MAX_TIMES_SENT = 10
_PAUSE = timedelta(minutes=1)
Arrive = Callable[[User, Invitation, datetime], object]
_arrivals: list[Arrive] = []


def register_arrival(arrive: Arrive) -> None:
    """Let `arrive(user, invitation, at)` do what belongs to a new officer, in the transaction of the acceptance."""
    if arrive not in _arrivals:
        _arrivals.append(arrive)


@transaction.atomic
def invite_officer(
    *, email: str, display_name: str, is_administrator: bool, invited_by: User | None, at: datetime
) -> Invitation:
    """Invite someone to work for this LGO. An earlier invitation to the address that ran out is replaced.

    Raises:
        Conflict: they are an officer already, or invited already.
        OverLimit: the LGO has no account left.
    """
    lock_people()
    address = email.strip().lower()
    known = user_by_email(address)
    if known is not None and known.kind != UserKind.CITIZEN:
        raise Conflict(_("An officer already has this e-mail."), code="officer_exists", field="email")
    _replace_stale(address, at)
    check_room(at)
    token = _new_token()
    invitation = Invitation(
        email=address,
        display_name=display_name,
        is_administrator=is_administrator,
        token_hash=_hash(token),
        invited_by=invited_by,
        invited_at=at,
        sent_at=at,
        expires_at=at + LIFETIME,
    )
    invitation.save()
    record("accounts.officer_invited", actor=invited_by, target=invitation, data=_rights(invitation), at=at)
    _send(invitation, token)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, actor: User | None, at: datetime) -> Invitation:
    """Send a new link; the old one stops working.

    Raises:
        Refused: it was sent too often or a moment ago.
        NotFound: it was accepted or withdrawn.
    """
    mine = _locked(invitation)
    if mine.times_sent >= MAX_TIMES_SENT or at - mine.sent_at < _PAUSE:
        raise Refused(
            _("The invitation was sent only a moment ago, or too often. Check the address."), code="too_often"
        )
    if at >= mine.expires_at:
        check_room(at)
    token = _new_token()
    mine.token_hash, mine.sent_at, mine.expires_at = _hash(token), at, at + LIFETIME
    mine.times_sent += 1
    mine.save()
    record("accounts.invitation_resent", actor=actor, target=mine, at=at)
    _send(mine, token)
    return mine


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor: User, at: datetime) -> None:
    """Withdraw an invitation: its link stops working."""
    mine = _locked(invitation)
    mine.revoked_at = at
    mine.save(update_fields=["revoked_at"])
    record("accounts.invitation_revoked", actor=actor, target=mine, at=at)


def find_invitation(*, token: str, at: datetime) -> Invitation | None:
    """The invitation whose link this is, while it works."""
    found = Invitation.objects.filter(token_hash=_hash(token)).first()
    return found if found and found.is_valid(at) else None


@transaction.atomic
def accept_invitation(*, token: str, display_name: str, password: str, at: datetime) -> User:
    """Make the invited person an officer. The link works once.

    Raises:
        NotFound: the link does not work, or no longer.
    """
    lock_people()
    invitation = Invitation.objects.select_for_update().filter(token_hash=_hash(token)).first()
    if invitation is None or not invitation.is_valid(at):
        raise NotFound(_("This invitation no longer works."), code="no_invitation")
    _check_place(at)
    user = create_officer(
        email=invitation.email,
        display_name=display_name,
        password=password,
        is_administrator=invitation.is_administrator,
        actor=invitation.invited_by,
        at=at,
    )
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record("accounts.invitation_accepted", actor=user, target=invitation, at=at)
    for arrive in _arrivals:
        arrive(user, invitation, at)
    return user


def _check_place(at: datetime) -> None:
    """The invitation holds a place, unless the package has become smaller since."""
    allowed = require_tenant().accounts
    if allowed is not None and accounts_in_use(at) > allowed:
        raise OverLimit(
            _("Your office has no officer account left. Ask whoever invited you to close one or to get more."),
            code="no_account_left",
        )


def _replace_stale(email: str, at: datetime) -> None:
    for earlier in invitations().select_for_update().filter(email=email):
        if earlier.is_valid(at):
            raise Conflict(_("This person is invited already. Send the invitation again instead."), code="invited")
        Invitation.objects.filter(pk=earlier.pk).update(revoked_at=at)


def _locked(invitation: Invitation) -> Invitation:
    mine = invitations().select_for_update().filter(pk=invitation.pk).first()
    if mine is None:
        raise NotFound(_("This invitation was accepted or withdrawn."), code="no_invitation")
    return mine


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _hash(token: str) -> str:
    """Bound to this tenant and this purpose, so that a row copied elsewhere opens nothing."""
    return sha256(f"{current_key()}:accounts.invitation:{token}".encode()).hexdigest()


def _rights(invitation: Invitation) -> dict[str, object]:
    return {"administrator": invitation.is_administrator}


def _send(invitation: Invitation, token: str) -> None:
    notify(
        "accounts/invitation",
        to=Recipient(email=invitation.email, name=invitation.display_name, language=invitation.language),
        context={
            "url": f"{site_url()}{reverse('accept_invitation', args=[token])}",
            "days": str(LIFETIME.days),
            "inviter": str(invitation.invited_by or ""),
        },
        key=f"{invitation.pk}:{invitation.times_sent}",
        secret=True,
    )
