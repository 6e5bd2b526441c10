"""Which package an LGO takes at its next renewal."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing.models import Subscription
from billing.selectors import book_in_force
from kit import clock
from kit.errors import Invalid
from shared_apps.audit.services import record_change

NO_PACKAGE = _("There is no such package in the prices in force.")


@transaction.atomic
def choose_next_package(*, subscription: Subscription, package: str, actor: Any, at: datetime) -> None:
    """Take `package` from the next term on; nothing is given back for the running one.

    Raises:
        Invalid: there is no such package.
    """
    if not book_in_force(clock.bangkok_day(at)).packages.filter(code=package).exists():
        raise Invalid(NO_PACKAGE, code="no_package", field="package")
    locked = Subscription.objects.select_for_update().get(pk=subscription.pk)
    before = {"next_package": locked.next_package}
    Subscription.objects.filter(pk=locked.pk).update(next_package=package)
    after = {"next_package": package}
    record_change("billing.next_package", actor=actor, target=locked, before=before, after=after, at=at)
