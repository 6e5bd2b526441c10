"""The payment provider: this package alone knows Stripe, its words and its satang.

Everything goes in and out as values of `values`, in baht. Facts are asked for, never taken from a message.
"""

from billing.gateway.calls import (
    create_refund,
    expire_page,
    find_dispute,
    find_page,
    find_page_of,
    find_payout,
    find_refund,
    list_events,
    list_movements,
    list_transactions,
    open_page,
)
from billing.gateway.client import API_VERSION, is_available, is_simulated, is_test
from billing.gateway.errors import Forged, ProviderDown, ProviderRefused
from billing.gateway.signatures import read_event
from billing.gateway.values import (
    DisputeFact,
    EventFact,
    Movement,
    Page,
    PageRequest,
    PayoutFact,
    RefundFact,
    RefundRequest,
)

__all__ = [
    "API_VERSION",
    "DisputeFact",
    "EventFact",
    "Forged",
    "Movement",
    "Page",
    "PageRequest",
    "PayoutFact",
    "ProviderDown",
    "ProviderRefused",
    "RefundFact",
    "RefundRequest",
    "create_refund",
    "expire_page",
    "find_dispute",
    "find_page",
    "find_page_of",
    "find_payout",
    "find_refund",
    "is_available",
    "is_simulated",
    "is_test",
    "list_events",
    "list_movements",
    "list_transactions",
    "open_page",
    "read_event",
]
