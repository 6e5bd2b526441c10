"""Writing of audit rows, inside the transaction of the act."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
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
    by: str = "",
) -> None:
    """Record that `actor` (a user, or None for a guest or the system) did `action` to `target`.

    `by` names somebody who has no account in this scope, such as the operator's staff in an LGO.
    """
    known = actor is not None and getattr(actor, "pk", None) is not None
    AuditEntry.objects.create(
        at=at or timezone.now(),
        action=action,
        actor=actor if known else None,
        actor_name=str(actor) if known else by[:150],
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        data=data or {},
    )


def record_change(
    action: str,
    *,
    actor: Any,
    target: models.Model | None,
    before: Mapping[str, object],
    after: Mapping[str, object],
    at: datetime,
) -> bool:
    """Record what a write changed, as `{"changes": {field: [old, new]}}`; nothing when nothing changed.

    Give the words that people know (a division's name, not its id): the history page shows them. Fields that are in
    `before` and not in `after` were left alone. Returns whether something changed.
    """
    changes: dict[str, object] = {
        field: [old, new]
        for field, value in after.items()
        if (new := _plain(value)) != (old := _plain(before.get(field)))
    }
    if changes:
        record(action, actor=actor, target=target, data={"changes": changes}, at=at)
    return bool(changes)


def _plain(value: object) -> object:
    """What JSON keeps of a value."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in (value if isinstance(value, list | tuple) else sorted(value, key=str))]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return str(value)
