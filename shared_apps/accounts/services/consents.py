"""What people have read and agreed to, and took back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid, NotFound
from shared_apps.accounts import privacy
from shared_apps.accounts.models import Consent, User
from shared_apps.audit.services import record


@transaction.atomic
def acknowledge_notice(*, user: User, version: str, purposes: Iterable[str] = (), at: datetime) -> None:
    """Note that a citizen has read a version of the notice, and to what they agreed on the same page."""
    person = User.objects.select_for_update().get(pk=user.pk)
    _row, is_new = Consent.objects.get_or_create(
        user=person, purpose=privacy.NOTICE, version=version, withdrawn_at=None, defaults={"given_at": at}
    )
    if is_new:
        record("accounts.notice_read", actor=person, target=person, data={"version": version}, at=at)
    for purpose in purposes:
        give_consent(user=person, purpose=purpose, version=version, at=at)


@transaction.atomic
def give_consent(*, user: User, purpose: str, version: str, at: datetime) -> None:
    """Note that a citizen agrees to something optional.

    Raises:
        NotFound: nobody asks for that.
    """
    if privacy.purpose_of(purpose) is None:
        raise NotFound(_("There is nothing like this to agree to."), code="no_purpose")
    person = User.objects.select_for_update().get(pk=user.pk)
    if Consent.objects.filter(user=person, purpose=purpose, withdrawn_at=None).exists():
        return
    Consent.objects.create(user=person, purpose=purpose, version=version, given_at=at)
    record("accounts.consent_given", actor=person, target=person, data=_what(purpose, version), at=at)


@transaction.atomic
def withdraw_consent(*, user: User, purpose: str, at: datetime) -> None:
    """Take a consent back, which is as easy as giving it; having read the notice cannot be undone.

    Raises:
        Invalid: it is no consent.
    """
    if purpose == privacy.NOTICE:
        raise Invalid(_("Having read the notice is no consent, and cannot be taken back."), code="no_consent")
    person = User.objects.select_for_update().get(pk=user.pk)
    for row in Consent.objects.filter(user=person, purpose=purpose, withdrawn_at=None):
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        record("accounts.consent_withdrawn", actor=person, target=person, data=_what(purpose, row.version), at=at)


@transaction.atomic
def note_guest_notice(*, case_number: str, version: str, at: datetime) -> None:
    """Note which version of the notice a guest was shown who filed a case without an account."""
    if version:
        Consent.objects.get_or_create(
            case_number=case_number, purpose=privacy.NOTICE, version=version, user=None, defaults={"given_at": at}
        )


def _what(purpose: str, version: str) -> dict[str, object]:
    return {"purpose": purpose, "version": version}
