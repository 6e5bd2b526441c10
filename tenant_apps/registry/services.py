"""Writing of divisions and officers."""

from datetime import datetime
from typing import Any

from django.db import transaction

from shared_apps.audit import services as audit
from tenant_apps.registry.models import Division, Officer
from tenant_apps.registry.seeds import divisions_of
from tenants.scope import require_tenant


@transaction.atomic
def seed(*, at: datetime) -> None:
    """Give a new LGO the divisions of its type. Idempotent, and does not touch what was changed since."""
    if Division.objects.exists():
        return
    seeds = divisions_of(require_tenant().lgo_type)
    Division.objects.bulk_create(
        [
            Division(code=seed.code, name=seed.name, short_name=seed.short_name, order=place * 10)
            for place, seed in enumerate(seeds, start=1)
        ]
    )
    audit.record("registry.seed", actor=None, data={"divisions": len(seeds)}, at=at)


@transaction.atomic
def appoint(*, user: Any, division: Division | None, position: str, actor: Any, at: datetime) -> Officer:
    """Record that `user` works here, or move an officer to another division or position."""
    officer, _is_new = Officer.objects.update_or_create(
        user=user, defaults={"division": division, "position": position}
    )
    data: dict[str, object] = {"division": division.pk if division else None, "position": position}
    audit.record("registry.appoint", actor=actor, target=officer, data=data, at=at)
    return officer
