"""Reading of what was begun and not sent."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from tenant_apps.complaints.models import Complaint, Draft, PendingReply


def reply_with_photo(photo: str) -> PendingReply | None:
    """The reply under way to which a stored photo was added."""
    return PendingReply.objects.filter(photos__contains=[photo]).select_related("complaint").first()


def stale_drafts(*, before: datetime) -> "models.QuerySet[Draft]":
    """Drafts that nobody has touched since `before`."""
    return Draft.objects.filter(changed_at__lt=before).order_by("pk")


def pending_reply(complaint: Complaint, action: str, author: str) -> PendingReply | None:
    """What this author is writing to the office about the case."""
    return PendingReply.objects.filter(complaint=complaint, action=action, author=author).first()


def filed_draft(key: str | UUID | None) -> Draft | None:
    """The draft of this id with the case it became, if it was filed."""
    try:
        rows = Draft.objects.select_related("complaint__category", "complaint__division")
        return rows.filter(pk=key, complaint__isnull=False).first() if key else None
    except (ValidationError, ValueError):
        return None
