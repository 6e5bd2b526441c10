"""Writing of officers and invitations."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from shared_apps.accounts.models import Invitation, User
from shared_apps.accounts.services import invite_officer, set_administrator, set_name
from shared_apps.audit import services as audit
from tenant_apps.registry.models import Division, Officer, Posting, Role
from tenant_apps.registry.selectors import default_roles, officer_of, posting_of
from tenant_apps.registry.services.roles import set_roles


@transaction.atomic
def appoint(
    *,
    user: User,
    division: Division | None,
    position: str,
    roles: Iterable[Role] | None = None,
    actor: User | None,
    at: datetime,
) -> Officer:
    """Record that `user` works here, or move an officer to another division or position.

    Without `roles` a new officer gets the default one, and others keep theirs.
    """
    officer, is_new = Officer.objects.update_or_create(user=user, defaults={"division": division, "position": position})
    if roles is not None or is_new:
        set_roles(officer=officer, roles=default_roles() if roles is None else roles, actor=actor, at=at)
    data: dict[str, object] = {"division": division.pk if division else None, "position": position}
    audit.record("registry.appoint", actor=actor, target=officer, data=data, at=at)
    return officer


@transaction.atomic
def invite(
    *,
    email: str,
    display_name: str,
    division: Division | None,
    position: str,
    is_administrator: bool,
    actor: User,
    at: datetime,
) -> Invitation:
    """Invite someone to work in `division`.

    Raises:
        kit.errors.Conflict: they work here or are invited already.
        kit.errors.OverLimit: the LGO has no account left.
    """
    invitation = invite_officer(
        email=email, display_name=display_name, is_administrator=is_administrator, invited_by=actor, at=at
    )
    Posting.objects.create(invitation=invitation, division=division, position=position)
    return invitation


@transaction.atomic
def take_up(*, user: User, at: datetime) -> Officer:
    """The officer that `user` is; at the first time made from the invitation that brought them here. Idempotent."""
    known = officer_of(user)
    if known is not None:
        return known
    posting = posting_of(user)
    division, position = (posting.division, posting.position) if posting else (None, "")
    return appoint(user=user, division=division, position=position, actor=user, at=at)


@transaction.atomic
def change_person(
    *,
    user: User,
    display_name: str,
    division: Division | None,
    position: str,
    is_administrator: bool,
    actor: User,
    at: datetime,
) -> None:
    """Change what an officer is called, where they work and whether they manage people and settings.

    Raises:
        kit.errors.Refused: nobody else would be an administrator.
    """
    if display_name != user.display_name:
        set_name(user=user, display_name=display_name, at=at)
    if is_administrator != user.is_administrator:
        set_administrator(user=user, is_administrator=is_administrator, actor=actor, at=at)
    appoint(user=user, division=division, position=position, actor=actor, at=at)


def record_export(*, actor: User, form: str, rows: int, at: datetime) -> None:
    """Record that the list of people left the system."""
    audit.record("registry.export", actor=actor, data={"form": form, "rows": rows}, at=at)


@transaction.atomic
def change_profile(*, user: User, display_name: str, position: str, at: datetime) -> None:
    """Take what officers say about themselves; the division stays as the administrator set it."""
    officer = take_up(user=user, at=at)
    if display_name != user.display_name:
        set_name(user=user, display_name=display_name, at=at)
    appoint(user=user, division=officer.division, position=position, actor=user, at=at)
