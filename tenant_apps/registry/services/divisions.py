"""Writing of divisions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, NotFound, Refused
from shared_apps.accounts.models import User
from shared_apps.accounts.services import lock_people
from shared_apps.audit import services as audit
from tenant_apps.registry.extensions import holdings
from tenant_apps.registry.models import Division, Officer, Posting
from tenant_apps.registry.selectors import divisions


@dataclass(frozen=True)
class Remaining:
    """What still belongs to a division."""

    label: Any
    count: int


@transaction.atomic
def save_division(
    *, division: Division | None, name: str, short_name: str, actor: User | None, at: datetime
) -> Division:
    """Add a division, or rename one.

    Raises:
        Conflict: another one has that name.
    """
    lock_people()
    if Division.objects.filter(~Q(pk=division.pk) if division else Q(), name=name).exists():
        raise Conflict(_("Another division has this name."), code="name_taken", field="name")
    row = _locked(division) if division else Division(order=_last_order() + 10)
    before = {"name": row.name, "short_name": row.short_name}
    row.name, row.short_name = name, short_name
    row.save()
    after = {"name": name, "short_name": short_name}
    action = "registry.division_changed" if division else "registry.division_added"
    audit.record_change(action, actor=actor, target=row, before=before, after=after, at=at)
    return row


@transaction.atomic
def move_division(*, division: Division, up: bool, actor: User, at: datetime) -> None:
    """Change places with the division above or below; at the end of the list nothing happens."""
    lock_people()
    rows = list(divisions())
    place = next((index for index, row in enumerate(rows) if row.pk == division.pk), None)
    if place is None:
        raise NotFound(_("There is no such division."), code="no_division")
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for index, row in enumerate(rows, start=1):
        row.order = index * 10
    Division.objects.bulk_update(rows, ["order"])
    audit.record("registry.division_moved", actor=actor, target=division, data={"up": up}, at=at)


@transaction.atomic
def close_division(*, division: Division, actor: User, at: datetime) -> None:
    """Take a division out of use. Its past work keeps its name.

    Raises:
        Refused: officers or open work belong to it, or it is the last one.
    """
    lock_people()
    row = _locked(division)
    left = [f"{one.label} {one.count}" for one in remaining(row)]
    if left:
        raise Refused(
            _("This division cannot be closed yet: %(left)s. Move them first, or merge the division into another."),
            code="division_in_use",
            params={"left": " · ".join(left)},
        )
    if not divisions().exclude(pk=row.pk).exists():
        raise Refused(_("This is the last division. Add another one first."), code="last_division")
    Division.objects.filter(pk=row.pk).update(is_active=False)
    audit.record_change(
        "registry.division_closed", actor=actor, target=row, before={"in use": True}, after={"in use": False}, at=at
    )


@transaction.atomic
def reopen_division(*, division: Division, actor: User, at: datetime) -> None:
    """Take a division into use again."""
    Division.objects.filter(pk=division.pk).update(is_active=True, merged_into=None)
    audit.record_change(
        "registry.division_reopened",
        actor=actor,
        target=division,
        before={"in use": False},
        after={"in use": True},
        at=at,
    )


@transaction.atomic
def merge_divisions(*, source: Division, target: Division, actor: User, at: datetime) -> dict[str, int]:
    """Move all that belongs to `source` to `target`, and take `source` out of use; gives what moved.

    Officers, invitations and the rows of other apps (`registry.extensions`) move in one transaction, or nothing does.

    Raises:
        Refused: they are the same one, or the target is not in use.
    """
    lock_people()
    if source.pk == target.pk:
        raise Refused(_("Choose another division than this one."), code="same_division", field="target")
    gone, kept = (_locked(one) for one in sorted((source, target), key=lambda one: one.pk != source.pk))
    if not kept.is_active:
        raise Refused(_("That division is not in use."), code="division_closed", field="target")
    moved = {
        "officers": Officer.objects.filter(division=gone).update(division=kept),
        "invitations": Posting.objects.filter(division=gone).update(division=kept),
        **{holding.name: holding.move(gone, kept, at) for holding in holdings()},
    }
    Division.objects.filter(merged_into=gone).update(merged_into=kept)
    Division.objects.filter(pk=gone.pk).update(is_active=False, merged_into=kept)
    data: dict[str, object] = {"into": kept.name, "moved": moved}
    audit.record("registry.divisions_merged", actor=actor, target=gone, data=data, at=at)
    return moved


def remaining(division: Division) -> list[Remaining]:
    """What keeps a division from being closed."""
    officers = Officer.objects.filter(division=division, user__is_active=True).count()
    found = [
        Remaining(_("Officers"), officers),
        *(Remaining(holding.label, holding.open_count(division)) for holding in holdings()),
    ]
    return [one for one in found if one.count]


def belongings(division: Division) -> list[Remaining]:
    """What a merge moves."""
    found = [
        Remaining(_("Officers"), Officer.objects.filter(division=division).count()),
        Remaining(_("Invitations"), Posting.objects.filter(division=division).count()),
        *(Remaining(holding.label, holding.count(division)) for holding in holdings()),
    ]
    return [one for one in found if one.count]


def _locked(division: Division) -> Division:
    row = Division.objects.select_for_update().filter(pk=division.pk).first()
    if row is None:
        raise NotFound(_("There is no such division."), code="no_division")
    return row


def _last_order() -> int:
    last = divisions(active_only=False).last()
    return last.order if last else 0
