"""Forms about people, divisions, positions, roles and acting orders."""

from tenant_apps.registry.forms.acting import ActingOrderForm
from tenant_apps.registry.forms.people import InviteForm, PersonForm, ProfileForm
from tenant_apps.registry.forms.roles import DeleteRoleForm, RoleForm
from tenant_apps.registry.forms.structure import DivisionForm, MergeForm, PositionForm, SignInRulesForm

__all__ = [
    "ActingOrderForm",
    "DeleteRoleForm",
    "DivisionForm",
    "InviteForm",
    "MergeForm",
    "PersonForm",
    "PositionForm",
    "ProfileForm",
    "RoleForm",
    "SignInRulesForm",
]
