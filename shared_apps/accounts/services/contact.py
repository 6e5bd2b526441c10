"""How a citizen is reached, and in which language."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, Refused
from shared_apps.accounts.models import User
from shared_apps.accounts.selectors import digital_ids
from shared_apps.audit.services import record

_TAKEN = _("Another account here has this address already. Sign in with it to use that account, or choose another one.")


@transaction.atomic
def set_contact(*, user: User, email: str = "", phone: str = "", at: datetime) -> None:
    """Take an e-mail address or phone number that the person has just proved; it replaces the earlier one.

    Raises:
        Conflict: another account has it.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    if email:
        person.email = email.strip().lower()
    else:
        person.phone, person.phone_verified = phone, True
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "phone", "phone_verified"])
    except IntegrityError:
        raise Conflict(_TAKEN, code="address_taken", field="address") from None
    record("accounts.contact_set", actor=person, target=person, data={"kind": "email" if email else "phone"}, at=at)


@transaction.atomic
def remove_contact(*, user: User, kind: str, at: datetime) -> None:
    """Forget a citizen's `email` or `phone`.

    Raises:
        Refused: there would be no way to sign in.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    other = person.phone if kind == "email" else person.email
    if not (other or digital_ids(person.pk)):
        raise Refused(_("This is your only way to sign in. Add another one first."), code="only_way")
    if kind == "email":
        person.email = None
    else:
        person.phone, person.phone_verified = None, False
    person.save(update_fields=["email", "phone", "phone_verified"])
    record("accounts.contact_removed", actor=person, target=person, data={"kind": kind}, at=at)


@transaction.atomic
def set_language(*, user: User, language: str, at: datetime) -> None:
    """The language in which a person is written to."""
    changed = User.objects.filter(pk=user.pk).exclude(language=language).update(language=language)
    if changed:
        record("accounts.language_set", actor=user, target=user, data={"language": language}, at=at)
