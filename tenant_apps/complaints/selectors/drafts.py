"""Reading of what was begun and not sent."""

from datetime import datetime

from django.db import models

from tenant_apps.complaints.models import Draft, PendingReply


def reply_with_photo(photo: str) -> PendingReply | None:
    """The reply under way to which a stored photo was added."""
    return PendingReply.objects.filter(photos__contains=[photo]).select_related("complaint").first()


def stale_drafts(*, before: datetime) -> "models.QuerySet[Draft]":
    """Drafts that nobody has touched since `before`."""
    return Draft.objects.filter(changed_at__lt=before).order_by("pk")
