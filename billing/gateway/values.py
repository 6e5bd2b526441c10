"""What goes to the provider and what comes back, in our words; money in baht."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

PageState = Literal["open", "processing", "paid", "expired", "failed"]
RefundProgress = Literal["sent", "waiting", "done", "failed"]
DisputeProgress = Literal["open", "won", "lost"]
PayoutProgress = Literal["under_way", "paid", "failed"]


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """A page to pay on. `key` makes asking twice one page; `metadata` comes back with the page and its payment."""

    key: str
    amount: Decimal
    title: str
    metadata: Mapping[str, str]
    success_url: str
    cancel_url: str
    expires_at: datetime
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page to pay on as the provider has it now. `amount` is what was or shall be paid."""

    reference: str
    state: PageState
    amount: Decimal
    metadata: Mapping[str, str]
    url: str = ""
    intent: str = ""
    method: str = ""
    paid_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RefundRequest:
    """Money to send back of a payment; `email` is where the payer is asked for an account if that is needed."""

    key: str
    intent: str
    amount: Decimal
    metadata: Mapping[str, str]
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundFact:
    """A refund as the provider has it now."""

    reference: str
    intent: str
    amount: Decimal
    progress: RefundProgress
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Movement:
    """A movement of our balance at the provider; `intent` names the payment that it is of, where that is told."""

    reference: str
    kind: str
    subject: str
    amount: Decimal
    fee: Decimal
    happened_at: datetime
    intent: str = ""


@dataclass(frozen=True, kw_only=True)
class DisputeFact:
    """A dispute as the provider has it now, with what it moved on our balance."""

    reference: str
    intent: str
    amount: Decimal
    reason: str
    progress: DisputeProgress
    answer_until: datetime | None
    opened_at: datetime
    movements: tuple[Movement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PayoutFact:
    """A payout as the provider has it now."""

    reference: str
    amount: Decimal
    progress: PayoutProgress
    arrives_at: datetime
    lists_movements: bool


@dataclass(frozen=True, kw_only=True)
class EventFact:
    """A message: what happened (`kind`), to what (`subject`), when."""

    reference: str
    kind: str
    subject: str
    happened_at: datetime
