"""Reading of what a citizen may take away."""

from typing import Any

from django.db import models

from tenant_apps.complaints.models import ComplaintEvent, Draft


def entries_of(citizen: Any) -> "models.QuerySet[ComplaintEvent]":
    """What citizens may read of the timelines of their own cases, case by case and oldest first."""
    rows = ComplaintEvent.objects.filter(case__reporter=citizen, case__is_sample=False, is_public=True)
    return rows.select_related("case").prefetch_related("photos__file").order_by("case__number", "at", "pk")


def begun_by(citizen: Any) -> "models.QuerySet[Draft]":
    """What a citizen has begun and not sent, the latest first."""
    return Draft.objects.filter(owner=citizen, complaint=None).order_by("-changed_at", "pk")
