"""What officers may do: actions on services, as `complaints.assign`.

Apps declare their services in `AppConfig.ready`; `tenant_apps.registry` says which rights an officer holds. An
administrator holds all of them. Declaring a service is all that a new one needs: the matrix of roles shows it, and the
roles that an LGO began with get what `duties` says.

    rights.register_service(rights.Service(code="complaints", label=_("Complaints"), order=10, actions=(…)))
    request.user.may("complaints", "assign")
    @right_required("complaints", "assign")        # shared_apps.accounts.permissions
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Action(TextChoices):
    """What can be done in a service."""

    VIEW = "view", _("View")
    ADD = "add", _("Add")
    EDIT = "edit", _("Edit")
    DELETE = "delete", _("Delete")
    ASSIGN = "assign", _("Assign work")
    APPROVE = "approve", _("Approve")
    PUBLISH = "publish", _("Publish")
    EXPORT = "export", _("Export")
    SETTINGS = "settings", _("Change settings")


class Duty(TextChoices):
    """What the roles that an LGO begins with are for. Roles are its own to rename, change and delete."""

    OFFICER = "officer", _("Officer (all casework)")
    INTAKE = "intake", _("Reception officer")
    WORKER = "worker", _("Field and case worker")
    HEAD = "head", _("Head of a division")
    EXECUTIVE = "executive", _("Permanent secretary and chief executive")
    FINANCE = "finance", _("Finance officer")
    COMMUNICATIONS = "communications", _("Public relations officer")
    AUDITOR = "auditor", _("Inspector (view and export only)")


_CASEWORK = (Action.VIEW, Action.ADD, Action.EDIT, Action.ASSIGN, Action.PUBLISH, Action.EXPORT)
USUAL: Mapping[Duty, tuple[Action, ...]] = {
    Duty.OFFICER: _CASEWORK,
    Duty.INTAKE: (Action.VIEW, Action.ADD, Action.EDIT, Action.ASSIGN),
    Duty.WORKER: (Action.VIEW, Action.ADD, Action.EDIT),
    Duty.HEAD: (*_CASEWORK, Action.APPROVE),
    Duty.EXECUTIVE: (Action.VIEW, Action.APPROVE, Action.EXPORT),
    Duty.FINANCE: (Action.VIEW,),
    Duty.COMMUNICATIONS: (Action.VIEW,),
    Duty.AUDITOR: (Action.VIEW, Action.EXPORT),
}
"""What each duty may do in a service that names no `duties` of its own."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """A part of the desk whose actions are granted one by one.

    `duties` says what the first roles of an LGO may do in it; by default as in `USUAL`. A duty left out gets nothing.
    """

    code: str
    label: Any
    order: int
    actions: tuple[Action, ...]
    duties: Mapping[Duty, tuple[Action, ...]] | None = None

    @property
    def rights(self) -> tuple[str, ...]:
        """Its rights, as `code.action`."""
        return tuple(f"{self.code}.{action}" for action in self.actions)

    def rights_for(self, duty: Duty) -> tuple[str, ...]:
        """What someone with that duty may do at first."""
        granted = (USUAL if self.duties is None else self.duties).get(duty, ())
        return tuple(f"{self.code}.{action}" for action in self.actions if action in granted)


RightsOf = Callable[[Any], Iterable[str]]
_services: dict[str, Service] = {}
_rights_of: list[RightsOf] = []
_duties_of: list[RightsOf] = []


def register_service(service: Service) -> None:
    """Declare a service, or replace the one of that code."""
    _services[service.code] = service


def register_holder(rights_of: RightsOf) -> None:
    """Let `rights_of(user)` say which rights an officer holds, besides administrators who hold all."""
    _rights_of[:] = [rights_of]


def services() -> list[Service]:
    """The declared services in their order."""
    return sorted(_services.values(), key=lambda service: (service.order, service.code))


def every_right() -> frozenset[str]:
    """All rights there are."""
    return frozenset(right for service in services() for right in service.rights)


def rights_of(user: Any) -> frozenset[str]:
    """The rights of an officer; nobody else holds any."""
    if not (user.is_officer and user.is_active):
        return frozenset()
    if user.is_administrator:
        return every_right()
    return frozenset(right for held in _rights_of for right in held(user)) & every_right()


def register_duties(duties_of: RightsOf) -> None:
    """Let `duties_of(user)` say which duties a member of the operator's staff has; public scope."""
    _duties_of[:] = [duties_of]


def duties_of(user: Any) -> frozenset[str]:
    """The duties of a member of the operator's staff; nobody else has any."""
    if not (user.is_platform_staff and user.is_active):
        return frozenset()
    return frozenset(duty for held in _duties_of for duty in held(user))
