"""Reading of webhooks and deliveries."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from kit.thai import normalise_text
from tenant_apps.integrations.models import Delivery, Webhook


def webhooks() -> "models.QuerySet[Webhook]":
    """Those that were not deleted, newest first."""
    return Webhook.objects.select_related("created_by").filter(deleted_at=None).order_by("-created_at", "-pk")


def webhook_by_id(webhook_id: int) -> Webhook | None:
    """One of `webhooks`."""
    return webhooks().filter(pk=webhook_id).first()


def listening_to(event: str) -> "models.QuerySet[Webhook]":
    """Those in use that are to be told of an event."""
    return Webhook.objects.filter(deleted_at=None, is_active=True, events__contains=[event]).order_by("pk")


def is_heard(event: str) -> bool:
    """Whether anybody is to be told of an event."""
    return listening_to(event).exists()


def deliveries_of(webhook: Webhook) -> "models.QuerySet[Delivery]":
    """What one webhook was told, newest first."""
    return Delivery.objects.filter(webhook=webhook).order_by("-at", "-pk")


def delivery_by_id(delivery_id: UUID) -> Delivery | None:
    """One delivery with its webhook."""
    rows = Delivery.objects.select_related("webhook").filter(webhook__deleted_at=None)
    return rows.filter(pk=delivery_id).first()


def in_state(rows: "models.QuerySet[Webhook]", state: str) -> "models.QuerySet[Webhook]":
    """Those of `rows` that are `in_use`, `failing`, `paused` by somebody or `stopped` by us."""
    states = {
        "in_use": Q(is_active=True, failing_since=None),
        "failing": Q(is_active=True, failing_since__isnull=False),
        "paused": Q(is_active=False, stopped_at=None),
        "stopped": Q(stopped_at__isnull=False),
    }
    return rows.filter(states[state]) if state in states else rows


def named(rows: "models.QuerySet[Webhook]", typed: str) -> "models.QuerySet[Webhook]":
    """Those whose name or address holds every word."""
    for word in normalise_text(typed).split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(url__icontains=word))
    return rows


def matching(rows: "models.QuerySet[Delivery]", typed: str) -> "models.QuerySet[Delivery]":
    """Those whose subject, event or answer holds every word."""
    for word in normalise_text(typed).split()[:8]:
        rows = rows.filter(Q(subject__icontains=word) | Q(event__icontains=word) | Q(snippet__icontains=word))
    return rows


def old_deliveries(before: datetime) -> "models.QuerySet[Delivery]":
    """Those made before that time."""
    return Delivery.objects.filter(at__lt=before)
