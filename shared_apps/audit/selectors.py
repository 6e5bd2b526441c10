"""Reading of audit rows."""

from django.db import models

from shared_apps.audit.models import AuditEntry


def entries_of(target: models.Model) -> "models.QuerySet[AuditEntry]":
    """What was done to `target`, newest first."""
    return AuditEntry.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).order_by(
        "-at", "-pk"
    )


def changes() -> "models.QuerySet[AuditEntry]":
    """The acts of `record_change` in this scope, newest first."""
    return entries().filter(data__has_key="changes")


def entries() -> "models.QuerySet[AuditEntry]":
    """All acts in this scope, newest first."""
    return AuditEntry.objects.order_by("-at", "-pk")
