"""Officers of an LGO and the operator's staff."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, NotFound, OverLimit, Refused
from shared_apps.accounts.models import User, UserKind
from shared_apps.accounts.selectors import accounts_in_use, active_administrators, officers, user_by_email
from shared_apps.accounts.services.locks import lock_people
from shared_apps.audit.services import record
from tenants.scope import require_tenant

_ADMINISTRATORS_ONLY = _("Only an administrator may do this to an administrator's account.")


@transaction.atomic
def create_officer(
    *, email: str, display_name: str, password: str, is_administrator: bool, actor: User | None, at: datetime
) -> User:
    """Make an officer, or one out of the citizen who has this address.

    Raises:
        Conflict: an officer has this address.
    """
    user = user_by_email(email)
    if user is not None and user.kind != UserKind.CITIZEN:
        raise Conflict(_("An officer already has this e-mail."), code="officer_exists", field="email")
    user = user or User(email=email.strip().lower(), date_joined=at)
    user.kind = UserKind.OFFICER
    user.display_name = display_name
    user.is_administrator = is_administrator
    user.is_active = True
    user.set_password(password)
    user.save()
    record("accounts.officer_created", actor=actor, target=user, data={"administrator": is_administrator}, at=at)
    return user


@transaction.atomic
def create_staff(*, email: str, display_name: str, password: str, actor: User | None, at: datetime) -> User:
    """Make a member of the operator's staff; public scope. The second factor is set up at the first sign-in.

    Raises:
        Conflict: the address is taken.
    """
    if user_by_email(email) is not None:
        raise Conflict(_("Someone already has this e-mail."), code="staff_exists", field="email")
    user = User(email=email.strip().lower(), display_name=display_name, kind=UserKind.STAFF, date_joined=at)
    user.set_password(password)
    user.save()
    record("accounts.staff_created", actor=actor, target=user, at=at)
    return user


@transaction.atomic
def deactivate_officer(*, user: User, actor: User, at: datetime) -> None:
    """Close an officer's account: out at once, on every device.

    Raises:
        Refused: it is one's own, or the last administrator's.
    """
    if user.pk == actor.pk:
        raise Refused(_("You cannot close your own account. Ask another administrator."), code="own_account")
    lock_people()
    officer = _locked_officer(user)
    _refuse_over(actor, officer)
    _keep_an_administrator(officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    end_sessions(user=officer)
    record("accounts.officer_deactivated", actor=actor, target=officer, at=at)


@transaction.atomic
def reactivate_officer(*, user: User, actor: User, at: datetime) -> None:
    """Open an officer's account again.

    Raises:
        OverLimit: the LGO has no account left.
    """
    lock_people()
    officer = _locked_officer(user)
    if officer.is_active:
        return
    _refuse_over(actor, officer)
    check_room(at)
    User.objects.filter(pk=officer.pk).update(is_active=True)
    record("accounts.officer_reactivated", actor=actor, target=officer, at=at)


@transaction.atomic
def set_administrator(*, user: User, is_administrator: bool, actor: User, at: datetime) -> None:
    """Make an officer an administrator, or no longer one.

    Raises:
        Refused: nobody else would be one.
    """
    lock_people()
    officer = _locked_officer(user)
    if not actor.is_administrator:
        raise Refused(_ADMINISTRATORS_ONLY, code="administrators_only")
    if not is_administrator:
        _keep_an_administrator(officer)
    User.objects.filter(pk=officer.pk).update(is_administrator=is_administrator)
    record("accounts.administrator_set", actor=actor, target=officer, data={"administrator": is_administrator}, at=at)


@transaction.atomic
def reset_second_factor(*, user: User, actor: User, at: datetime) -> None:
    """Forget the second factor of someone who lost their phone; an administrator must set up a new one at sign-in."""
    officer = _locked_officer(user)
    _refuse_over(actor, officer)
    Authenticator.objects.filter(user_id=officer.pk).delete()
    end_sessions(user=officer)
    record("accounts.second_factor_reset", actor=actor, target=officer, at=at)


@transaction.atomic
def activate_second_factor(*, user: User, secret: str, at: datetime) -> None:
    """Give a person a second factor with a known secret (base 32), for seeds."""
    TOTP.activate(user, secret)
    record("accounts.second_factor_on", actor=user, target=user, at=at)


def check_room(at: datetime) -> None:
    """Keep everybody else from taking a place, and raise OverLimit when the LGO's accounts are used up."""
    lock_people()
    allowed = require_tenant().accounts
    if allowed is not None and accounts_in_use(at) >= allowed:
        raise OverLimit(
            _(
                "All %(allowed)s officer accounts of your package are in use. Under “Accounts of the package” you see"
                " which could be closed, and how to get more."
            ),
            code="no_account_left",
            params={"allowed": allowed},
        )


def end_sessions(*, user: User) -> None:
    """Sign a person out everywhere."""
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()


def _locked_officer(user: User) -> User:
    officer = officers().select_for_update().filter(pk=user.pk).first()
    if officer is None:
        raise NotFound(_("There is no such officer."), code="no_officer")
    return officer


def _refuse_over(actor: User, officer: User) -> None:
    """Whoever manages people without being an administrator does not touch those who are."""
    if officer.is_administrator and not actor.is_administrator:
        raise Refused(_ADMINISTRATORS_ONLY, code="administrators_only")


def _keep_an_administrator(officer: User) -> None:
    others = [one for one in active_administrators() if one.pk != officer.pk]
    if officer.is_administrator and officer.is_active and not others:
        raise Refused(
            _("This is the last administrator. Make someone else an administrator first."), code="last_administrator"
        )
