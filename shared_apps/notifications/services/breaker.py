"""The circuit breaker of each provider in each LGO, in the database, so that all workers share it."""

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from shared_apps.notifications.models import Failure, ProviderState

THRESHOLD = 5
"""So many failures in a row of the provider's own making open it."""
_FIRST, _LONGEST, _PROBE = timedelta(minutes=1), timedelta(minutes=10), timedelta(seconds=60)
_AT_ONCE = {Failure.CREDENTIALS, Failure.QUOTA, Failure.SENDER}


def pause_until(provider: str, at: datetime) -> datetime | None:
    """None when a message may be sent now, else when to ask again.

    Half-open, one message at a time may go: the first to ask.
    """
    state = ProviderState.objects.filter(provider=provider).first()
    if state is None or state.open_until is None:
        return None
    if state.is_open(at):
        return state.open_until + _spread(30)
    waiting = ProviderState.objects.filter(Q(probe_until=None) | Q(probe_until__lte=at), pk=state.pk)
    if waiting.filter(open_until=state.open_until).update(probe_until=at + _PROBE):
        return None
    return at + _PROBE / 4 + _spread(15)


@transaction.atomic
def record_failure(provider: str, failure: Failure, at: datetime) -> None:
    """Count a failure of the provider; open when there were too many in a row, or when trying on is of no use."""
    ProviderState.objects.get_or_create(provider=provider)
    state = ProviderState.objects.select_for_update().get(provider=provider)
    if state.is_open(at):
        return
    state.failures = min(state.failures + 1, 1000)
    state.error, state.changed_at, state.probe_until = failure.value, at, None
    if state.open_until is not None or state.failures >= THRESHOLD or failure in _AT_ONCE:
        state.opened = min(state.opened + 1, 1000)
        state.open_until = at + min(_FIRST * 2 ** min(state.opened - 1, 10), _LONGEST)
    state.save()


def record_success(provider: str, at: datetime) -> bool:
    """Close it. Returns whether it was open, and messages may be waiting for it."""
    troubled = ProviderState.objects.filter(Q(failures__gt=0) | Q(open_until__isnull=False), provider=provider)
    was_open = troubled.filter(open_until__isnull=False).exists()
    troubled.update(failures=0, opened=0, open_until=None, probe_until=None, error="", changed_at=at)
    return was_open


def reset(provider: str, at: datetime) -> None:
    """Forget its failures, after an administrator changed how it is reached."""
    record_success(provider, at)


def _spread(seconds: int) -> timedelta:
    return timedelta(seconds=random.uniform(0, seconds))  # noqa: S311  # jitter, not a secret
