"""Writing of the ways in: how cases reach the office when an officer takes them down."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kit.errors import Refused
from shared_apps.audit import services as audit
from tenant_apps.complaints.models import Source

LAST_SOURCE = _(
    "This is the last way in that is in use. Officers could take no case down. Put another one in use first."
)
_FIELDS = ("name_th", "name_en", "order", "active")


@transaction.atomic
def add_source(*, values: Mapping[str, Any], actor: Any, at: datetime) -> Source:
    """Add a way in. `values`: name_th, name_en, order, active."""
    chosen = {name: values[name] for name in _FIELDS}
    source = Source.objects.create(code=f"own-{uuid4().hex[:12]}", **chosen)
    audit.record_change("complaints.add_source", actor=actor, target=source, before={}, after=chosen, at=at)
    return source


@transaction.atomic
def change_source(*, source: Source, values: Mapping[str, Any], actor: Any, at: datetime) -> Source:
    """Change a way in; cases that came in by it stay as they are.

    Raises:
        Refused: it is the last one in use and would be taken out of use.
    """
    # All are locked, so that two officers do not take the last two out of use at once.
    rows = {row.pk: row for row in Source.objects.select_for_update().order_by("pk")}
    found = rows[source.pk]
    if found.active and not values["active"] and sum(row.active for row in rows.values()) == 1:
        raise Refused(LAST_SOURCE, code="last")
    before = {name: getattr(found, name) for name in _FIELDS}
    after = {name: values[name] for name in _FIELDS}
    for name, value in after.items():
        setattr(found, name, value)
    found.save(update_fields=_FIELDS)
    audit.record_change("complaints.change_source", actor=actor, target=found, before=before, after=after, at=at)
    return found
