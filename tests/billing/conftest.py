"""A tenant that buys: all in the public scope."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from billing.models import Invoice, Quote, Tender
from billing.services import orders, payments, quotes
from tenants.models import Tenant

AT = datetime(2026, 1, 1, 3, tzinfo=UTC)
"""10 o'clock in Bangkok on 1 January."""
BY = orders.Acceptance(by="นายก", order_number="12/2569", order_date=date(2026, 1, 1))
Pay = Callable[..., Any]


def at(day: date) -> datetime:
    """10 o'clock in Bangkok on that day."""
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


@pytest.fixture
def lgo(north: Tenant, in_public: None) -> Tenant:
    """North, seen by the operator."""
    return north


def ordered(
    lgo: Tenant,
    package: str = "S",
    *,
    storage: Mapping[str, int] | None = None,
    start: date = date(2026, 1, 1),
) -> Invoice:
    """A first subscription by purchase order."""
    return accepted(quoted_new(lgo, package, storage=storage, start=start), day=start)


def quoted_new(
    lgo: Tenant, package: str = "S", *, storage: Mapping[str, int] | None = None, start: date = date(2026, 1, 1)
) -> Quote:
    """A quotation for a first subscription."""
    offer = quotes.offer_new(tenant=lgo, package=package, storage=storage or {}, starts_on=start, day=start)
    return quotes.issue_quote(tenant=lgo, offer=offer, actor=None, at=at(start))


def accepted(quote: Quote, *, day: date, acceptance: orders.Acceptance = BY) -> Invoice:
    """The invoice of a quotation that was accepted on a day."""
    return orders.accept_quote(quote=quote, acceptance=acceptance, actor=None, at=at(day))


def paid(
    lgo: Tenant,
    *invoices: Invoice,
    amount: str,
    reference: str = "T-1",
    withheld: str = "0",
    tender: Tender = Tender.TRANSFER,
    day: date = date(2026, 1, 20),
) -> Any:
    """A payment, in full or in part."""
    money = payments.MoneyIn(tenant=lgo, tender=tender, reference=reference, amount=Decimal(amount), received_on=day)
    shares = [payments.Share(invoice=one, withheld=Decimal(withheld)) for one in invoices]
    return payments.record_payment(money=money, shares=shares, actor=None, at=at(day))
