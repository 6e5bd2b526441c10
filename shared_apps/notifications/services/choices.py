"""What people choose about being told."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from django.db import transaction

from shared_apps.accounts.models import User
from shared_apps.audit.services import record_change
from shared_apps.notifications import selectors
from shared_apps.notifications.models import Delivery, Preference


@transaction.atomic
def choose_channels(*, user: User, chosen: Mapping[str, Sequence[str]], at: datetime) -> None:
    """Keep by which channels a person wants to hear of each group of events."""
    before = selectors.preferences(user.pk)
    for group, channels in chosen.items():
        Preference.objects.update_or_create(user=user, group=group, defaults={"channels": list(channels)})
    record_change("notifications.chosen", actor=user, target=user, before=before, after=dict(chosen), at=at)


@transaction.atomic
def choose_delivery(
    *, user: User, daily: bool, quiet_from: time | None, quiet_until: time | None, at: datetime
) -> None:
    """Keep when an officer wants to hear of what is not urgent."""
    values = {"daily": daily, "quiet_from": quiet_from, "quiet_until": quiet_until}
    delivery = selectors.delivery(user.pk)
    before = {name: getattr(delivery, name) for name in values}
    Delivery.objects.update_or_create(user=user, defaults=values)
    record_change("notifications.delivery_chosen", actor=user, target=user, before=before, after=values, at=at)
