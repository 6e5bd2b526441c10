"""Writing of roles. Nobody can give more than they hold, except administrators, who hold everything."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kit.errors import Conflict, NotFound, Refused
from shared_apps.accounts import rights
from shared_apps.accounts.models import User
from shared_apps.accounts.services import lock_people
from shared_apps.audit import services as audit
from tenant_apps.registry.models import Officer, Role

_MORE = _("You cannot give rights that you do not have yourself. Ask an administrator.")
_OWN = _("You cannot change your own roles. Ask an administrator.")


@transaction.atomic
def save_role(
    *,
    role: Role | None,
    name: str,
    description: str,
    granted: Iterable[str],
    is_default: bool,
    actor: User | None,
    at: datetime,
) -> Role:
    """Make a role, or change one. Rights of services that are not declared now are kept as they are.

    Raises:
        Conflict: another one has that name.
        Refused: the actor lacks a right that is given or taken.
    """
    lock_people()
    if Role.objects.filter(~Q(pk=role.pk) if role else Q(), name=name).exists():
        raise Conflict(_("Another role has this name."), code="name_taken", field="name")
    row = _locked(role) if role else Role(order=_last_order() + 10)
    before = _described(row) if role else {}
    every = rights.every_right()
    kept = [right for right in row.rights if right not in every]
    wanted = every & set(granted)
    _refuse_more(actor, wanted ^ (every & set(row.rights)))
    row.name, row.description, row.rights = name, description, sorted([*kept, *wanted])
    if is_default:
        Role.objects.filter(~Q(pk=row.pk), is_default=True).update(is_default=False)
    row.is_default = is_default
    row.save()
    action = "registry.role_changed" if role else "registry.role_added"
    audit.record_change(action, actor=actor, target=row, before=before, after=_described(row), at=at)
    return row


@transaction.atomic
def copy_role(*, role: Role, actor: User, at: datetime) -> Role:
    """Make another role with the same rights, under a name of its own."""
    lock_people()
    names = set(Role.objects.values_list("name", flat=True))
    stem = _("%(name)s (copy)") % {"name": role.name[:80]}
    name = next(
        one for one in (f"{stem}{f' {number}' if number > 1 else ''}" for number in range(1, 999)) if one not in names
    )
    return save_role(
        role=None,
        name=name,
        description=role.description,
        granted=role.rights,
        is_default=False,
        actor=actor,
        at=at,
    )


@transaction.atomic
def delete_role(*, role: Role, replacement: Role | None, actor: User, at: datetime) -> None:
    """Delete a role; its holders get `replacement`.

    Raises:
        Refused: someone holds it or is invited to it, and there is no replacement.
    """
    lock_people()
    row = _locked(role)
    holders, postings = list(row.officers.all()), list(row.postings.all())
    if (holders or postings) and (replacement is None or replacement.pk == row.pk):
        raise Refused(
            _("%(count)s people hold this role. Choose the role that they get instead."),
            code="role_in_use",
            params={"count": len(holders) + len(postings)},
            field="replacement",
        )
    if row.is_default and replacement is None:
        raise Refused(
            _("New officers get this role. Choose the role that they get instead."), code="default", field="replacement"
        )
    if replacement is not None:
        _refuse_more(actor, replacement.rights)
        replacement.officers.add(*holders)
        replacement.postings.add(*postings)
    data: dict[str, object] = {"name": row.name, "moved": len(holders), "to": replacement.name if replacement else ""}
    audit.record("registry.role_deleted", actor=actor, target=row, data=data, at=at)
    was_default = row.is_default
    row.delete()
    if was_default and replacement is not None:
        Role.objects.filter(pk=replacement.pk).update(is_default=True)


@transaction.atomic
def set_roles(*, officer: Officer, roles: Iterable[Role], actor: User | None, at: datetime) -> None:
    """Give an officer exactly these roles.

    Raises:
        Refused: the roles are the actor's own, or give or take a right that the actor lacks.
    """
    before = {role.pk: role for role in officer.roles.all()}
    after = {role.pk: role for role in roles}
    if before.keys() == after.keys():
        return
    if actor is not None and not actor.is_administrator and before and actor.pk == officer.user_id:
        raise Refused(_OWN, code="own_roles")
    changed = [role for pk, role in {**before, **after}.items() if (pk in before) != (pk in after)]
    if before:
        _refuse_more(actor, {right for role in changed for right in role.rights})
    officer.roles.set(after)
    names = [sorted(role.name for role in held.values()) for held in (before, after)]
    audit.record_change(
        "registry.roles_set", actor=actor, target=officer, before={"roles": names[0]}, after={"roles": names[1]}, at=at
    )


def refuse_roles_beyond(actor: User | None, roles: Iterable[Role]) -> None:
    """Raise Refused when someone would give roles with rights that they lack."""
    _refuse_more(actor, {right for role in roles if not role.is_default for right in role.rights})


def _refuse_more(actor: User | None, given: Iterable[str]) -> None:
    if actor is None or actor.is_administrator:
        return
    if (set(given) & rights.every_right()) - actor.rights:
        raise Refused(_MORE, code="more_than_own")


def _described(role: Role) -> dict[str, object]:
    """A role in words that people know, for the history."""
    with translation.override("th"):
        held = [
            f"{service.label}: {rights.Action(right.rpartition('.')[2]).label}"
            for service in rights.services()
            for right in service.rights
            if right in role.rights
        ]
    return {
        "name": role.name,
        "description": role.description,
        "rights": held,
        "given to new officers": role.is_default,
    }


def _locked(role: Role) -> Role:
    row = Role.objects.select_for_update().filter(pk=role.pk).first()
    if row is None:
        raise NotFound(_("There is no such role."), code="no_role")
    return row


def _last_order() -> int:
    last = Role.objects.order_by("order").last()
    return last.order if last else 0
