"""What officers may do: actions on services, as `complaints.assign`.

Apps declare their services in `AppConfig.ready`; `tenant_apps.registry` says which rights an officer holds. An
administrator holds all of them.

    rights.register_service(rights.Service(code="complaints", label=_("Complaints"), order=10, actions=(…)))
    request.user.may("complaints", "assign")
    @right_required("complaints", "assign")        # shared_apps.accounts.permissions
"""

from collections.abc import Callable, Iterable
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


@dataclass(frozen=True, kw_only=True)
class Service:
    """A part of the desk whose actions are granted one by one."""

    code: str
    label: Any
    order: int
    actions: tuple[Action, ...]

    @property
    def rights(self) -> tuple[str, ...]:
        """Its rights, as `code.action`."""
        return tuple(f"{self.code}.{action}" for action in self.actions)


RightsOf = Callable[[Any], Iterable[str]]
_services: dict[str, Service] = {}
_rights_of: list[RightsOf] = []


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
