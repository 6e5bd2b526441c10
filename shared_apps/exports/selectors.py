"""Reading of exports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from shared_apps.exports.models import Export


def export_of(user: Any, export_id: UUID) -> Export | None:
    """One that this user asked for."""
    return Export.objects.select_related("file").filter(pk=export_id, requested_by_id=user.pk).first()


def export_by_id(export_id: str) -> Export | None:
    """One, for the job that writes it."""
    return Export.objects.select_related("requested_by").filter(pk=export_id).first()


def expired(before: datetime) -> "models.QuerySet[Export]":
    """Those asked for before that time."""
    return Export.objects.select_related("file").filter(requested_at__lt=before)
