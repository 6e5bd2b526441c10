"""The duties of the operator's staff. Public scope."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Invalid, Refused
from provisioning import selectors
from provisioning.models import Duty, StaffDuty
from shared_apps.accounts.models import User
from shared_apps.accounts.services.officers import end_sessions
from shared_apps.audit.services import record

OWN_ACCOUNT = _("You cannot close your own account. Ask another administrator of the platform.")
NO_REASON = _("Write the reason. It is kept in the log.")
LAST_ADMINISTRATOR = _("Nobody else administers the platform. Give this duty to somebody else first.")


@transaction.atomic
def set_duties(*, user: User, duties: Iterable[str], actor: Any, at: datetime, reason: str = "") -> None:
    """Let somebody have exactly these duties, from the next request on.

    Raises:
        Refused: the platform would be left without an administrator.
    """
    # The row of the oldest administrator stands for all: of two who resign at once, one is refused.
    list(StaffDuty.objects.select_for_update().filter(duty=Duty.ADMINISTRATOR).order_by("pk"))
    before, after = selectors.held_duties(user), set(duties)
    if Duty.ADMINISTRATOR in before - after and not selectors.other_administrators(user).exists():
        raise Refused(LAST_ADMINISTRATOR, code="last_administrator")
    StaffDuty.objects.filter(user=user, duty__in=before - after).delete()
    StaffDuty.objects.bulk_create([StaffDuty(user=user, duty=duty, since=at) for duty in sorted(after - before)])
    if before != after:
        data: dict[str, object] = {"changes": {"duties": [sorted(before), sorted(after)]}, "reason": reason.strip()}
        record("staff.duties", actor=actor, target=user, data=data, at=at)


@transaction.atomic
def let_work(*, user: User, duties: Iterable[str], reason: str, actor: Any, at: datetime) -> None:
    """Let somebody have exactly these duties, also one whose account was closed: it is open again.

    Raises:
        Refused: the platform would be left without an administrator.
    """
    if not user.is_active:
        User.objects.filter(pk=user.pk).update(is_active=True)
        record("accounts.staff_reactivated", actor=actor, target=user, at=at)
    set_duties(user=user, duties=duties, actor=actor, at=at, reason=reason)


@transaction.atomic
def close_account(*, user: User, reason: str, actor: Any, at: datetime) -> None:
    """Take all duties from somebody, sign them out everywhere and let them in no more.

    Raises:
        Invalid: there is no reason.
        Refused: it is one's own account, or nobody else would administer the platform.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, code="no_reason", field="reason")
    if user.pk == actor.pk:
        raise Refused(OWN_ACCOUNT, code="own_account", field="reason")
    set_duties(user=user, duties=[], actor=actor, at=at, reason=reason)
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user=user)
    record("accounts.staff_closed", actor=actor, target=user, data={"reason": reason.strip()}, at=at)


def begin_duties(*, user: User, at: datetime, duties: Iterable[str] = ()) -> None:
    """Duties from the server's command line; the first of the staff administers the platform in any case."""
    wanted = set(duties)
    if not selectors.administrators().exists():
        wanted.add(Duty.ADMINISTRATOR)
    if wanted:
        set_duties(user=user, duties=wanted, actor=None, at=at)
