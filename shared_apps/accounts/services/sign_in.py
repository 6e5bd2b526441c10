"""Proving who one is."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from shared_apps.accounts.models import User, UserKind
from shared_apps.accounts.selectors import user_by_email, user_by_phone
from shared_apps.audit.services import record
from shared_apps.notifications.services import Recipient, notify

CODE_LIFETIME = timedelta(minutes=10)
MAY_NOT_NAME_ONESELF = _("Your name stands under what you sign. Ask an administrator of your office to change it.")


@transaction.atomic
def citizen_of(*, email: str = "", phone: str = "", language: str = "th", at: datetime) -> User:
    """The citizen who has just proved this address; their account is made the first time.

    Raises:
        Refused: the address belongs to an officer, or the account was closed.
    """
    user = user_by_email(email) if email else user_by_phone(phone)
    if user is None:
        user = User(
            email=email.strip().lower() or None,
            phone=phone or None,
            phone_verified=bool(phone),
            language=language,
            date_joined=at,
        )
        user.set_unusable_password()
        user.save()
        record("accounts.citizen_joined", actor=user, target=user, at=at)
    if user.kind != UserKind.CITIZEN or not user.is_active:
        raise Refused(_("This account cannot sign in with a code."), code="not_by_code")
    return user


@transaction.atomic
def record_sign_in(*, user: User, language: str, at: datetime) -> None:
    """Note who signed in, and in which language they read."""
    User.objects.filter(pk=user.pk).exclude(language=language).update(language=language)
    if user.kind != UserKind.CITIZEN:
        record("accounts.signed_in", actor=user, target=user, at=at)


@transaction.atomic
def record_security_change(*, user: User, event: str) -> None:
    """Note that a password or second factor changed."""
    person = User.objects.get(pk=user.pk)
    record(event.replace("/", "."), actor=person, target=person)


def send_notice(*, event: str, to: Recipient, code: str = "", at: datetime) -> None:
    """Send an e-mail or SMS about signing in. Codes are secret and soon useless."""
    notify(
        event,
        to=to,
        context={"code": code, "minutes": str(CODE_LIFETIME.seconds // 60)},
        key=str(uuid4()),
        secret=bool(code),
        valid_for=CODE_LIFETIME if code else None,
    )


@transaction.atomic
def set_name(*, user: User, display_name: str, at: datetime) -> None:
    """Take the name a person gives."""
    person = User.objects.select_for_update().get(pk=user.pk)
    person.display_name = display_name
    person.save(update_fields=["display_name"])
    record("accounts.name_set", actor=person, target=person, at=at)


def may_name_oneself(user: User) -> bool:
    """Whether the person may change the own name: not officers, who sign with it, unless they look after the people."""
    return not (user.is_officer and user.display_name) or user.may("people", "edit")


@transaction.atomic
def name_oneself(*, user: User, display_name: str, at: datetime) -> None:
    """Take the name that a person gives to the own account.

    Raises:
        kit.errors.Refused: an officer who has a name asks whoever looks after the people for another one.
    """
    if not may_name_oneself(user):
        raise Refused(MAY_NOT_NAME_ONESELF, code="no_right")
    set_name(user=user, display_name=display_name, at=at)


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """Store a password. Every other session ends, since each holds a hash of the old one."""
    user.set_password(password)
    user.save(update_fields=["password"])
