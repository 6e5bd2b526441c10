"""The duties of the operator's staff. Public scope."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from provisioning import selectors
from provisioning.models import Duty, StaffDuty
from shared_apps.accounts.models import User
from shared_apps.audit.services import record_change

LAST_ADMINISTRATOR = _("Nobody else administers the platform. Give this duty to somebody else first.")


@transaction.atomic
def set_duties(*, user: User, duties: Iterable[str], actor: Any, at: datetime) -> None:
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
    record_change("staff.duties", actor=actor, target=user, before={"duties": before}, after={"duties": after}, at=at)


def begin_duties(*, user: User, at: datetime) -> None:
    """The first of the staff administers the platform; who comes later is given duties by that person."""
    if not StaffDuty.objects.filter(duty=Duty.ADMINISTRATOR).exists():
        set_duties(user=user, duties=[Duty.ADMINISTRATOR], actor=None, at=at)
