"""Writing of roles."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from shared_apps.accounts.models import User
from shared_apps.audit import services as audit
from tenant_apps.registry.models import Officer, Role


@transaction.atomic
def set_roles(*, officer: Officer, roles: Iterable[Role], actor: User | None, at: datetime) -> None:
    """Give an officer exactly these roles."""
    before = {role.pk: role.name for role in officer.roles.all()}
    after = {role.pk: role.name for role in roles}
    if before.keys() == after.keys():
        return
    officer.roles.set(after)
    data: dict[str, object] = {"changes": {"roles": [list(before.values()), list(after.values())]}}
    audit.record("registry.roles_set", actor=actor, target=officer, data=data, at=at)
