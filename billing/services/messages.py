"""Messages of the payment provider: each kept once, and then what it is about is asked for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from billing import gateway
from billing.gateway import EventFact
from billing.models import EventState, ProviderEvent
from billing.services import checkouts, disputes, payouts, refunds
from kit.errors import Refused
from shared_apps.audit.services import record
from shared_apps.jobs.services import enqueue

NOT_OFFERED = _("No payment provider is set up.")


def take_message(*, body: bytes, signature: str, at: datetime) -> bool:
    """Keep a message that the provider signed; what it is about is looked at by a job. Returns whether it is new.

    Raises:
        Forged: it is none of theirs.
        Refused: there is no provider.
    """
    if not gateway.is_available():
        raise Refused(NOT_OFFERED, code="not_offered")
    return keep_message(fact=gateway.read_event(body=body, signature=signature, at=at), at=at)


@transaction.atomic
def keep_message(*, fact: EventFact, at: datetime, by_poll: bool = False) -> bool:
    """Keep a message once, and have it handled. Returns whether it is new."""
    message, is_new = ProviderEvent.objects.get_or_create(
        provider="stripe",
        reference=fact.reference,
        defaults={
            "kind": fact.kind,
            "subject": fact.subject,
            "happened_at": fact.happened_at,
            "received_at": at,
            "by_poll": by_poll,
        },
    )
    if is_new:
        enqueue("billing.handle_message", message_id=message.pk)
    return is_new


def handle_message(*, message: ProviderEvent, at: datetime) -> None:
    """Ask for what a message is about, and record what is true now. Order and repetition do not matter.

    Raises:
        ProviderDown, ProviderRefused: nothing was learned; try again.
    """
    handler = next((work for start, work in _HANDLERS.items() if message.kind.startswith(start)), None)
    known = handler is not None and handler(message.subject, at) is not None
    state = EventState.DONE if known else EventState.IGNORED
    ProviderEvent.objects.filter(pk=message.pk).update(state=state, handled_at=at)


@transaction.atomic
def handle_again(*, message: ProviderEvent, actor: Any, at: datetime) -> None:
    """Have a message handled once more, for a person who has mended what was in its way."""
    ProviderEvent.objects.filter(pk=message.pk).update(state=EventState.RECEIVED, handled_at=None)
    record("billing.message_handled_again", actor=actor, target=message, data={"reference": message.reference}, at=at)
    enqueue("billing.handle_message", message_id=message.pk)


def _page(reference: str, at: datetime) -> object | None:
    return checkouts.learn(page=gateway.find_page(reference), at=at)


def _payment(intent: str, at: datetime) -> object | None:
    """A payment tells nothing of its page, so that is looked for; one that came by none is not ours."""
    reference = gateway.find_page_of(intent)
    return _page(reference, at) if reference else None


def _refund(reference: str, at: datetime) -> object | None:
    return refunds.learn_refund(fact=gateway.find_refund(reference), at=at)


def _dispute(reference: str, at: datetime) -> object | None:
    return disputes.learn_dispute(fact=gateway.find_dispute(reference), at=at)


def _payout(reference: str, at: datetime) -> object | None:
    fact = gateway.find_payout(reference)
    movements = gateway.list_transactions(reference) if fact.lists_movements else []
    return payouts.learn_payout(fact=fact, movements=movements, at=at)


_HANDLERS: dict[str, Callable[[str, datetime], object | None]] = {
    "checkout.session.": _page,
    "payment_intent.": _payment,
    "refund.": _refund,
    "charge.dispute.": _dispute,
    "payout.": _payout,
}
