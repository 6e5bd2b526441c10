"""The morning's reconciliation, and telling finance of differences."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from billing.explain import money
from billing.models import Reconciliation
from billing.services.reconciliation import reconcile
from kit import clock
from provisioning import selectors
from provisioning.duties import Duty
from shared_apps.accounts.selectors import site_url
from shared_apps.notifications.services import notify, recipient_of
from shared_apps.ui.templatetags.thai import thaidate


@transaction.atomic
def reconcile_yesterday(*, at: datetime) -> Reconciliation:
    """Compare everything up to the end of yesterday; whoever has the duty of finance is told of differences, once."""
    run = reconcile(day=clock.bangkok_day(at) - timedelta(days=1), actor=None, at=at)
    if run.count:
        for person in selectors.staff():
            if person.has_duty(Duty.FINANCE):
                notify(
                    "provisioning/reconciliation_differs",
                    to=recipient_of(person),
                    context=_words(run),
                    key=f"reconciliation:{run.day}:{person.pk}",
                )
    return run


def _words(run: Reconciliation) -> dict[str, str]:
    return {
        "count": str(run.count),
        "day": thaidate(run.day, "medium"),
        "bank": money(run.bank_difference),
        "stripe": money(run.stripe_difference),
        "url": site_url() + reverse("money_run", args=[run.pk]),
    }
