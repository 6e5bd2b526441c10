"""Writing of positions."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, Refused
from shared_apps.accounts.models import User
from shared_apps.audit import services as audit
from tenant_apps.registry.models import Level, Officer, Position, Role


@transaction.atomic
def save_position(
    *, position: Position | None, name: str, level: int, role: Role | None, actor: User | None, at: datetime
) -> Position:
    """Add a position, or change one; those who hold it are called by its new name.

    Raises:
        Conflict: another one has that name.
    """
    if Position.objects.filter(~Q(pk=position.pk) if position else Q(), name=name).exists():
        raise Conflict(_("Another position has this name."), code="name_taken", field="name")
    row = Position.objects.select_for_update().get(pk=position.pk) if position else Position()
    before = {"name": row.name, "level": Level(row.level).label, "role": str(row.role or "")} if position else {}
    row.name, row.level, row.role = name, level, role
    row.save()
    holders = Officer.objects.filter(post=row) | Officer.objects.filter(post=None, position=name)
    Officer.objects.filter(pk__in=holders.values("pk")).update(position=name, post=row)
    after = {"name": name, "level": Level(level).label, "role": str(role or "")}
    action = "registry.position_changed" if position else "registry.position_added"
    audit.record_change(action, actor=actor, target=row, before=before, after=after, at=at)
    return row


@transaction.atomic
def delete_position(*, position: Position, actor: User, at: datetime) -> None:
    """Take a position off the list.

    Raises:
        Refused: someone holds it, or an order names it.
    """
    row = Position.objects.select_for_update().get(pk=position.pk)
    if row.officers.exists() or row.acting_orders.exists():
        raise Refused(
            _("Somebody holds this position, or an acting order names it. Give them another position first."),
            code="position_in_use",
        )
    audit.record("registry.position_deleted", actor=actor, target=row, data={"name": row.name}, at=at)
    row.delete()
