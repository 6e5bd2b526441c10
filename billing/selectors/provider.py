"""Reading of what we know of the provider's side. All in the public scope."""

from datetime import datetime
from uuid import UUID

from django.db import models

from billing.models import (
    UNDER_WAY,
    Checkout,
    Dispute,
    Invoice,
    Payout,
    ProviderEvent,
    Refund,
    RefundState,
    Tender,
)


def checkout_by_id(pk: UUID | str) -> Checkout:
    """A page to pay on, with its invoice.

    Raises:
        Checkout.DoesNotExist: there is none.
    """
    return Checkout.objects.select_related("invoice").get(pk=pk)


def checkouts_of(invoice: Invoice) -> "models.QuerySet[Checkout]":
    """All pages to pay an invoice on, the newest first."""
    return Checkout.objects.filter(invoice=invoice).order_by("-opened_at")


def checkout_under_way(invoice: Invoice) -> Checkout | None:
    """The page by which money may still come."""
    return Checkout.objects.filter(invoice=invoice, state__in=UNDER_WAY).first()


def checkouts_to_look_at(*, before: datetime) -> "models.QuerySet[Checkout]":
    """Pages under way that were not asked about since `before`, the longest unasked first."""
    rows = Checkout.objects.filter(state__in=UNDER_WAY, opened_at__lt=before).select_related("invoice")
    unasked = models.Q(checked_at=None) | models.Q(checked_at__lt=before)
    return rows.filter(unasked).order_by(models.F("checked_at").asc(nulls_first=True))


def refunds_under_way() -> "models.QuerySet[Refund]":
    """Refunds by card and PromptPay that have not ended."""
    states = [RefundState.REQUESTED, RefundState.WAITING]
    rows = Refund.objects.filter(state__in=states, payment__tender=Tender.STRIPE)
    return rows.select_related("payment__tenant").order_by("pk")


def refund_by_id(pk: int) -> Refund:
    """A refund with its payment.

    Raises:
        Refund.DoesNotExist: there is none.
    """
    return Refund.objects.select_related("payment__tenant").get(pk=pk)


def message_by_id(pk: int) -> ProviderEvent:
    """A message of the provider.

    Raises:
        ProviderEvent.DoesNotExist: there is none.
    """
    return ProviderEvent.objects.get(pk=pk)


def messages() -> "models.QuerySet[ProviderEvent]":
    """All messages of the provider, the newest first."""
    return ProviderEvent.objects.order_by("-received_at", "-pk")


def disputes() -> "models.QuerySet[Dispute]":
    """All disputes with their payments, the newest first."""
    return Dispute.objects.select_related("payment__tenant").order_by("-opened_at", "-pk")


def payouts() -> "models.QuerySet[Payout]":
    """All payouts, the newest first."""
    return Payout.objects.order_by("-arrives_on", "-pk")
