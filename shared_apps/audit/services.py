"""Writing of audit rows, inside the transaction of the act."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from shared_apps.audit.models import AuditEntry


def record(
    action: str,
    *,
    actor: Any,
    target: models.Model | None = None,
    data: dict[str, object] | None = None,
    at: datetime | None = None,
) -> None:
    """Record that `actor` (a user, or None for a guest or the system) did `action` to `target`."""
    known = actor is not None and getattr(actor, "pk", None) is not None
    AuditEntry.objects.create(
        at=at or timezone.now(),
        action=action,
        actor=actor if known else None,
        actor_name=str(actor) if known else "",
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        data=data or {},
    )
