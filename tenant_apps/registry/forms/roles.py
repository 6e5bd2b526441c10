"""Forms about roles."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared_apps.accounts import rights
from shared_apps.accounts.rights import Action
from shared_apps.ui.fields import CleanCharField
from tenant_apps.registry.models import Role
from tenant_apps.registry.selectors import roles


@dataclass(frozen=True)
class Cell:
    """A right in the matrix; `value` is empty where the service knows no such action."""

    action: Any
    value: str
    checked: bool = False
    locked: bool = False


@dataclass(frozen=True)
class Line:
    """A service in the matrix."""

    label: Any
    cells: list[Cell]


class RoleForm(forms.Form):
    """A role and its rights. What the person may not give is shown and cannot be changed."""

    name = CleanCharField(label=_("Name of the role"), max_length=100)
    description = CleanCharField(
        label=_("What it is for"),
        max_length=300,
        required=False,
        help_text=_("Shown where roles are given, so that people choose the right one."),
    )
    is_default = forms.BooleanField(label=_("Give this role to new officers"), required=False)

    def __init__(self, data: Any = None, *, role: Role | None = None, givable: frozenset[str], **kwargs: Any) -> None:
        held = set(role.rights) if role else set()
        initial = {"name": role.name, "description": role.description, "is_default": role.is_default} if role else None
        super().__init__(data, initial=initial, **kwargs)
        self.held, self.givable = held, givable
        choices = [(right, right) for right in sorted(rights.every_right())]
        self.fields["rights"] = forms.MultipleChoiceField(choices=choices, required=False, initial=sorted(held))

    @property
    def actions(self) -> list[Action]:
        """The columns: every action that some service knows."""
        known = {action for service in rights.services() for action in service.actions}
        return [action for action in Action if action in known]

    def matrix(self) -> list[Line]:
        """The services with a cell for every column, as they are or as they were sent."""
        fixed = self.held - self.givable
        chosen = {*self["rights"].value(), *fixed} if self.is_bound else self.held
        lines = []
        for service in rights.services():
            known = dict(zip(service.actions, service.rights, strict=True))
            cells = [
                Cell(action.label, right, right in chosen, right not in self.givable)
                if (right := known.get(action, ""))
                else Cell(action.label, "")
                for action in self.actions
            ]
            lines.append(Line(service.label, cells))
        return lines

    def values(self) -> dict[str, Any]:
        """What was chosen. A box that cannot be changed is not sent, and stays as it was."""
        data = self.cleaned_data
        fixed = self.held - self.givable
        return {
            "name": data["name"],
            "description": data["description"],
            "is_default": data["is_default"],
            "granted": {*data["rights"], *fixed},
        }


class DeleteRoleForm(forms.Form):
    """What the holders of a role get instead."""

    def __init__(self, *args: Any, role: Role, is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replacement"] = forms.ModelChoiceField(
            label=_("Role that they get instead"),
            queryset=roles().exclude(pk=role.pk),
            required=is_needed,
            empty_label=_("Choose a role"),
            error_messages={"required": _("Choose the role that they get instead.")},
        )
        if not is_needed:
            del self.fields["replacement"]
