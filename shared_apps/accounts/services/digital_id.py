"""Citizens and officers who show who they are by a state Digital ID."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import NotFound, Refused
from shared_apps.accounts.digital_id.persons import Person
from shared_apps.accounts.digital_id.troubles import DigitalIdError, Trouble
from shared_apps.accounts.models import User, UserKind
from shared_apps.accounts.services.sign_in import send_notice
from shared_apps.audit.services import record
from shared_apps.notifications.services import Recipient


@transaction.atomic
def user_of_digital_id(*, person: Person, language: str, at: datetime) -> User:
    """Whose Digital ID this is; an unknown person becomes a citizen of this LGO.

    An officer is never made or found by name: only an officer who linked the Digital ID signs in with it.

    Raises:
        DigitalIdError: the account was closed.
    """
    _queue_up(person)
    user = _owner(person)
    if user is None:
        user = User(kind=UserKind.CITIZEN, display_name=person.name, language=language, date_joined=at)
        user.set_unusable_password()
        user.save()
        record("accounts.citizen_joined", actor=user, target=user, data={"by": person.provider}, at=at)
    if not user.is_active:
        raise DigitalIdError(Trouble.CLOSED)
    if not user.display_name and person.name:
        User.objects.filter(pk=user.pk).update(display_name=person.name)
        user.display_name = person.name
    _keep(user, person)
    record("accounts.digital_id_signed_in", actor=user, target=user, data=_shown(person), at=at)
    return user


@transaction.atomic
def link_digital_id(*, user: User, person: Person, at: datetime) -> None:
    """Add a Digital ID to the account of a person who is signed in.

    Raises:
        DigitalIdError: it belongs to another account, or the account to another Digital ID.
    """
    _queue_up(person)
    mine = User.objects.select_for_update().get(pk=user.pk)
    owner = _owner(person)
    if owner is not None and owner.pk != mine.pk:
        raise DigitalIdError(Trouble.TAKEN)
    _refuse_another_person(mine, person)
    if not _keep(mine, person):
        return
    if not mine.display_name and person.name:
        User.objects.filter(pk=mine.pk).update(display_name=person.name)
    record("accounts.digital_id_linked", actor=mine, target=mine, data=_shown(person), at=at)
    _tell(mine, "accounts/digital_id_linked", at)


@transaction.atomic
def confirm_digital_id(*, user: User, person: Person, at: datetime) -> None:
    """Note that a person who is signed in has confirmed themselves anew.

    Raises:
        DigitalIdError: someone else has.
    """
    owner = _owner(person)
    if owner is None or owner.pk != user.pk:
        raise DigitalIdError(Trouble.ANOTHER_PERSON)
    _keep(owner, person)
    record("accounts.digital_id_confirmed", actor=user, target=user, data=_shown(person), at=at)


@transaction.atomic
def unlink_digital_id(*, user: User, provider: str, at: datetime) -> None:
    """Take a Digital ID off one's account.

    Raises:
        Refused: there would be no other way to sign in.
        NotFound: it is not linked.
    """
    mine = User.objects.select_for_update().get(pk=user.pk)
    others = SocialAccount.objects.filter(user_id=mine.pk).exclude(provider=provider)
    if not (mine.email or mine.phone or others.exists()):
        raise Refused(_("Add an e-mail or a mobile number first: you could not sign in any more."), code="only_way")
    deleted, _rows = SocialAccount.objects.filter(user_id=mine.pk, provider=provider).delete()
    if not deleted:
        raise NotFound(_("This Digital ID is not linked."), code="not_linked")
    record("accounts.digital_id_unlinked", actor=mine, target=mine, data={"idp": provider}, at=at)
    _tell(mine, "accounts/digital_id_unlinked", at)


def _queue_up(person: Person) -> None:
    """Two sign-ins of one person at once wait for one another, so that only one account is made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [person.uid])


def _owner(person: Person) -> User | None:
    """By the same number at any provider."""
    account = SocialAccount.objects.filter(uid=person.uid).select_related("user").order_by("pk").first()
    owner: User | None = account.user if account else None
    return owner


def _refuse_another_person(user: User, person: Person) -> None:
    kind = person.uid.split("-")[0]
    linked = SocialAccount.objects.filter(user_id=user.pk, uid__startswith=f"{kind}-")
    if linked.exclude(uid=person.uid).exists():
        raise DigitalIdError(Trouble.ANOTHER_PERSON)


def _keep(user: User, person: Person) -> bool:
    """Note the link, its level and its last use; whether it is new."""
    _account, is_new = SocialAccount.objects.update_or_create(
        provider=person.provider,
        uid=person.uid,
        defaults={"extra_data": {"ial": person.ial, "title": person.title}},
        create_defaults={"extra_data": {"ial": person.ial, "title": person.title}, "user_id": user.pk},
    )
    return bool(is_new)


def _shown(person: Person) -> dict[str, object]:
    return {"idp": person.provider, "ial": person.ial, "aal": person.aal}


def _tell(user: User, event: str, at: datetime) -> None:
    if user.email or user.phone:
        to = Recipient(email=user.email or "", phone="" if user.email else user.phone or "", language=user.language)
        send_notice(event=event, to=to, at=at)
