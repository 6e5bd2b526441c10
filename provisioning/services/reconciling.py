"""The morning's reconciliation, and telling finance of differences."""

from datetime import date, datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from billing.explain import money
from billing.models import Reconciliation
from billing.selectors.money import differences_to_look_at, reconciliations
from billing.services.reconciliation import reconcile
from kit import clock
from provisioning import selectors
from provisioning.duties import Duty
from shared_apps.accounts.selectors import site_url
from shared_apps.notifications.services import Recipient, notify, recipient_of
from shared_apps.ui.templatetags.thai import thaidate

MOST_DAYS = 31
"""How many mornings that were missed are made up for."""
_DAY = timedelta(days=1)
log = structlog.get_logger(__name__)


@transaction.atomic
def reconcile_yesterday(*, at: datetime) -> Reconciliation:
    """Compare everything up to the end of yesterday, and of the days before it for which no morning came.

    Whoever has the duty of finance is told of differences, once; a payout that is on its way for no longer than a
    payout takes is none that anybody has to look at.
    """
    yesterday = clock.bangkok_day(at) - _DAY
    for day in _missed(yesterday):
        reconcile(day=day, actor=None, at=at)
    run = reconcile(day=yesterday, actor=None, at=at)
    if differences_to_look_at(run).exists():
        _tell(run)
    return run


def _missed(yesterday: date) -> list[date]:
    """Days without a reconciliation between the last one and yesterday."""
    last = reconciliations().filter(day__lt=yesterday).order_by("-day").values_list("day", flat=True).first()
    if last is None:
        return []
    first = max(last + _DAY, yesterday - MOST_DAYS * _DAY)
    return [first + place * _DAY for place in range((yesterday - first).days)]


def _tell(run: Reconciliation) -> None:
    people = [recipient_of(one) for one in selectors.staff() if one.has_duty(Duty.FINANCE)]
    if not people and settings.FINANCE_EMAIL:
        people = [Recipient(email=settings.FINANCE_EMAIL)]
    if not people:
        log.warning("nobody_to_tell", notification="provisioning/reconciliation_differs", day=run.day.isoformat())
    for person in people:
        notify(
            "provisioning/reconciliation_differs",
            to=person,
            context=_words(run),
            key=f"reconciliation:{run.day}:{person.user_id or person.email}",
        )


def _words(run: Reconciliation) -> dict[str, str]:
    return {
        "count": str(run.count),
        "day": thaidate(run.day, "medium"),
        "bank": money(run.bank_difference),
        "stripe": money(run.stripe_difference),
        "url": site_url() + reverse("money_run", settings.PUBLIC_SCHEMA_URLCONF, args=[run.pk]),
    }
