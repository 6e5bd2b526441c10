"""Writing of officers and invitations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from shared_apps.accounts.models import Invitation, User
from shared_apps.accounts.services import invite_officer, name_oneself, set_administrator, set_name
from shared_apps.audit import services as audit
from tenant_apps.registry.models import Division, Officer, Posting, Role
from tenant_apps.registry.selectors import default_roles, officer_of, position_named, posting_of
from tenant_apps.registry.services.roles import refuse_roles_beyond, set_roles

MAY_NOT_SET_POSITION = _("Your position stands under what you sign. Ask whoever looks after the people here to set it.")


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Someone to invite. Without `roles` they get the usual ones of their position, else the default role."""

    email: str
    display_name: str
    division: Division | None = None
    position: str = ""
    is_administrator: bool = False
    roles: tuple[Role, ...] | None = None


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

    Without `roles` a new officer gets the usual ones of the position, else the default one; others keep theirs.

    Raises:
        kit.errors.Refused: the roles hold rights that the actor lacks.
    """
    known = officer_of(user)
    before = {"division": known.division, "position": known.position} if known else {}
    officer, is_new = Officer.objects.update_or_create(
        user=user, defaults={"division": division, "position": position, "post": position_named(position)}
    )
    after = {"division": division, "position": position}
    audit.record_change("registry.appoint", actor=actor, target=officer, before=before, after=after, at=at)
    if roles is not None or is_new:
        set_roles(officer=officer, roles=usual_roles(position) if roles is None else roles, actor=actor, at=at)
    return officer


def usual_roles(position: str) -> list[Role]:
    """What someone in that position gets when nobody chooses."""
    post = position_named(position)
    return [post.role] if post and post.role else list(default_roles())


@transaction.atomic
def invite(
    *,
    email: str,
    display_name: str,
    division: Division | None,
    position: str,
    is_administrator: bool,
    roles: Iterable[Role] | None = None,
    actor: User | None,
    at: datetime,
) -> Invitation:
    """Invite someone to work in `division`.

    Raises:
        kit.errors.Conflict: they work here or are invited already.
        kit.errors.OverLimit: the LGO has no account left.
        kit.errors.Refused: the actor would give more than they hold.
    """
    if is_administrator and actor is not None and not actor.is_administrator:
        raise Refused(_("Only an administrator can make someone an administrator."), code="administrators_only")
    given = list(roles) if roles is not None else usual_roles(position)
    refuse_roles_beyond(actor, given)
    invitation = invite_officer(
        email=email, display_name=display_name, is_administrator=is_administrator, invited_by=actor, at=at
    )
    posting = Posting.objects.create(invitation=invitation, division=division, position=position)
    posting.roles.set(given)
    return invitation


@transaction.atomic
def invite_all(*, newcomers: Iterable[Newcomer], actor: User, at: datetime) -> list[Invitation]:
    """Invite several people, or nobody when one of them cannot be invited.

    Raises:
        kit.errors.DomainError: as `invite` does.
    """
    return [
        invite(
            email=one.email,
            display_name=one.display_name,
            division=one.division,
            position=one.position,
            is_administrator=one.is_administrator,
            roles=one.roles,
            actor=actor,
            at=at,
        )
        for one in newcomers
    ]


@transaction.atomic
def take_up(*, user: User, at: datetime) -> Officer:
    """The officer that `user` is; at the first time made from the invitation that brought them here. Idempotent."""
    known = officer_of(user)
    if known is not None:
        return known
    posting = posting_of(user)
    if posting is None:
        return appoint(user=user, division=None, position="", actor=user, at=at)
    given = list(posting.roles.all()) or None
    return appoint(user=user, division=posting.division, position=posting.position, roles=given, actor=user, at=at)


def arrive(user: User, _invitation: Invitation, at: datetime) -> None:
    """Make the officer of whoever accepts an invitation."""
    take_up(user=user, at=at)


@transaction.atomic
def change_person(
    *,
    user: User,
    display_name: str,
    division: Division | None,
    position: str,
    is_administrator: bool,
    roles: Iterable[Role] | None = None,
    actor: User,
    at: datetime,
) -> None:
    """Change what an officer is called, where they work, their roles, and whether they are an administrator.

    Raises:
        kit.errors.Refused: nobody else would be an administrator, or the actor would give more than they hold.
    """
    if user.is_administrator and not actor.is_administrator:
        raise Refused(_("Only an administrator may do this to an administrator's account."), code="administrators_only")
    if display_name != user.display_name:
        set_name(user=user, display_name=display_name, at=at)
    if is_administrator != user.is_administrator:
        set_administrator(user=user, is_administrator=is_administrator, actor=actor, at=at)
    appoint(user=user, division=division, position=position, roles=roles, actor=actor, at=at)


def record_export(*, actor: User, form: str, rows: int, at: datetime) -> None:
    """Record that the list of people left the system."""
    audit.record("registry.export", actor=actor, data={"form": form, "rows": rows}, at=at)


@transaction.atomic
def change_profile(*, user: User, display_name: str, position: str, at: datetime) -> None:
    """Take what officers say about themselves. Division and roles stay as they were set.

    Name and position stand under what one signs: whoever may not change people gives a name only while there is none.

    Raises:
        kit.errors.Refused: the user may not change that.
    """
    officer = take_up(user=user, at=at)
    if position != officer.position and not user.may("people", "edit"):
        raise Refused(MAY_NOT_SET_POSITION, code="no_right")
    if display_name != user.display_name:
        name_oneself(user=user, display_name=display_name, at=at)
    if position != officer.position:
        appoint(user=user, division=officer.division, position=position, actor=user, at=at)
