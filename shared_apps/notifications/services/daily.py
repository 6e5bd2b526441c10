"""What goes out once a working day: officers' summaries, the list of what could not be sent, and reminders."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import override

from kit import clock
from shared_apps.accounts import selectors as accounts
from shared_apps.accounts.models import User
from shared_apps.notifications import reminders, selectors
from shared_apps.notifications.models import Channel, Failure, Message, MessageState
from shared_apps.notifications.services.routing import recipient_of
from shared_apps.notifications.services.telling import notify

log = structlog.get_logger(__name__)

_LONGEST = 50


def run(*, at: datetime) -> None:
    """Do what a working day begins with; on other days nothing. Run again, it sends nothing twice.

    Raises:
        ExceptionGroup: some of it failed; the rest was done.
    """
    today = clock.bangkok_day(at)
    if not reminders.is_working_day(today):
        return
    failures: list[Exception] = []
    for work in (sum_up, tell_failures, *reminders.all_reminders()):
        try:
            work(today=today, at=at)
        except Exception as error:
            log.exception("reminder_failed", reminder=getattr(work, "__qualname__", ""))
            failures.append(error)
    if failures:
        raise ExceptionGroup("daily work", failures)


def sum_up(*, today: date, at: datetime) -> None:
    """Send each officer one message for all that waited for the summary."""
    waiting = Message.objects.filter(state=MessageState.HELD, user__isnull=False).order_by("user_id", "channel")
    for user_id, channel in waiting.values_list("user_id", "channel").distinct():
        _sum_up(int(user_id or 0), channel, today, at)


@transaction.atomic
def _sum_up(user_id: int, channel: str, today: date, at: datetime) -> None:
    rows = Message.objects.filter(state=MessageState.HELD, user_id=user_id, channel=channel, created_at__lte=at)
    held = list(rows.select_for_update(of=("self",)).select_related("user").order_by("created_at"))
    if not held or held[0].user is None:
        return
    lines = _lines(message.subject or message.body.partition("\n")[0] for message in held)
    context = {"count": str(len(held)), "list": lines}
    notify("notifications/summary", to=recipient_of(held[0].user), context=context, key=f"{user_id}:{channel}:{today}")
    Message.objects.filter(pk__in=[message.pk for message in held]).update(
        state=MessageState.SUMMED_UP, sent_at=at, finished_at=at
    )


@transaction.atomic
def tell_failures(*, today: date, at: datetime) -> None:
    """Tell the administrators what could not be sent since they were told last: all of them, or none until it is run
    again."""
    last = Message.objects.filter(event="notifications/failures").order_by("-created_at").first()
    since = last.created_at if last else at - timedelta(days=7)
    failed = list(selectors.failed_since(since).values_list("channel", "error"))
    if not failed:
        return
    for administrator in accounts.active_administrators():
        _tell_failures(administrator, Counter(failed), today)


def _tell_failures(administrator: User, failed: "Counter[tuple[str, str]]", today: date) -> None:
    with override(administrator.language):
        lines = [
            f"{Channel(channel).label} × {count}: {Failure(error).label if error in Failure.values else error}"
            for (channel, error), count in failed.most_common()
        ]
    context = {"count": str(failed.total()), "list": "\n".join(lines)}
    notify("notifications/failures", to=recipient_of(administrator), context=context, key=f"{administrator.pk}:{today}")


def _lines(texts: Iterable[str]) -> str:
    lines = [f"• {text}" for text in texts]
    left = len(lines) - _LONGEST
    return "\n".join([*lines[:_LONGEST], *([f"… +{left}"] if left > 0 else [])])
